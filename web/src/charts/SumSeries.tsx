// Do the prices of an event add up to one? Their sum over time, the room that fees leave, and where a leg was not seen.
import { useMemo } from 'react'
import { useWords } from '../words/words'
import { Key } from './Key'
import type { SumSeriesProps } from './props'
import { Ring } from './Ring'
import { Rule } from './Rule'
import { exact, heads } from './say'
import { holes, ms, useSharesOverTime, type Hole } from './time'
import { TimeSeries } from './TimeSeries'

/** Stretches in which not every leg had a price. */
export function unseenLegs(series: SumSeriesProps['series'], legs: number, detail: string): Hole[] {
  return series.flatMap((row, k): Hole[] => {
    const next = series[k + 1]
    return row.n_seen < legs && next ? [{ from: ms(row.ts), to: ms(next.ts), stated: true, detail }] : []
  })
}

export function SumSeries({ series, legs, fees, gaps = [], title, description }: SumSeriesProps) {
  const { t } = useWords()
  const points = useMemo(
    () => series.flatMap((row) => (row.sum === null || row.n_seen < legs ? [] : [[ms(row.ts), row.sum] as const])),
    [series, legs],
  )
  const first = series[0] ? ms(series[0].ts) : 0
  const last = series.length ? ms(series[series.length - 1]?.ts ?? '') : 0
  const detail = t('charts.sum.leg_missing')
  const missing = useMemo(() => {
    const stated = unseenLegs(series, legs, detail).map((hole) => ({
      since: new Date(hole.from).toISOString(),
      until: new Date(hole.to).toISOString(),
      detail: hole.detail,
    }))
    return holes(
      points.map(([at]) => at),
      [...stated, ...gaps],
      [first, last],
    )
  }, [series, legs, detail, gaps, points, first, last])
  const sums = points.map(([, sum]) => sum)
  const room = fees ?? 0
  const low = Math.min(1 - room, ...sums)
  const high = Math.max(1 + room, ...sums)
  const air = Math.max((high - low) * 0.15, 0.01)
  const domain: [number, number] = [low - air, high + air]
  const beyond = fees === undefined ? [] : points.filter(([, sum], k) => Math.abs(sum - 1) > fees && Math.abs((points[k - 1]?.[1] ?? 1) - 1) <= fees)
  const { scales, at } = useSharesOverTime([first, last], t('charts.sum.y'), domain)
  return (
    <TimeSeries
      title={title ?? t('charts.sum.title')}
      description={description ?? t('charts.sum.description', { n: points.length, beyond: beyond.length })}
      height={230}
      {...scales}
      points={points}
      holes={missing}
      sentence={(when, sum) => t('charts.sum.at', { at: at(when), sum: exact(sum) })}
      table={{ columns: heads(t, 'time', 'sum', 'seen'), rows: series.map((row) => [row.ts, row.sum, row.n_seen]) }}
      keys={
        <>
          <Key form="line" words={t('charts.sum.line')} />
          {fees !== undefined && <Key form="normal" words={t('charts.sum.fees')} />}
          {missing.length > 0 && <Key form="hatch" words={t('charts.not_seen')} />}
        </>
      }
      behind={({ y, plot }) => (
        <>
          {room > 0 && <rect x={plot.left} width={plot.right - plot.left} y={y(1 + room)} height={y(1 - room) - y(1 + room)} fill="var(--ref)" />}
          <Rule y={1} />
        </>
      )}
    >
      {() => beyond.map(([when, sum]) => <Ring key={when} x={when} y={sum} label={t('charts.sum.beyond', { at: at(when), sum: exact(sum) })} />)}
    </TimeSeries>
  )
}
