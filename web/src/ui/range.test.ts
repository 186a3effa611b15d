// A range in the address and the bars it covers are the same thing said twice.
import { expect, test } from 'vitest'
import { bounds, writtenRange } from './range'

const bars = [0, 10, 100, 1000].map((low, at) => ({ low, high: [10, 100, 1000, 10_000][at]!, markets: 1, chosen: true }))

test('every range is read back as it was written', () => {
  for (let low = 0; low < bars.length; low++)
    for (let high = low + 1; high <= bars.length; high++) expect(bounds(writtenRange(low, high, bars), bars)).toEqual([low, high])
})

test('everything is not written', () => expect(writtenRange(0, bars.length, bars)).toBe(null))

test('an open end is left empty', () => {
  expect(writtenRange(1, bars.length, bars)).toBe('10:')
  expect(writtenRange(0, 2, bars)).toBe(':100')
})
