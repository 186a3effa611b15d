// @vitest-environment happy-dom
// Where marks lie: dots at the mean price of their bin, bars at low and high, paths broken at gaps, few ticks, no number where too few.
import { beforeEach, describe, expect, it } from 'vitest'
import en from '../words/parts/charts.en.json'
import { draw, markup } from './drawForTest'
import { Discrimination } from './Discrimination'
import { Horizons } from './Horizons'
import { PriceChart } from './PriceChart'
import type { Diagram, Est } from './props'
import { Reliability } from './Reliability'
import { runs } from './path'
import { MOST_TICKS, roundTicks, timeTicks } from './scale'
import { holes } from './time'
import { MOST_IN_SVG } from './TimeSeries'
import { TrustRecord } from './TrustRecord'

const bin = (low: number, price: number, share: number | null, events: number, outside = false, few = false) => ({
  low,
  high: low + 0.1,
  price,
  share_yes: share,
  share_low: share === null ? null : share - 0.04,
  share_high: share === null ? null : share + 0.04,
  n: 2 * events,
  events,
  range_low: price - 0.03,
  range_high: price + 0.03,
  outside,
  few,
})
const diagram: Diagram = { bins: [bin(0.1, 0.147, 0.128, 1310), bin(0.6, 0.648, 0.686, 846, true), bin(0.9, 0.953, null, 12, false, true)] }
const circles = (html: string) =>
  [...html.matchAll(/<circle ([^>]*)>/g)].map((found) =>
    Object.fromEntries([...(found[1] ?? '').matchAll(/([\w-]+)="([^"]*)"/g)].map((pair) => [pair[1], pair[2]])),
  )
const est = (value: number | null, few = false): Est => ({
  value,
  low: value === null ? null : value - 0.01,
  high: value === null ? null : value + 0.01,
  n: 100,
  n_events: 50,
  few,
  reason: '',
})
const hour = (k: number) => new Date(Date.UTC(2026, 10, 14) + k * 3_600_000).toISOString()
const ticksOf = (html: string, axis: string) => (new RegExp(`data-axis="${axis}">(.*?)</g>`).exec(html)?.[1]?.match(/<text/g) ?? []).length

describe('reliability', () => {
  let html = ''
  let dots: ReturnType<typeof circles> = []
  beforeEach(() => {
    html = markup(<Reliability diagram={diagram} bin={6} onBin={() => undefined} />)
    dots = circles(html).filter((dot) => dot['data-set'] === 'a')
  })
  const [plotLeft, plotRight, plotTop, plotBottom] = [44, 44 + 470, 12, 12 + 470]

  it('puts each dot at the mean price of its bin, not at its middle', () => {
    expect(dots).toHaveLength(2)
    for (const dot of dots) {
      expect(Number(dot['cx'])).toBeCloseTo(plotLeft + Number(dot['data-price']) * (plotRight - plotLeft), 1)
      expect(Number(dot['cy'])).toBeCloseTo(plotBottom - Number(dot['data-share']) * (plotBottom - plotTop), 1)
    }
  })
  it('draws the bar of a bin from low to high', () => {
    const bars = [...html.matchAll(/<path d="M([\d.]+) ([\d.]+)V([\d.]+)"[^>]*data-interval/g)].map((found) => found.slice(1).map(Number))
    expect(bars).toHaveLength(2) // the bin with too few has none
    expect(bars[1]?.[1]).toBeCloseTo(plotBottom - 0.646 * 470, 1)
    expect(bars[1]?.[2]).toBeCloseTo(plotBottom - 0.726 * 470, 1)
  })
  it('fills a dot only where its bin lies outside the range', () => {
    expect(dots.map((dot) => dot['data-filled'])).toEqual(['false', 'true'])
    expect(dots[0]?.['fill']).toBe('var(--surface)')
    expect(dots[1]?.['fill']).toBe('var(--yes)')
  })
  it('draws no dot where there are too few, but a cross on the axis with its own words in the key', () => {
    const place = draw(<Reliability diagram={diagram} bin={9} onBin={() => undefined} />)
    const cross = place.querySelector('path[data-set=a]')
    expect(place.querySelectorAll('[data-few=true]')).toHaveLength(1)
    expect([cross?.getAttribute('data-bin'), cross?.getAttribute('data-share')]).toEqual(['9', ''])
    expect(Number(cross?.getAttribute('data-at'))).toBeCloseTo(plotLeft + 0.953 * (plotRight - plotLeft), 1)
    const mark = cross?.closest('[data-mark]')
    expect(Number(mark?.getAttribute('data-y'))).toBeCloseTo(plotBottom, 1)
    expect([mark?.getAttribute('role'), mark?.getAttribute('aria-pressed')]).toEqual(['button', 'true'])
    expect(place.textContent).toContain(en['charts.few_to_say'])
    expect(markup(<Reliability diagram={{ bins: diagram.bins.slice(0, 2) }} />)).not.toContain(en['charts.few_to_say'])
  })
  it('says each bin in a sentence, and no share where there are too few', () => {
    expect(html).toContain('came true 68.6\u202f%, about 580 of 846 events, 95 % [64.6, 72.6]')
    const few = /aria-label="([^"]*too few[^"]*)"/.exec(html)?.[1]
    expect(few).toContain('12 events')
    expect(few).not.toContain('90')
  })
  it('tints the column of the chosen bin and rings its dot', () => {
    expect(html).toContain('data-column="selected"')
    expect(html.match(/data-ring="selected"/g)).toHaveLength(1)
  })
  it('draws set B dashed and hollow', () => {
    const both = markup(<Reliability diagram={diagram} compare={diagram} />)
    const other = circles(both).filter((dot) => dot['data-set'] === 'b')
    expect(other.every((dot) => dot['fill'] === 'var(--surface)')).toBe(true)
    expect(both).toContain('stroke-dasharray="3 2"')
  })
})

describe('lines', () => {
  const prices = [0, 1, 2, 3, 20, 21, 22].map((k) => ({ ts: hour(k), p_yes: 0.5 + k / 100 }))
  it('breaks the price where nothing was seen and hatches the place', () => {
    const html = markup(<PriceChart prices={prices} gaps={[{ since: hour(3), until: hour(20), source: 'clob' }]} />)
    const path = /<path d="([^"]*)"[^>]*data-line/.exec(html)?.[1] ?? ''
    expect(path.match(/M/g)).toHaveLength(2)
    expect(html.match(/data-hatch/g)).toHaveLength(1)
    expect(html).toContain('not seen, 17&nbsp;h')
  })
  it('finds a silence much longer than usual without being told', () => {
    const found = holes(
      prices.map((row) => Date.parse(row.ts)),
      [],
      [0, Infinity],
    )
    expect(found).toEqual([{ from: Date.parse(hour(3)), to: Date.parse(hour(20)), stated: false }])
  })
  it('draws a band where it falls due, and what is still to come as a fan', () => {
    const band = (k: number, steps: number) => ({
      ts: hour(k),
      horizon_steps: steps,
      step_seconds: 3600,
      q10: 0.4,
      q50: 0.5,
      q90: 0.6,
      band_calibration: 'conformal',
    })
    const html = markup(<PriceChart prices={prices} bands={[band(0, 1), band(1, 1), band(22, 1), band(22, 6)]} asOf={hour(22)} />)
    expect(html).toContain('data-band="normal"')
    expect(html).toContain('data-fan')
    expect(html.match(/data-band="forecast"/g)).toHaveLength(1)
  })
  it('leaves long series to a canvas', () => {
    const many = Array.from({ length: MOST_IN_SVG + 1 }, (_, k) => ({ ts: new Date(k * 60_000).toISOString(), p_yes: 0.5 }))
    expect(markup(<PriceChart prices={many} />)).not.toContain('data-line')
  })
  it('groups points into runs at missing values and breaks', () => {
    expect(
      runs(
        [
          [0, 1],
          [1, null],
          [2, 3],
          [3, 4],
        ],
        [[2, 3]],
      ),
    ).toEqual([[[0, 1]], [[2, 3]], [[3, 4]]])
  })
})

