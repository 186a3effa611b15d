// Did the bands keep their promise? Share of prices that fell inside, against the 80 % that were promised.
import { useWords } from '../words/words'
import { Dot } from './Dot'
import { Mark } from './Mark'
import type { BandCoverageProps } from './props'
import { RowsChart } from './RowsChart'
import { roundTicks } from './scale'
import { between, happened, heads, percentTick } from './say'

export function BandCoverage({ rows, promised = 0.8, title, description }: BandCoverageProps) {
  const { t } = useWords()
  const few = (row: BandCoverageProps['rows'][number]) => row.few || row.coverage === null
  const edges = rows.flatMap((row) => (few(row) ? [] : [row.coverage, row.low, row.high])).filter((n): n is number => n !== null)
  const lowest = Math.min(promised - 0.1, ...edges)
  const domain: [number, number] = [Math.max(0, Math.floor(lowest * 10) / 10), 1]
  const misses = (row: BandCoverageProps['rows'][number]) => row.low !== null && row.high !== null && (row.low > promised || row.high < promised)
  const words = (row: BandCoverageProps['rows'][number]) =>
    few(row)
      ? t('charts.few')
      : row.low === null || row.high === null
        ? happened(row.coverage)
        : between({ value: row.coverage, low: row.low, high: row.high })
  const sentence = (row: BandCoverageProps['rows'][number]) =>
    t(
      few(row)
        ? 'charts.bands.few'
        : misses(row)
          ? (row.coverage ?? 0) > promised
            ? 'charts.bands.wide'
            : 'charts.bands.narrow'
          : 'charts.bands.kept',
      { name: row.name, value: words(row), promised: happened(promised), events: row.n_events },
    )
  return (
    <RowsChart
      title={title ?? t('charts.bands.title')}
      description={
        description ??
        t('charts.bands.description', { n: rows.length, off: rows.filter((row) => !few(row) && misses(row)).length, promised: happened(promised) })
      }
      scale={{ label: t('charts.bands.x'), unit: '%', domain, ticks: roundTicks(...domain), format: percentTick }}
      rule={{ at: promised, label: t('charts.bands.promised', { share: happened(promised) }) }}
      rowHeight={34}
      nameRoom={200}
      valueRoom={110}
      rows={rows.map((row, k) => ({
        key: `${row.name}${k}`,
        name: row.href ? (
          <a href={row.href} className="text-yes">
            {row.name}
          </a>
        ) : (
          <span className="font-normal">{row.name}</span>
        ),
        small: t('charts.n_in_events', { n: row.n, events: row.n_events }),
        value: few(row) ? <span className="text-ink-3">{words(row)}</span> : <b className="font-semibold">{words(row)}</b>,
        draw: ({ width, height, hatch }) =>
          few(row) ? (
            <Mark x={width / 2} y={height / 2} label={sentence(row)} series={k} hit={{ x: 0, y: 0, width, height }}>
              <rect x={0} width={width} y={height / 2 - 7} height={14} fill={hatch} />
            </Mark>
          ) : (
            <Dot
              x={row.coverage ?? 0}
              y={0}
              low={row.low}
              high={row.high}
              across
              area={0.15}
              filled={misses(row)}
              series={k}
              label={sentence(row)}
              data={{ 'data-coverage': row.coverage ?? '' }}
            />
          ),
      }))}
      table={{
        columns: heads(t, 'segment', 'coverage', 'low', 'high', 'bands', 'events'),
        rows: rows.map((row) => [
          row.name,
          few(row) ? t('charts.few') : row.coverage,
          few(row) ? null : row.low,
          few(row) ? null : row.high,
          row.n,
          row.n_events,
        ]),
      }}
    />
  )
}
