// Prices of a market for a forecast: what was known at the moment asked, and, apart from it, what came afterwards.
import { fetchJson } from '../../app/page'
import type { List, PriceRow } from '../shared/answers'
import { LIMITS, type Series } from './form'

const CONTEXT_STEPS = 300 // a little more than models are shown
const MOST = 100_000

type Known = PriceRow & { knowable_at: string }

/** Prices known at `asOf`, one per moment, oldest first. */
export async function knownPrices(marketId: string, asOf: number, stepSeconds: number): Promise<PriceRow[]> {
  const rows = await prices(marketId, asOf - CONTEXT_STEPS * stepSeconds * 1000, asOf + 1)
  return onePerMoment(rows.filter((row) => Date.parse(row.knowable_at) <= asOf)).slice(-LIMITS.points)
}

/** What came between `asOf` and the end of the horizon; empty where that is still to come. */
export async function laterPrices(marketId: string, asOf: number, until: number): Promise<PriceRow[]> {
  return onePerMoment(await prices(marketId, asOf + 1, until + 1))
}

/** First and last moment that have a price; null where the market has none. */
export async function span(marketId: string): Promise<{ first: string; last: string } | null> {
  const answer = await fetchJson<List<Known>>(`/markets/${encodeURIComponent(marketId)}/prices?points=2`)
  const [first, last] = [answer.data?.[0], answer.data?.at(-1)]
  return first && last ? { first: first.ts, last: last.ts } : null
}

export function seriesOf(rows: PriceRow[]): Series {
  return { ts: rows.map((row) => Date.parse(row.ts) / 1000), y: rows.map((row) => row.p_yes) }
}

/** A pasted series as rows that a chart can draw. */
export function rowsOf(series: Series, asOf: number, stepSeconds: number): PriceRow[] {
  const moment = (at: number): number => {
    const given = series.ts?.[at]
    return given === undefined ? asOf - (series.y.length - 1 - at) * stepSeconds * 1000 : Number(given) * 1000
  }
  return series.y.map((price, at) => ({ ts: new Date(moment(at)).toISOString(), p_yes: price, bid: null, ask: null, price_kind: 'pasted', source: 'pasted' }))
}

async function prices(marketId: string, since: number, until: number): Promise<Known[]> {
  const iso = (ms: number): string => new Date(ms).toISOString()
  const address = `/markets/${encodeURIComponent(marketId)}/prices?limit=${MOST}&since=${iso(since)}&until=${iso(until)}`
  const answer = await fetchJson<List<Known> & { error?: { message: string } }>(address)
  if (answer.error) throw Object.assign(new Error(answer.error.message), answer.error)
  return answer.data
}

/** Several kinds of price can share a moment: the last of them, as the API orders them, stands. */
function onePerMoment<Row extends PriceRow>(rows: Row[]): Row[] {
  const priced = rows.filter((row) => row.p_yes !== null)
  return priced.filter((row, at) => row.ts !== priced[at + 1]?.ts)
}
