// The places of the header, in order, and what of the address belongs to each.
// Places to come: alerts, crowd, research.
import type { Key } from '../words/words'

export type Place = { name: string; word: Key; address: string; under: string[]; keys?: string }

export const PLACES: Place[] = [
  { name: 'overview', word: 'ui.place.overview', address: '/', under: [], keys: 'go' },
  {
    name: 'scoreboard', word: 'ui.place.scoreboard', address: '/scoreboard/explorer',
    under: ['/scoreboard', '/trust', '/bands', '/recalibrated'], keys: 'gs',
  },
  { name: 'markets', word: 'ui.place.markets', address: '/markets', under: ['/markets', '/events'], keys: 'gm' },
  { name: 'forecast', word: 'ui.place.forecast', address: '/tsfm/forecast', under: ['/tsfm'], keys: 'gf' },
  { name: 'coverage', word: 'ui.place.coverage', address: '/coverage', under: ['/coverage', '/ops'], keys: 'gd' },
  { name: 'docs', word: 'ui.place.docs', address: '/docs', under: ['/docs'] },
]

/** The place that an address belongs to; null for search, documents and the like. */
export function placeOf(address: string): Place | null {
  const path = address.split('?')[0] ?? '/'
  if (path === '/' || path === '/overview') return PLACES[0] ?? null
  return PLACES.find((place) => place.under.some((start) => path === start || path.startsWith(`${start}/`))) ?? null
}
