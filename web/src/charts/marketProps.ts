// What the charts of one market take: its price, its readings, its trust. Times are ISO 8601 UTC, probabilities 0..1.
import type { Est } from './props'

export interface PricePoint {
  ts: string
  p_yes: number | null
}
export interface BandRow {
  /** when it was made; it is drawn where it falls due: ts + horizon_steps x step_seconds */
  ts: string
  horizon_steps: number
  step_seconds: number
  q10: number | null
  q50: number | null
  q90: number | null
  band_calibration: string
  method?: string
}
export interface BreachRow {
  ts: string
  due_at: string
  side: string
  p: number
  q10: number
  q90: number
  p_before?: number
  excess?: number
  band_calibration?: string
  horizon_steps?: number
  step_seconds?: number
}
export interface GapRow {
  since: string | null
  until: string | null
  source?: string
  detail?: string
}
export interface PriceChartProps {
  prices: PricePoint[]
  bands?: BandRow[]
  breaches?: BreachRow[]
  gaps?: GapRow[]
  /** end of what is known; bands due after it are the blue fan. Default: the last price */
  asOf?: string | null
  /** the window shown; default: from the first price to the last thing drawn */
  since?: string | null
  until?: string | null
  /** only bands of this calibration; default conformal where there is one, else raw */
  calibration?: string
  /** only bands of this many seconds ahead for the grey range; default: the shortest there is */
  aheadSeconds?: number
  height?: number
  title?: string
  description?: string
}

export interface Reading {
  value: number | null
  low: number | null
  high: number | null
}
export interface ReadingsProps {
  price: (Reading & { at?: string | null; age_seconds?: number | null }) | null
  recalibrated: (Reading & { verdict: string | null; statement?: string | null; trained_on?: string | number | null }) | null
  /** later: wallets; left out draws three rows */
  crowd?: (Reading & { on: boolean; note?: string }) | null
  normal: {
    q10: number | null
    q50: number | null
    q90: number | null
    made_at?: string | null
    due_at?: string | null
    /** share of past outcomes inside such bands */
    kept?: Est | null
    method?: string | null
    band_calibration?: string | null
  } | null
  title?: string
}

export interface TrustPartsProps {
  /** a row of /trust; parts are 0..1, total 0..100 */
  trust: {
    total: number | null
    liquidity: number | null
    stability: number | null
    question_quality: number | null
    no_manipulation: number | null
    weight_present?: number | null
  }
  /** by part name; they need not add up to one */
  weights: Partial<Record<TrustPart, number>>
  title?: string
}
export type TrustPart = 'liquidity' | 'stability' | 'question_quality' | 'no_manipulation'

export interface TrustRecordRow {
  /** 1..5; 0 is all of them and is left out of the picture */
  quintile: number
  n: number
  n_events: number
  mean_trust: number | null
  slope: number | null
  slope_low: number | null
  slope_high: number | null
  verdict?: string | null
}
export interface TrustRecordProps {
  rows: TrustRecordRow[]
  /** trust of the market that the page is about: its fifth is tinted */
  trust?: number | null
  title?: string
  description?: string
}
