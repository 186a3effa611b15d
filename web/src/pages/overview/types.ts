/** Answer of /overview: what can be believed today, what moved, what was not seen. */
import type { Est } from '../../charts/props'

export interface Believable {
  category: string
  slope: Est
  open: number
  verdict: string
}

export interface Moved {
  ts: string
  market_id: string
  question: string
  category: string
  p_before: number
  p: number
  q10: number
  q90: number
  excess: number
}

export interface NotSeen {
  days: { day: string; source: string; share: number | null }[]
  gaps: number
  truncated: number
  stale_markets: number
  unlabelled: number
}

export interface GapToRecalibrated {
  market_id: string
  question: string
  price: number
  p_recalibrated: number
  low: number
  high: number
  gap: number
  verdict: string
  /** markets and events behind the verdict that recalibration helps */
  n: number
  n_events: number
}

export interface Incoherent {
  event_id: string
  title: string
  kind: string
  sum: number | null
  gap: number
}

export interface Changes {
  before: string
  after: string
  rows_new: number | null
  labels_changed: number | null
  code_changed: boolean
}

export interface Overview {
  believable: Believable[]
  moved: Moved[]
  not_seen: NotSeen
  gaps_to_recalibrated: GapToRecalibrated[]
  incoherent: Incoherent[]
  changes: Changes | null
}
