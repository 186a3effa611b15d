// What an answer is made of: estimates are found with their ends, ends are no columns of their own.
import { expect, it } from 'vitest'
import { columnsOf, estimateIn } from './shape'

const row = { slope: 1.1, slope_low: 1, slope_high: 1.2, n: 40, n_events: 33, name: 'a', parts: [{ x: 1 }], est: { value: 2, low: 1, high: 3, n_events: 5 } }

it('finds estimates beside their ends and in one piece', () => {
  expect(estimateIn('slope', row)).toMatchObject({ value: 1.1, low: 1, high: 1.2, n_events: 33, few: false })
  expect(estimateIn('est', row)).toMatchObject({ value: 2, low: 1, high: 3, n_events: 5 })
  expect(estimateIn('name', row)).toBeNull()
})

it('shows plain columns and estimates, not the ends and not what is deep', () => {
  expect(columnsOf([row])).toEqual(['slope', 'n', 'n_events', 'name', 'est'])
})
