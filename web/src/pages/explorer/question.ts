/** The question in the address: its parameters, what they may be, and what they mean when left out. */
import { changed } from '../../app/address'

/** What the server takes when a parameter is not given; these are never written into the address. */
export const DEFAULTS: Record<string, string> = {
  anchor: 'scheduled',
  horizon: '24h',
  weighting: 'event',
  price: 'quote',
  window_by: 'scheduled_end',
  draws: '0',
}

export const HORIZONS = ['30d', '7d', '48h', '24h', '1h']
export const ANCHORS = ['scheduled', 'close', 'game_start']
export const WEIGHTINGS = ['event', 'market', 'dollar', 'trade']
export const PRICES = ['quote', 'mean_1h', 'last', 'trade_1h', 'bid', 'ask']
export const WINDOWS = ['', '90d', '30d', '365d']
export const WINDOWS_BY = ['scheduled_end', 'resolution']
export const BUCKETS = ['LOW', 'MID', 'HIGH', 'UNKNOWN']

/** Parameters that choose rows; each is a facet as well. */
export const FILTERS = [
  'venue', 'category', 'liquidity_bucket', 'price_source', 'tag', 'text', 'ends', 'volume', 'traders', 'duration', 'age', 'spread',
]

/** What rests on a dimension that may not be known: without trades there is no weight by money, without quotes no bid. */
const RESTS_ON: Record<string, Record<string, string[]>> = {
  traders: { weighting: ['dollar', 'trade'], price: ['trade_1h'] },
  spread: { price: ['bid', 'ask'] },
}

/** Values that cannot be asked for, and why: parameter, value, reason; as the facets tell. */
export function unavailable(facets: { name: string; available: boolean; reason?: string }[]): Record<string, Record<string, string>> {
  const found: Record<string, Record<string, string>> = {}
  for (const { name, available, reason } of facets) {
    for (const [parameter, values] of Object.entries(available ? {} : (RESTS_ON[name] ?? {}))) {
      for (const value of values) (found[parameter] ??= {})[value] = reason ?? ''
    }
  }
  return found
}

/** Draws of the checked band: the fewest that the server takes. */
export const DRAWS = '999'

/** Set B is a second copy of the parameters. */
export const b = (name: string): string => `b.${name}`

export const SET_B = [...FILTERS, 'anchor', 'horizon', 'weighting', 'price', 'window', 'window_by'].map(b)

/** An address of a path and the values of a row: `all`, nothing and what is usual are left out. */
export function hrefOf(path: string, values: Record<string, string | null | undefined>, usual: Record<string, string>): string {
  const given = Object.entries(values).filter(([name, value]) => value && value !== 'all' && value !== usual[name])
  return changed(path, Object.fromEntries(given.map(([name, value]) => [name, value ?? null])))
}

export function explorerHref(values: Record<string, string | null | undefined>): string {
  return hrefOf('/scoreboard/explorer', values, DEFAULTS)
}

/** Whether a second set stands beside the first. */
export function compares(get: (name: string) => string | null): boolean {
  return get('compare') === 'true' || SET_B.some((name) => get(name) !== null)
}

/** What changes when the comparison begins, with set B as set A is, or ends. */
export function comparing(on: boolean): Record<string, string | null> {
  return { ...Object.fromEntries(SET_B.map((name) => [name, null])), compare: on ? 'true' : null }
}

/** What changes when set B takes a value: `compare` is written only while nothing else tells of set B. */
export function changedInB(get: (name: string) => string | null, name: string, value: string): Record<string, string | null> {
  const others = SET_B.some((one) => one !== name && get(one) !== null)
  return { [name]: value || null, compare: value || others ? null : 'true' }
}