describe('axes', () => {
  it('never has more than five ticks', () => {
    for (const [low, high] of [
      [0, 1],
      [0.7, 1.62],
      [0.113, 0.119],
      [-3, 40_000],
      [0.081, 0.203],
    ] as const)
      expect(roundTicks(low, high).length).toBeLessThanOrEqual(MOST_TICKS)
    for (const hours of [1, 5, 30, 160, 800, 9000]) expect(timeTicks(0, hours * 3_600_000, 'Asia/Seoul').ticks.length).toBeLessThanOrEqual(MOST_TICKS)
    const html = markup(
      <PriceChart
        prices={[
          { ts: hour(0), p_yes: 0.1 },
          { ts: hour(500), p_yes: 0.8 },
        ]}
      />,
    )
    expect(ticksOf(html, 'x')).toBeLessThanOrEqual(MOST_TICKS)
    expect(ticksOf(html, 'y')).toBeLessThanOrEqual(MOST_TICKS)
  })
  it('starts the days of an axis at midnight of the shown zone', () => {
    const { ticks } = timeTicks(Date.parse(hour(0)), Date.parse(hour(72)), 'Asia/Seoul')
    expect(ticks.map((tick) => new Date(tick).toISOString().slice(11, 13))).toEqual(ticks.map(() => '15'))
  })
})

