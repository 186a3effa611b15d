// What did the price do, and was it normal? The price as it was quoted, its normal range, what left it, what was not seen, what may come.
import { useMemo } from 'react'
import { useWords } from '../words/words'
import { Band } from './Band'
import { Breaches } from './Breaches'
import { Fan } from './Fan'
import { Key } from './Key'
import { normalAt, priceDomain, pricePicture } from './prices'
import type { PriceChartProps } from './props'
import { endWords, PriceEnds, roomOf } from './PriceEnds'
import { Rule } from './Rule'
import { heads, rangeWords, share } from './say'
import { ms, useSharesOverTime } from './time'
import { TimeSeries } from './TimeSeries'

const WIDE = 560 // from here there is room for words at the end of lines

export function PriceChart(props: PriceChartProps) {
  const { t } = useWords()
  const { prices, bands, breaches, gaps, asOf, since, until, calibration, aheadSeconds, height = 320, title, description } = props
  const picture = useMemo(
    () => pricePicture({ prices, bands, breaches, gaps, asOf, since, until, calibration, aheadSeconds }),
    [prices, bands, breaches, gaps, asOf, since, until, calibration, aheadSeconds],
  )
  const { points, range, fan, now, window } = picture
  const last = points[points.length - 1]
  const end = fan[fan.length - 1]
  const domain = priceDomain(picture)
  const { scales, at: said } = useSharesOverTime(window, t('charts.price.y'), domain)
  const iso = (at: number) => new Date(at).toISOString()
  const sentence = (at: number, value: number) => {
    const normal = normalAt(picture, at)
    const places = { at: said(at), price: share(value) }
    return normal ? t('charts.price.at_normal', { ...places, range: rangeWords(normal.low, normal.high, t) }) : t('charts.price.at', places)
  }
  const words = endWords(last?.[1] ?? null, fan.length > 1 && end ? { low: end.low, high: end.high, seconds: (end.x - now) / 1000 } : null, t)
  const rings = [...picture.breaches].sort((a, b) => ms(b.ts) - ms(a.ts))
  return (
    <TimeSeries
      title={title ?? t('charts.price.title')}
      description={description ?? t('charts.price.description', { n: points.length, outside: rings.length, gaps: picture.holes.length })}
      height={height}
      right={(width) => (width >= WIDE ? roomOf(words) : 12)}
      {...scales}
      points={points}
      holes={picture.holes}
      sentence={sentence}
      table={{
        columns: heads(t, 'time', 'price', 'q10', 'q50', 'q90'),
        rows: [
          ...points.map(([at, value]) => {
            const normal = normalAt(picture, at)
            return [iso(at), value, normal?.low ?? null, normal?.middle ?? null, normal?.high ?? null]
          }),
          ...fan.slice(1).map((band) => [iso(band.x), null, band.low, band.middle, band.high]),
        ],
      }}
      keys={
        <>
          <Key form="line" words={t('charts.price.line')} />
          {range.length > 0 && <Key form="normal" words={t('charts.price.normal')} />}
          {fan.length > 1 && <Key form="forecast" words={t('charts.price.fan')} />}
          {rings.length > 0 && <Key form="ring" words={t('charts.price.ring')} />}
          {picture.holes.length > 0 && <Key form="hatch" words={t('charts.not_seen')} />}
        </>
      }
      behind={() => (
        <>
          <Band edges={range} meaning="normal" breaks={picture.rangeBreaks} alone={picture.half} />
          {fan.length > 1 && <Fan steps={fan} dash="4 3" />}
        </>
      )}
    >
      {({ x, plot, width }) => (
        <>
          {fan.length > 1 && (
            <Rule x={now} label={plot.right - x(now) < 40 || x(now) - plot.left > 80 ? t('charts.now') : undefined} side="left" drop={4} />
          )}
          <Breaches rows={rings} />
          {last && width >= WIDE && <PriceEnds words={words} value={last[1]} low={end?.low ?? null} high={end?.high ?? null} />}
        </>
      )}
    </TimeSeries>
  )
}
