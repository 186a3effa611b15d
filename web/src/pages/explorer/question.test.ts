/** One question, one address: what is usual is not written, and so does a comparison. */
import { expect, test } from 'vitest'
import { changedInB, compares, comparing, explorerHref, hrefOf, unavailable } from './question'

test('a row of totals with the usual moment is the bare address', () => {
  expect(explorerHref({ anchor: 'scheduled', category: 'all', ends: 'all', horizon: '24h', venue: 'all', weighting: 'event' })).toBe('/scoreboard/explorer')
})

test('what differs is written, in the order of the alphabet', () => {
  expect(explorerHref({ liquidity_bucket: 'LOW', horizon: '7d', category: 'sports', window: null })).toBe(
    '/scoreboard/explorer?category=sports&horizon=7d&liquidity_bucket=LOW',
  )
})

test('other pages have usual values of their own', () => {
  expect(hrefOf('/trust/reliability', { anchor: 'close', horizon: 'all' }, { anchor: 'scheduled', horizon: 'all' })).toBe('/trust/reliability?anchor=close')
})

test('a comparison has one address: compare is written only while nothing else tells of set B', () => {
  const asked = (given: Record<string, string>) => (name: string) => given[name] ?? null
  expect(compares(asked({ 'b.horizon': '7d' }))).toBe(true)
  expect(compares(asked({ compare: 'true' }))).toBe(true)
  expect(compares(asked({ category: 'sports' }))).toBe(false)
  expect(changedInB(asked({ compare: 'true' }), 'b.category', 'sports')).toEqual({ 'b.category': 'sports', compare: null })
  expect(changedInB(asked({ 'b.category': 'sports' }), 'b.category', '')).toEqual({ 'b.category': null, compare: 'true' })
  expect(comparing(false)).toMatchObject({ compare: null, 'b.liquidity_bucket': null })
})

test('without trades and quotes, what rests on them cannot be asked for', () => {
  const facets = [{ name: 'traders', available: false, reason: 'none' }, { name: 'spread', available: true }]
  expect(unavailable(facets)).toEqual({ weighting: { dollar: 'none', trade: 'none' }, price: { trade_1h: 'none' } })
})
