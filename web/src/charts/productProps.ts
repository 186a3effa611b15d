// What the charts of bands, events, forecasts, coverage and runs take. Times are ISO 8601 UTC, probabilities 0..1.
import type { GapRow, PricePoint } from './marketProps'

export interface BandCoverageProps {
  rows: {
    name: string
    /** share inside the closed band, 0..1 */
    coverage: number | null
    low: number | null
    high: number | null
    n: number
    n_events: number
    few?: boolean
    href?: string
  }[]
  /** what the bands promise */
  promised?: number
  title?: string
  description?: string
}

export interface LadderProps {
  /** markets of an event, by deadline; holds: null where nothing is implied */
  rows: {
    market_id: string
    name: string
    price: number | null
    low?: number | null
    high?: number | null
    holds: boolean | null
    href?: string
  }[]
  title?: string
  description?: string
}

export interface SumSeriesProps {
  /** sum of the YES prices over time; n_seen legs had a price then */
  series: { ts: string; sum: number | null; n_seen: number }[]
  /** legs of the event */
  legs: number
  /** how far the sum may lie from 1 before fees are paid for, 0..1 */
  fees?: number
  gaps?: GapRow[]
  title?: string
  description?: string
}

export interface FanChartProps {
  /** what was known, oldest first */
  known: PricePoint[]
  /** one forecast per method, quantiles at each step */
  forecasts: { method: string; steps: { ts: string; q10: number; q50: number; q90: number }[]; fallback?: boolean }[]
  /** what came, if known; nothing of it was used */
  outcome?: PricePoint[]
  asOf: string
  title?: string
  description?: string
}

export interface CoverageGridProps {
  /** share of the expected rows that was seen, 0..1; null: not stated */
  days: { day: string; source: string; share: number | null; detail?: string }[]
  hrefOf?: (day: string, source: string) => string
  title?: string
  description?: string
}

export interface RunStepsProps {
  steps: {
    step: string
    status: string
    started_at: string
    ended_at: string | null
    rows_in: number | null
    rows_out: number | null
    attempt?: number
    error?: string | null
    seconds?: number | null
  }[]
  title?: string
  description?: string
}
