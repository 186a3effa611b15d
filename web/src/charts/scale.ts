/**
 * Scales: numbers to pixels, and the round values at which an axis says something.
 * Times are milliseconds since 1970; a time axis breaks its days in the zone that the reader chose.
 */
import type { Zone } from '../app/reader'
import { inZone } from '../format'

export interface Scale {
  label: string
  unit?: string
  domain: [number, number]
  ticks: number[]
  format: (n: number) => string
  kind?: 'linear' | 'time' | 'log' | 'categories'
}

export const MOST_TICKS = 5

/** The pixel of a value: `domain` onto [from, to], to a hundredth; a domain without width gives the middle. */
export function projection(scale: Pick<Scale, 'domain' | 'kind'>, from: number, to: number): (n: number) => number {
  const bend = scale.kind === 'log' ? (n: number) => Math.log10(Math.max(n, 1e-12)) : (n: number) => n
  const low = bend(scale.domain[0])
  const high = bend(scale.domain[1])
  if (!(high > low)) return () => (from + to) / 2
  return (n) => Math.round((from + ((bend(n) - low) / (high - low)) * (to - from)) * 100) / 100
}

/** Round values inside [low, high], evenly spaced, at most `most` of them: 0 to 1 gives 0, .25, .5, .75, 1. */
export function roundTicks(low: number, high: number, most = MOST_TICKS): number[] {
  if (!(high > low) || !Number.isFinite(high - low)) return [low]
  const power = 10 ** Math.floor(Math.log10((high - low) / most))
  for (const factor of [1, 2, 2.5, 5, 10, 20, 25, 50]) {
    const step = power * factor
    const first = Math.ceil(low / step - 1e-9)
    const last = Math.floor(high / step + 1e-9)
    if (last - first < most) return Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)))
  }
  return [low]
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
const STEPS = [1, 2, 5, 10, 15, 30]
  .map((n) => n * MINUTE)
  .concat(
    [1, 2, 3, 6, 12].map((n) => n * HOUR),
    [1, 2, 3, 7, 14, 30, 60, 90, 180, 365, 730].map((n) => n * DAY),
  )

/** How far the zone's clock is ahead of UTC, in milliseconds. */
export const ahead = (zone: Zone): number => inZone('1970-01-01T00:00:00Z', zone).getTime()

/** Moments at whole minutes, hours or days of the zone, at most `most`, with the step between them. */
export function timeTicks(from: number, to: number, zone: Zone, most = MOST_TICKS): { ticks: number[]; step: number } {
  if (!(to > from)) return { ticks: [from], step: HOUR }
  const shift = ahead(zone)
  const step = STEPS.find((one) => Math.floor((to + shift) / one) - Math.ceil((from + shift) / one) < most) ?? 365 * 5 * DAY
  const first = Math.ceil((from + shift) / step) * step
  const ticks: number[] = []
  for (let at = first; at - shift <= to; at += step) ticks.push(at - shift)
  return { ticks, step }
}

/** Room a text of 11 px may need: an upper guess, since the reader's face is not known. */
export function wide(text: string, size = 11): number {
  let em = 0
  for (const c of text)
    em += c > '\u2e7f' ? 1 : /[ \u202f\u00a0ijltf.,:;'|!()[\]]/.test(c) ? 0.33 : /[mwMW%@…]/.test(c) ? 0.9 : /[A-Z0-9]/.test(c) ? 0.66 : 0.58
  return em * size
}

/** The text, or as much of it as fits, with an ellipsis. */
export function cut(text: string, room: number): string {
  if (wide(text) <= room) return text
  let kept = text
  while (kept && wide(`${kept}…`) > room) kept = kept.slice(0, -1)
  return `${kept.trimEnd()}…`
}

/** Ticks that have room: every second one goes until their labels are apart and at most five are left. */
export function fitted(scale: Scale, pixel: (n: number) => number, across: boolean): number[] {
  const inside = scale.ticks.filter((n) => n >= Math.min(...scale.domain) && n <= Math.max(...scale.domain))
  const room = (n: number) => (across ? wide(scale.format(n)) + 8 : 20)
  const most = scale.kind === 'categories' ? Infinity : MOST_TICKS
  for (let stride = 1; ; stride++) {
    const kept = inside.filter((_, k) => k % stride === 0)
    const apart = kept.every((n, k) => {
      const next = kept[k + 1]
      return next === undefined || Math.abs(pixel(next) - pixel(n)) >= (room(n) + room(next)) / 2
    })
    if ((apart && kept.length <= most) || kept.length <= 1) return kept
  }
}
