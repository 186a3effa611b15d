// The answers of /events and /events/{event_id}: whether the prices of one event fit together.
export type EventRow = {
  event_id: string; title: string | null; category: string; venue: string; n_markets: number; n_open: number; n_seen: number
  neg_risk: boolean | null; kind: string; sum: number | null; gap: number | null; age_seconds: number | null
}

/** Markets stand in the order of implication where there is one; `implies_next`: its price is not above that of the next. */
export type EventMarket = {
  market_id: string; question: string | null; status: string; end_ts: string | null; price: number | null; value: number | null
  q10_1h: number | null; q90_1h: number | null; outside_range: boolean | null; implies_next: boolean | null
}

export type Implication = {
  market_id: string; question: string | null; price: number | null
  implied_market_id: string; implied_question: string | null; implied_price: number | null
  gap: number | null; broken: boolean | null; since: string | null
}

export type Coherence = {
  kind: string; sum: number | null; gap: number | null; holds: boolean | null; open: boolean; n_markets: number; n_seen: number
  age_seconds: number | null
}

export type EventAnswer = {
  event: { event_id: string; title: string | null; n_markets: number; category?: string; neg_risk?: boolean | null }
  coherence: Coherence
  markets: EventMarket[]
  implications: Implication[]
  series: { ts: string; sum: number | null; gap: number | null; n_seen: number }[]
}
