// Names are cut after a colon or at a word, never inside one, and only where it saves something.
import { expect, it } from 'vitest'
import { shortNames } from './names'

it('leaves out the common beginning', () => {
  expect(shortNames(['How high will the count go: above 70?', 'How high will the count go: above 72?'])).toEqual(['above 70?', 'above 72?'])
  expect(shortNames(['Who comes first: Ann?', 'Who comes first: Anton?'])).toEqual(['Ann?', 'Anton?'])
  expect(shortNames(['Will the harbour line be approved by 1 June?', 'Will the harbour line be approved by 1 July?'])).toEqual(['by 1 June?', 'by 1 July?'])
})

it('leaves short or different questions alone', () => {
  expect(shortNames(['Will A win?', 'Who is it?'])).toEqual(['Will A win?', 'Who is it?'])
  expect(shortNames(['One question?'])).toEqual(['One question?'])
})
