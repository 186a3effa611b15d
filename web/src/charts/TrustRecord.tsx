// Has trust been earned? How well prices came true later, by fifths of the trust score they had: slope, where 1 is fair.
import { useWords } from '../words/words'
import { Chart } from './Chart'
import { Dot } from './Dot'
import type { TrustRecordProps, TrustRecordRow } from './props'
import { Rule } from './Rule'
import { roundTicks } from './scale'
import { count, heads, plainNumber, slopeWords, tickNumber } from './say'

/** Ends of the fifths on the axis: half way between neighbours' means. */
export function fifthEnds(rows: readonly { mean_trust: number }[], k: number): [number, number] {
  const mean = (at: number) => rows[at]?.mean_trust
  const here = mean(k) ?? 0
  const before = mean(k - 1)
  const after = mean(k + 1)
  return [before === undefined ? 0 : (before + here) / 2, after === undefined ? 100 : (after + here) / 2]
}

const WIDE = 3 // times the usual width: an interval that would flatten all other marks

/** The slopes drawn: all of them, what is fair, and all intervals but wide ones. */
export function drawnSlopes(rows: readonly Pick<TrustRecordRow, 'slope' | 'slope_low' | 'slope_high'>[]): [number, number] {
  const intervals = rows.flatMap(({ slope_low: low, slope_high: high }) => (low === null || high === null ? [] : [{ low, high, width: high - low }]))
  const widths = intervals.map(({ width }) => width).sort((a, b) => a - b)
  const most = WIDE * (widths[Math.floor((widths.length - 1) / 2)] ?? 0)
  const usual = intervals.filter(({ width }) => width <= most).flatMap(({ low, high }) => [low, high])
  const edges = [1, ...rows.flatMap(({ slope }) => slope ?? []), ...usual]
  const air = Math.max((Math.max(...edges) - Math.min(...edges)) * 0.12, 0.1)
  return [Math.min(...edges) - air, Math.max(...edges) + air]
}

export function TrustRecord({ rows, trust, title, description }: TrustRecordProps) {
  const { t } = useWords()
  const fifths = rows
    .filter((row): row is TrustRecordRow & { mean_trust: number } => row.quintile > 0 && row.mean_trust !== null)
    .sort((a, b) => a.mean_trust - b.mean_trust)
  const estimate = (row: TrustRecordRow) => ({ value: row.slope, low: row.slope_low, high: row.slope_high, few: row.slope === null })
  const domain = drawnSlopes(fifths)
  const goesOn = fifths.some((row) => (row.slope_low ?? domain[0]) < domain[0] || (row.slope_high ?? domain[1]) > domain[1])
  const ticks = roundTicks(...domain, 4)
  const known = fifths.filter((row) => row.slope !== null)
  const tinted = trust == null ? -1 : fifths.findIndex((_, k) => trust >= fifthEnds(fifths, k)[0] && trust <= fifthEnds(fifths, k)[1])
  const places = (row: TrustRecordRow) => ({ trust: plainNumber(row.mean_trust, 0), slope: slopeWords(estimate(row), t), events: row.n_events })
  return (
    <Chart
      title={title ?? t('charts.record.title')}
      description={description ?? (known.length ? t('charts.record.description', { n: known.length }) : t('charts.record.none'))}
      height={178}
      x={{ label: t('charts.trust.score'), domain: [0, 100], ticks: [0, 25, 50, 75, 100], format: String }}
      y={{ label: t('charts.column.slope'), domain, ticks, format: (n) => tickNumber(n, ticks) }}
      axes={{ grid: 'y' }}
      note={goesOn ? t('charts.goes_on') : undefined}
      table={{
        columns: heads(t, 'fifth', 'mean_trust', 'slope', 'low', 'high', 'markets', 'events'),
        rows: fifths.map((row) => [
          row.quintile,
          row.mean_trust,
          row.slope === null ? t('charts.few') : row.slope,
          row.slope_low,
          row.slope_high,
          row.n,
          row.n_events,
        ]),
      }}
    >
      {({ x, plot, hatch }) => (
        <>
          {tinted >= 0 && (
            <rect
              x={x(fifthEnds(fifths, tinted)[0])}
              width={x(fifthEnds(fifths, tinted)[1]) - x(fifthEnds(fifths, tinted)[0])}
              y={plot.top}
              height={plot.bottom - plot.top}
              fill="var(--yes)"
              fillOpacity={0.08}
              data-column="selected"
            />
          )}
          {fifths.map(
            (row, k) =>
              row.slope === null && (
                <rect
                  key={row.quintile}
                  x={x(fifthEnds(fifths, k)[0]) + 2}
                  width={Math.max(x(fifthEnds(fifths, k)[1]) - x(fifthEnds(fifths, k)[0]) - 4, 2)}
                  y={plot.top}
                  height={plot.bottom - plot.top}
                  fill={hatch}
                  opacity={0.55}
                />
              ),
          )}
          <Rule y={1} side="left" label={known.length ? t('charts.fair') : undefined} />
          {fifths.map((row) => {
            const differs = row.slope_low !== null && row.slope_high !== null && (row.slope_low > 1 || row.slope_high < 1)
            return row.slope === null ? (
              <Dot
                key={row.quintile}
                x={row.mean_trust}
                y={1}
                area={0}
                tone="var(--ink-3)"
                label={t('charts.record.few', places(row))}
                data={{ 'data-few': 'true' }}
              />
            ) : (
              <Dot
                key={row.quintile}
                x={row.mean_trust}
                y={row.slope}
                low={row.slope_low}
                high={row.slope_high}
                area={0.1}
                filled={differs}
                label={t('charts.record.fifth', places(row))}
                data={{ 'data-trust': row.mean_trust, 'data-slope': row.slope }}
              />
            )
          })}
          {!known.length && (
            <text
              x={(plot.left + plot.right) / 2}
              y={plot.bottom - 8}
              textAnchor="middle"
              fill="var(--ink)"
              fontWeight={600}
              stroke="var(--surface)"
              strokeWidth={4}
              paintOrder="stroke"
            >
              {t('charts.few_events', { events: count(Math.max(...fifths.map((row) => row.n_events), 0)) })}
            </text>
          )}
          {trust != null && <Rule x={trust} label={t('charts.record.this', { trust: plainNumber(trust, 0) })} side={trust > 70 ? 'left' : 'right'} />}
        </>
      )}
    </Chart>
  )
}
