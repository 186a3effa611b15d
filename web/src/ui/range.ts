// A range of a dimension, `LEAST:MOST` in the address, as the bars of its histogram that it covers.
export type Bars = { low: number; high: number }[]

/** Which bars `LEAST:MOST` covers: from the first inclusive to the second exclusive. */
export function bounds(range: string | null, bars: Bars): [number, number] {
  const [least = '', most = ''] = (range ?? '').split(':')
  const low = least === '' ? 0 : bars.findIndex((bar) => bar.low >= Number(least))
  const high = most === '' ? bars.length : bars.findIndex((bar) => bar.high >= Number(most)) + 1
  return [low < 0 ? Math.max(0, bars.length - 1) : low, high <= 0 ? bars.length : high]
}

/** The range as the address says it; null where it covers everything. */
export function writtenRange(low: number, high: number, bars: Bars): string | null {
  if (low <= 0 && high >= bars.length) return null
  return `${low <= 0 ? '' : bars[low]?.low ?? ''}:${high >= bars.length ? '' : bars[high - 1]?.high ?? ''}`
}
