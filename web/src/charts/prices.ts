// What a price chart draws, in milliseconds and shares: the line, the range that was due, the coming fan, the breaches.
import type { BandRow, BreachRow, PriceChartProps } from './props'
import { cadence, holes, ms, type Hole } from './time'

export interface DueBand {
  x: number
  low: number | null
  middle: number | null
  high: number | null
}
export interface PricePicture {
  points: (readonly [number, number])[]
  /** the normal range at the moments at which it fell due */
  range: DueBand[]
  /** half the distance of two bands, for one that stands alone */
  half: number
  /** gaps of the range itself */
  rangeBreaks: (readonly [number, number])[]
  fan: DueBand[]
  breaches: BreachRow[]
  holes: Hole[]
  now: number
  window: [number, number]
}

const dueAt = (band: BandRow) => ms(band.ts) + band.horizon_steps * band.step_seconds * 1000
const aheadOf = (row: { horizon_steps?: number; step_seconds?: number }) => (row.horizon_steps ?? 0) * (row.step_seconds ?? 0)
const asEdge = (band: BandRow): DueBand => ({ x: dueAt(band), low: band.q10, middle: band.q50, high: band.q90 })

export function pricePicture(props: PriceChartProps): PricePicture {
  const { prices, bands = [], breaches = [], gaps = [], asOf, since, until, calibration, aheadSeconds } = props
  const points = prices.flatMap((row) => (row.p_yes === null ? [] : [[ms(row.ts), row.p_yes] as const])).sort((a, b) => a[0] - b[0])
  const last = points[points.length - 1]
  const now = asOf ? ms(asOf) : (last?.[0] ?? (until ? ms(until) : 0))
  const kind = calibration ?? (bands.some((band) => band.band_calibration === 'conformal') ? 'conformal' : bands[0]?.band_calibration)
  const mine = bands.filter((band) => band.band_calibration === kind)
  const shortest = aheadSeconds ?? Math.min(...mine.map(aheadOf))
  const range = mine
    .filter((band) => aheadOf(band) === shortest && dueAt(band) <= now)
    .map(asEdge)
    .sort((a, b) => a.x - b.x)
  const newest = Math.max(...mine.filter((band) => ms(band.ts) <= now).map((band) => ms(band.ts)), -Infinity)
  const coming = mine
    .filter((band) => ms(band.ts) === newest && dueAt(band) > now)
    .map(asEdge)
    .sort((a, b) => a.x - b.x)
  const start = last && coming.length ? [{ x: now, low: last[1], middle: last[1], high: last[1] }] : []
  const from = since ? ms(since) : Math.min(points[0]?.[0] ?? now, range[0]?.x ?? now)
  const to = until ? Math.max(ms(until), coming[coming.length - 1]?.x ?? 0) : Math.max(now, last?.[0] ?? 0, coming[coming.length - 1]?.x ?? 0)
  const apart = cadence(range.map((band) => band.x)) || shortest * 1000
  const seen = new Set<string>()
  return {
    points: points.filter(([at]) => at >= from),
    range: range.filter((band) => band.x >= from),
    half: Number.isFinite(apart) ? apart / 2 : 0,
    rangeBreaks: range.slice(1).flatMap((band, k) => (band.x - (range[k]?.x ?? 0) > 2.5 * apart ? [[range[k]?.x ?? 0, band.x] as const] : [])),
    fan: [...start, ...coming],
    breaches: breaches.filter((one) => {
      const fits =
        (one.band_calibration ?? kind) === kind &&
        (one.horizon_steps === undefined || aheadOf(one) === shortest) &&
        ms(one.ts) >= from &&
        ms(one.ts) <= to
      return fits && !seen.has(one.ts) && seen.add(one.ts)
    }),
    holes: holes(
      points.map(([at]) => at),
      gaps,
      [from, Math.min(now, to)],
    ),
    now,
    window: [from, to],
  }
}

/** The range of normal at a moment, where one was due about then. */
export function normalAt(picture: PricePicture, at: number): DueBand | undefined {
  const nearest = picture.range.reduce<DueBand | undefined>(
    (best, band) => (!best || Math.abs(band.x - at) < Math.abs(best.x - at) ? band : best),
    undefined,
  )
  return nearest && Math.abs(nearest.x - at) <= Math.max(picture.half, 1) ? nearest : undefined
}

/** Values from which the vertical axis is made: all that is drawn, with some air, inside 0..1. */
export function priceDomain(picture: PricePicture): [number, number] {
  const all = [...picture.points.map(([, p]) => p), ...[...picture.range, ...picture.fan].flatMap((band) => [band.low, band.high])].filter(
    (n): n is number => n !== null,
  )
  if (!all.length) return [0, 1]
  const low = Math.min(...all)
  const high = Math.max(...all)
  const air = Math.max((high - low) * 0.12, 0.02)
  return [Math.max(0, low - air), Math.min(1, high + air)]
}
