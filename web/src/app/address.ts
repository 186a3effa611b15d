// Addresses: one state, one address. Parameters in alphabetical order, empty ones and the reader's own left out.

/** What belongs to the reader and not to the question: read once, kept locally, never part of an address we write. */
export const READERS_OWN = ['lang', 'tz', 'theme']

/** Pairs of a query in the order in which we write them; several values of one name keep their order. */
export function pairs(query: string): [string, string][] {
  const all = [...new URLSearchParams(query)].filter(([name, value]) => value !== '' && !READERS_OWN.includes(name))
  return all.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

/** A query as we write it: commas, colons and the like stay legible. */
export function written(all: [string, string][]): string {
  const text = all.map(([name, value]) => `${plain(name)}=${plain(value)}`).join('&')
  return text ? `?${text}` : ''
}

function plain(text: string): string {
  return encodeURIComponent(text).replace(/%(2C|3A|2F|40|24|7C)/g, (code) => decodeURIComponent(code)).replace(/%20/g, '+')
}

export function pathOf(address = ''): string {
  return address.split(/[?#]/)[0] ?? ''
}

/** The canonical form of `path?query`; the part after # is dropped. */
export function canonical(address: string): string {
  const [before = ''] = address.split('#')
  const [path = '/', query = ''] = before.split('?')
  return path + written(pairs(query))
}

/** The same address with other parameters: null or "" removes one, a list writes it several times. A new question starts at
 * its first page, so `cursor` goes unless it is what changes. */
export function changed(address: string, changes: Record<string, string | string[] | null>): string {
  const [path = '/', query = ''] = address.split('#')[0]!.split('?')
  const gone = new Set([...Object.keys(changes), 'cursor'])
  const kept = pairs(query).filter(([name]) => !gone.has(name))
  const added = Object.entries(changes).flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one]))
  return canonical(path + written([...kept, ...added]))
}

/** The same address over the data that `from` names by its manifest; as it is where `from` names none, or it names one itself. */
export function ofSameData(href: string, from: string): string {
  const manifest = new URLSearchParams(from.split('#')[0]!.split('?')[1]).get('manifest')
  if (!manifest || /[?&]manifest=/.test(href)) return href
  const [address = '', hash] = href.split('#')
  return `${address}${address.includes('?') ? '&' : '?'}manifest=${plain(manifest)}${hash === undefined ? '' : `#${hash}`}`
}

/** A query as the router keeps it: every name with all its values, as text. */
export function searchOf(query: string): Record<string, string[]> {
  const search: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(query)) (search[name] ??= []).push(value)
  return search
}

/** What the router keeps, as we write queries; nothing is left out. */
export function queryOf(search: Record<string, string[]>): string {
  const names = Object.keys(search).sort()
  return written(names.flatMap((name) => (search[name] ?? []).map((value): [string, string] => [name, value])))
}
