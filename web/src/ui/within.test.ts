// Which tables an answer holds, by the names under which the server gives them as files.
import { expect, test } from 'vitest'
import { tablesWithin } from './within'

const estimate = { value: 1, low: 0, high: 2 }

test('lists of objects at every depth, by dotted name, in the order of the answer', () => {
  const data = { n: 3, moved: [{ p: 1 }], diagram: { bins: [{ n: 1 }], curve: { price: [0, 1] } }, compare: { diagram: { bins: [{ n: 2 }] } } }
  expect(tablesWithin(data)).toEqual(['moved', 'diagram.bins', 'compare.diagram.bins'])
})

test('objects of the same keys under their names are rows', () => {
  expect(tablesWithin({ figures: { n: 3, estimates: { brier: estimate, slope: estimate } } })).toEqual(['figures.estimates'])
  expect(tablesWithin({ readings: { price: estimate, normal: { q10: 0 } }, one: { slope: estimate }, none: { a: {}, b: {} } })).toEqual([])
})

test('an empty list, plain values and nothing are no tables', () => {
  expect(tablesWithin({ moved: [], words: ['a'], mixed: [{ a: 1 }, 2], one: null })).toEqual([])
  for (const data of [null, undefined, 'text', [{ a: 1 }]]) expect(tablesWithin(data)).toEqual([])
})
