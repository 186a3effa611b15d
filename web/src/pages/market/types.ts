// The answer of /markets/{market_id}: all that is known of one market.
import type { CoverageRow, Cutoff, Estimate, HistoryRow, Market, MarketEvent, Outcome, TrustRow } from '../shared/answers'

export type PriceReading = { value: number | null; low: number | null; high: number | null; at: string | null; age_seconds: number | null }

export type RecalibratedReading = {
  value: number | null; low: number | null; high: number | null; verdict: string | null; statement: string | null; trained_on: number | null
}

export type Range = {
  q10: number; q50: number; q90: number; made_at: string; due_at: string; stated: number; kept: Estimate | null; method: string
  band_calibration: string
}

/** The range of this hour, what the price is against it, and the range of the coming hour. */
export type NormalReading = Range & { outside: boolean | null; side: 'above' | 'below' | null; next: Range }

export type Readings = { price: PriceReading | null; recalibrated: RecalibratedReading | null; normal: NormalReading | null }

export type Snapshot = {
  ts: string; p_yes: number | null; volume_24h: number | null; open_interest: number | null; liquidity_bucket: string
  tte_seconds: number | null
}

export type MarketGap = { since: string | null; until: string | null; source: string; detail: string }

export type WeighedTrust = TrustRow & { weights: Record<string, number> }

export type MarketAnswer = {
  market: Market; event: MarketEvent | null; outcome: Outcome | null; history: HistoryRow[]; cutoffs: Cutoff[]; coverage: CoverageRow[]
  readings: Readings; trust: WeighedTrust | null; snapshots: Snapshot[]
  window: { window: string; since: string | null; until: string | null }; gaps: MarketGap[]
}

export const WINDOWS = ['1d', '7d', '30d', 'all'] as const
export const DEFAULT_WINDOW = '7d'
