/* The shapes of the answers that the list pages show, named after the columns of the API, and how to reach into a panel. */
import type { PagePanel } from '../../app/page'

export type Estimate = {
  value: number | null; low: number | null; high: number | null; n: number; n_events: number
  few: boolean; reason: string; unit?: 'event' | 'week'
}

export type Meta = {
  as_of?: string | null; run_id?: string | null; simulated?: boolean; lake_version?: string
  thinned?: boolean; by_status?: Record<string, number>; [name: string]: unknown
}

export type List<Row> = { data: Row[]; next_cursor: string | null; total: number | null; meta: Meta }
export type One<Thing> = { data: Thing; meta: Meta }

/** The rows of a panel that is a list; none where the panel failed. */
export function rowsOf<Row>(panel: PagePanel | undefined): Row[] {
  const data = (panel?.answer as List<Row> | null | undefined)?.data
  return Array.isArray(data) ? data : []
}

/** The thing of a panel that is about one thing; null where the panel failed. */
export function thingOf<Thing>(panel: PagePanel | undefined): Thing | null {
  return (panel?.answer as One<Thing> | null | undefined)?.data ?? null
}

export function metaOf(panel: PagePanel | undefined): Meta {
  return (panel?.answer as { meta?: Meta } | null | undefined)?.meta ?? {}
}

export type MarketRow = {
  market_id: string; event_id: string | null; question: string | null; category: string; status: string; venue: string
  liquidity_bucket: string | null; end_ts: string | null; start_ts: string | null; category_tags: string[]
  price: number | null; price_at: string | null; q10_1h: number | null; q90_1h: number | null; outside_range: boolean | null
  trust: number | null; p_recalibrated: number | null; recalibration_verdict: string | null
  recalibrated_low: number | null; recalibrated_high: number | null; price_age_seconds: number | null
  volume_24h: number | null; open_interest: number | null; tte_seconds: number | null; seen_share: number | null
}

export type Market = {
  market_id: string; event_id: string | null; slug: string | null; question: string | null; category: string
  category_tags: string[]; outcomes: string[]; start_ts: string | null; end_ts: string | null; status: string; venue: string
  neg_risk: boolean | null; game_start_at: string | null; closed_at: string | null; origin: string; knowable_at: string
}

export type MarketEvent = {
  event_id: string; title: string | null; category: string; n_markets: number; neg_risk: boolean | null; venue: string
}

export type Outcome = {
  status: string; market_type: string; outcome_index: number | null; provenance: string; rule: string; scored: boolean
  disputed: boolean; independent: boolean; resolved_at: string | null; knowable_at: string
}

export type HistoryRow = { field: string; old_value: string | null; value: string | null; knowable_at: string }

export type Cutoff = {
  anchor: string; horizon: string; cutoff_at: string; price_ts: string | null; age_seconds: number | null; p_yes: number | null
  p_last: number | null; price_status: string; price_source: string | null; liquidity_bucket: string; end_known: string
  revised: boolean; resolved_yes: number | null
}

export type CoverageRow = {
  run_id: string; source: string; scope: string; expected: number | null; received: number | null; status: string
  detail: string; since: string | null; until: string | null
}

export type PriceRow = {
  ts: string; p_yes: number | null; bid: number | null; ask: number | null; price_kind: string; source: string
}

export type BandRow = {
  ts: string; horizon_steps: number; step_seconds: number; q10: number; q50: number; q90: number; method: string
  band_calibration: string
}

export type BreachRow = {
  ts: string; due_at: string; market_id: string; band_ts: string; horizon_steps: number; step_seconds: number; side: string
  p_before: number; p: number; q10: number; q90: number; excess: number; band_calibration: string
}

export type TrustRow = {
  cutoff_at: string; anchor: string; horizon: string; trust_version: string; total: number | null; weight_present: number
  liquidity: number | null; stability: number | null; question_quality: number | null; no_manipulation: number | null
  config: string
}

export type TrustRecordRow = {
  trust_version: string; anchor: string; horizon: string; quintile: number; n: number; n_events: number
  mean_trust: number | null; slope: number | null; slope_low: number | null; slope_high: number | null; verdict: string
}

export type RunRow = {
  run_id: string; command: string; as_of: string | null; started_at: string; ended_at: string | null; status: string
  error: string | null; counts: Record<string, number>; options: Record<string, unknown>; seconds: number | null
}

export type RunStep = {
  step: string; status: string; started_at: string; ended_at: string | null; attempt: number; rows_in: number | null
  rows_out: number | null; error: string | null; seconds: number | null
}
