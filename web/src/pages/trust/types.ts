/** A row of /trust/reliability: one fifth of the scores, or (quintile 0) the tests over all five. */
export interface TrustRow {
  trust_version: string
  anchor: string
  horizon: string
  quintile: number
  n: number
  n_events: number
  n_left_out: number
  mean_trust: number | null
  slope: number | null
  slope_low: number | null
  slope_high: number | null
  trend_slope: number | null
  trend_mcb: number | null
  p_value_slope: number | null
  p_value_mcb: number | null
  placebo_slope: number | null
  placebo_mcb: number | null
  placebo_runs: number
  against_v1: number | null
  against_v1_low: number | null
  against_v1_high: number | null
  is_default: boolean
  verdict: string
}

/** Where the question starts: the group that decides which version is shown. */
export const USUAL = { anchor: 'scheduled', horizon: 'all' }

/** The rows of one group; of the versions the one asked for, else the one that is shown by default. */
export function groupOf(rows: TrustRow[], anchor: string, horizon: string, version: string | null): TrustRow[] {
  const group = rows.filter((row) => row.anchor === anchor && row.horizon === horizon)
  const shown = version ?? group.find((row) => row.is_default)?.trust_version ?? group[0]?.trust_version
  return group.filter((row) => row.trust_version === shown)
}

/** The verdict's words as the part of a key. */
export function verdictOf(row: TrustRow): 'trust_orders' | 'no_order_shown' | 'too_few' {
  if (row.verdict === 'trust orders') return 'trust_orders'
  return row.verdict === 'no order shown' ? 'no_order_shown' : 'too_few'
}
