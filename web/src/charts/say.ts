// Numbers and times as charts say them: the pages' format, in the present language, plus the short forms of ticks.
import * as format from '../format'
import type { Zone } from '../app/reader'
import { currentLang, type Key, type useWords } from '../words/words'
import { DAY } from './scale'

type Words = ReturnType<typeof useWords>['t']
interface Estimate {
  value: number | null
  low: number | null
  high: number | null
  few?: boolean
}

const THIN = '\u202f'

/** A price or another probability of what is open: "62 %". */
export const share = (n: number | null) => format.probability(n, currentLang())
/** A share of what has happened: "0 %" may be said. */
export const happened = (n: number | null) => format.share(n, currentLang())
/** A probability with one decimal, for bins and means: "64.8 %". */
export const exact = (n: number | null) => (n === null ? format.notKnown(currentLang()) : `${format.fixed(100 * n, 1)}${THIN}%`)
/** Points of a scale in per cent, without the sign: the axis says it. */
export const percentTick = (n: number) => String(Number((100 * n).toFixed(2))).replace('-', '\u2212')
/** "[65.0, 72.2]", in per cent. */
export const bracket = (low: number | null, high: number | null) =>
  low === null || high === null ? format.notKnown(currentLang()) : `[${format.fixed(100 * low, 1)}, ${format.fixed(100 * high, 1)}]`
/** "62 % [57, 66]" */
export const between = ({ value, low, high }: Estimate) => format.interval(value, low, high, currentLang())
export const count = (n: number | null) => format.count(n, currentLang())
export const plainNumber = (n: number | null, decimals: number) => (n === null ? format.notKnown(currentLang()) : format.fixed(n, decimals))
export const lasting = (seconds: number | null) => format.age(seconds, currentLang())
export const moment = (iso: string, zone: Zone) => format.time(iso, zone, currentLang())
export const clock = (iso: string, zone: Zone) => format.clock(iso, zone)

export const scoreWords = (of: Estimate, t: Words) => (of.few ? t('charts.few') : format.score(of.value, of.low, of.high, currentLang()))
export const slopeWords = (of: Estimate, t: Words) => (of.few ? t('charts.few') : format.slope(of.value, of.low, of.high, currentLang()))

const UNITS: Record<string, number> = { m: 1 / 60, min: 1 / 60, h: 1, d: 24 }

/** A horizon such as "7d" in hours; what is none lies last. */
export function hours(horizon: string): number {
  const parts = /^(\d+)\s*(min|m|h|d)$/.exec(horizon)
  return parts ? Number(parts[1]) * (UNITS[parts[2] ?? 'h'] ?? 1) : -1
}

/** "7d" as it is read: "7 d", "7일"; other words as they came. */
export function span(horizon: string, t: Words): string {
  const parts = /^(\d+)\s*(min|m|h|d)$/.exec(horizon)
  if (!parts) return horizon
  const n = Number(parts[1])
  return parts[2] === 'd' ? t('charts.days', { n }) : parts[2] === 'h' ? t('charts.hours', { n }) : t('charts.minutes', { n })
}

/** A tick with as many decimals as tell the ticks apart. */
export function tickNumber(n: number, ticks: readonly number[]): string {
  const decimals = [0, 1, 2, 3, 4].find((d) => ticks.every((tick) => Math.abs(Number(tick.toFixed(d)) - tick) < 1e-9)) ?? 4
  return format.fixed(n, decimals)
}

/** What a time axis says at a tick: the hour within a day, the day within a year, else the month. */
export function tickTime(ms: number, step: number, zone: Zone): string {
  const at = format.inZone(new Date(ms).toISOString(), zone)
  const lang = currentLang() === 'ko' ? 'ko-KR' : 'en-GB'
  const say = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(lang, { timeZone: 'UTC', ...options }).format(at)
  if (step < DAY && at.getUTCHours() + at.getUTCMinutes() > 0) return at.toISOString().slice(11, 16)
  return step >= 300 * DAY ? say({ year: 'numeric', month: 'short' }) : say({ day: 'numeric', month: 'short' })
}

/** "46.7 to 55.7": the ends of a range, in per cent, the sign said by the sentence around it. */
export const rangeWords = (low: number | null, high: number | null, t: Words) =>
  low === null || high === null
    ? format.notKnown(currentLang())
    : t('charts.span', { low: percentTick(Number(low.toFixed(3))), high: percentTick(Number(high.toFixed(3))) })

type ColumnName = Key extends infer K ? (K extends `charts.column.${infer Name}` ? Name : never) : never
/** Heads of the columns of a chart's table. */
export const heads = (t: Words, ...names: ColumnName[]): string[] => names.map((name) => t(`charts.column.${name}`))
