// Time axes: ticks in the reader's zone, and the spans in which nothing was seen.
import { useReader, type Zone } from '../app/reader'
import { useWords } from '../words/words'
import type { GapRow } from './props'
import { roundTicks, timeTicks, type Scale } from './scale'
import { moment, tickNumber, tickTime } from './say'

export const ms = (iso: string) => Date.parse(iso)

/** A time axis over [from, to]; its ticks are whole hours or days of the zone. */
export function timeScale(from: number, to: number, zone: Zone, label: string): Scale {
  const { ticks, step } = timeTicks(from, to, zone)
  return { label, domain: [from, to > from ? to : from + 3_600_000], ticks, format: (at) => tickTime(at, step, zone), kind: 'time' }
}

/** Shares over time, without titles of the axes: their scales, and how a moment is said. */
export function useSharesOverTime([from, to]: readonly [number, number], label: string, domain: [number, number]) {
  const { t } = useWords()
  const { zone } = useReader()
  const ticks = roundTicks(...domain)
  const percent = ticks.map((tick) => 100 * tick)
  const y: Scale = { label, unit: '%', domain, ticks, format: (n) => tickNumber(100 * n, percent) }
  return {
    scales: { x: timeScale(from, to, zone, t('charts.time')), y, axes: { titles: false } },
    at: (when: number) => moment(new Date(when).toISOString(), zone),
  }
}

export interface Hole {
  from: number
  to: number
  /** a stated gap of collection; else only that nothing came for long */
  stated: boolean
  source?: string
  detail?: string
}

const LONG = 8 // times the usual distance between prints; illiquid markets are silent for a while without a gap
const LEAST_MS = 2 * 3_600_000

/** The usual distance between moments: their median. */
export function cadence(moments: readonly number[]): number {
  const apart = moments
    .slice(1)
    .map((at, k) => at - (moments[k] ?? at))
    .filter((n) => n > 0)
    .sort((a, b) => a - b)
  return apart[Math.floor(apart.length / 2)] ?? 0
}

/** Stated gaps inside the window, and silences much longer than usual; those that touch are one. */
export function holes(moments: readonly number[], gaps: readonly GapRow[], window: readonly [number, number]): Hole[] {
  const usual = cadence(moments)
  const silent = moments.slice(1).flatMap((at, k): Hole[] => {
    const before = moments[k] ?? at
    return usual > 0 && at - before > Math.max(LONG * usual, LEAST_MS) ? [{ from: before, to: at, stated: false }] : []
  })
  const stated = gaps.map((gap): Hole => ({
    from: Math.max(gap.since ? ms(gap.since) : window[0], window[0]),
    to: Math.min(gap.until ? ms(gap.until) : window[1], window[1]),
    stated: true,
    source: gap.source,
    detail: gap.detail,
  }))
  const all = [...stated.filter((hole) => hole.to > hole.from), ...silent].sort((a, b) => a.from - b.from)
  return all.reduce<Hole[]>((kept, hole) => {
    const last = kept[kept.length - 1]
    if (!last || hole.from > last.to) return [...kept, hole]
    return [...kept.slice(0, -1), { ...last, ...(hole.stated && !last.stated ? hole : {}), from: last.from, to: Math.max(last.to, hole.to) }]
  }, [])
}

/** One point of each slot of the width, the last there: few enough to walk over by key. */
export function slots<T>(points: readonly T[], at: (point: T) => number, from: number, to: number, most: number): T[] {
  const kept = new Map<number, T>()
  for (const point of points) kept.set(Math.floor(((at(point) - from) / Math.max(to - from, 1)) * most), point)
  return [...kept.values()]
}
