/** Whether a segment kept its word is said only where its error is known and four in five lies outside it. */
import { expect, test } from 'vitest'
import { inside, kept, ranged, type CoverageRow } from './types'

const row = (closed: number, se: number, events = 40): CoverageRow => ({
  step_seconds: 3600, horizon_steps: 1, band_calibration: 'conformal', segment_by: 'all', segment: 'all', method: 'HAR', n: 600,
  n_effective: 500, n_events: events, closed, miss_below: (1 - closed) / 2, miss_below_se: se, miss_above: (1 - closed) / 2,
  miss_above_se: se, width: 0.05,
})

test('the errors of both misses make one', () => {
  const { low, high } = inside(row(0.78, 0.01))
  expect(low).toBeCloseTo(0.78 - 1.96 * 0.01 * Math.SQRT2)
  expect(high).toBeCloseTo(0.78 + 1.96 * 0.01 * Math.SQRT2)
})

test('three verdicts, and none where too little is known', () => {
  expect([row(0.78, 0.01), row(0.7, 0.01), row(0.9, 0.01), row(0.7, 0.01, 12)].map(kept)).toEqual(['keeps', 'narrow', 'wide', 'unknown'])
})

test('a share stays between nothing and all', () => {
  expect(ranged(0.01, 0.05, 100)).toMatchObject({ low: 0, few: false })
  expect(ranged(0.01, null, 100)).toMatchObject({ low: null, few: true })
})
