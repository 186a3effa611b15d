// The words that were searched for are found in any case, and what looks like a pattern is only text.
import { expect, it } from 'vitest'
import { pieces } from './pieces'

it('marks every word in any case', () => {
  expect(pieces('Harbour line at the harbour', 'harbour')).toEqual([
    { text: 'Harbour', found: true }, { text: ' line at the ', found: false }, { text: 'harbour', found: true },
  ])
})

it('takes signs as they are', () => {
  expect(pieces('above 50%? (yes)', '(yes')).toEqual([{ text: 'above 50%? ', found: false }, { text: '(yes', found: true }, { text: ')', found: false }])
})

it('leaves a text alone when nothing was asked', () => expect(pieces('a b', ' ')).toEqual([{ text: 'a b', found: false }]))