describe('too few', () => {
  it('hides the number of a horizon and stripes its column', () => {
    const html = markup(
      <Horizons
        horizons={[
          { horizon: '7d', balanced: est(0.123, true), all: est(0.456, true) },
          { horizon: '1h', balanced: est(0.09), all: est(0.1) },
        ]}
      />,
    )
    expect(html).toContain('too few')
    expect(html).not.toContain('0.123')
    expect(circles(html).filter((dot) => dot['data-horizon'])).toHaveLength(1)
  })
  it('mirrors YES and NO at the base line', () => {
    const html = markup(
      <Discrimination
        discrimination={{
          histogram: [
            { low: 0, high: 0.5, yes: 4, no: 16 },
            { low: 0.5, high: 1, yes: 9, no: 0 },
          ],
          mean_yes: 0.7,
          mean_no: 0.2,
        }}
      />,
    )
    const rects = [...html.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" fill="var\(--(yes|no)\)"/g)]
    const base = Number(rects[2]?.[1])
    for (const [, y, height, of] of rects.slice(0, 2)) expect(of === 'yes' && Number(y) + Number(height)).toBeCloseTo(base, 1)
    expect(Number(rects[2]?.[2]) / Number(rects[0]?.[2])).toBeCloseTo(2, 1) // root of 16 to root of 4
  })
})

describe('trust record', () => {
  const fifth = (quintile: number, slope: number, half: number) => ({
    quintile, n: 200, n_events: 90, mean_trust: 20 * quintile - 10, slope, slope_low: slope - half, slope_high: slope + half,
  }) // prettier-ignore
  const usual = [fifth(1, 0.8, 0.1), fifth(2, 0.9, 0.1), fifth(3, 1, 0.1), fifth(4, 1.05, 0.1)]
  const heights = (html: string) => circles(html).map((dot) => Number(dot['cy']))

  it('draws a wide interval to the edge, with arrow heads, and keeps the others apart', () => {
    const html = markup(<TrustRecord rows={[...usual, fifth(5, 1.1, 9)]} />)
    expect(html.match(/data-beyond/g)).toHaveLength(2)
    expect(html).toContain('Arrow head')
    expect(html).toContain('10.1') // the sentence of the mark has the whole interval
    const [first = 0, second = 0] = heights(html)
    expect(first - second).toBeGreaterThan(5)
  })

  it('draws all of usual intervals', () => {
    const html = markup(<TrustRecord rows={usual} />)
    expect(html).not.toContain('data-beyond')
    expect(html).not.toContain('Arrow head')
  })
})
