/** Rows of /bands/coverage and /bands/breaches, and how a segment has kept its word. */
export interface CoverageRow {
  step_seconds: number
  horizon_steps: number
  band_calibration: string
  segment_by: string
  segment: string
  method: string
  n: number
  n_effective: number | null
  n_events: number
  closed: number | null
  miss_below: number | null
  miss_below_se: number | null
  miss_above: number | null
  miss_above_se: number | null
  width: number | null
}

export interface BreachRow {
  ts: string
  market_id: string
  question?: string
  band_ts: string
  horizon_steps: number
  step_seconds: number
  side: string
  p_before: number
  p: number
  q10: number
  q90: number
  excess: number
  band_calibration: string
}

export interface List<Row> {
  data: Row[]
  next_cursor: string | null
  total: number | null
}

/** What a band says of itself: four prices in five stay inside. */
export const PROMISED = 0.8

/** Under so many events nothing is said; errors are by event. */
const LEAST = 30
const Z = 1.96

export interface Range {
  value: number | null
  low: number | null
  high: number | null
  few: boolean
}

/** A share with 95 % of its error; nothing where the error is not known, or rests on too few events. */
export function ranged(value: number | null, se: number | null, events: number): Range {
  if (value === null || se === null || events < LEAST) return { value, low: null, high: null, few: true }
  return { value, low: Math.max(0, value - Z * se), high: Math.min(1, value + Z * se), few: false }
}

/** The share inside; the errors of both misses are put together as if they were independent, as the market page does. */
export function inside(row: CoverageRow): Range {
  const { miss_below_se: below, miss_above_se: above } = row
  return ranged(row.closed, below === null || above === null ? null : Math.hypot(below, above), row.n_events)
}

/** Whether the share inside differs from what was promised: in a word that is a part of a key. */
export function kept(row: CoverageRow): 'keeps' | 'narrow' | 'wide' | 'unknown' {
  const { few, low, high } = inside(row)
  if (few || low === null || high === null) return 'unknown'
  return high < PROMISED ? 'narrow' : low > PROMISED ? 'wide' : 'keeps'
}

/** How far ahead a band looks, in seconds. */
export const aheadOf = (row: { horizon_steps: number; step_seconds: number }): number => row.horizon_steps * row.step_seconds
