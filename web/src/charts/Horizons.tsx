// Does the error fall as the end comes near? Solid: the same events at all horizons. Dashed: all that were open then.
import { useWords } from '../words/words'
import { Band } from './Band'
import { Chart } from './Chart'
import { Dot } from './Dot'
import { Line } from './Line'
import type { Est, HorizonsProps } from './props'
import { roundTicks } from './scale'
import { heads, hours, scoreWords, span, tickNumber } from './say'

export function Horizons({ horizons, chosen, onHorizon, title, description }: HorizonsProps) {
  const { t } = useWords()
  const rows = [...horizons].sort((a, b) => hours(b.horizon) - hours(a.horizon))
  const known = (of: Est) => (of.few ? null : of.value)
  const edges = rows
    .flatMap(({ balanced, all }) => [known(balanced), known(all), balanced.few ? null : balanced.low, balanced.few ? null : balanced.high])
    .filter((n): n is number => n !== null)
  const low = edges.length ? Math.min(...edges) : 0
  const high = edges.length ? Math.max(...edges) : 0.25
  const pad = Math.max((high - low) * 0.15, 0.01)
  const domain: [number, number] = [Math.max(0, low - pad), high + pad]
  const ticks = roundTicks(...domain)
  const first = rows.find((row) => known(row.balanced) !== null)
  const firstAll = rows.find((row) => known(row.all) !== null)
  const above = !first || !firstAll || (known(first.balanced) ?? 0) >= (known(first.all) ?? 0)
  const events = Math.max(...rows.map((row) => row.balanced.n_events), 0)
  const row = (name: string, of: Est) => [
    of.few ? t('charts.few') : of.value,
    of.few ? null : of.low,
    of.few ? null : of.high,
    of.n,
    of.n_events,
    name,
  ]
  const sentence = (key: 'charts.horizons.balanced_at' | 'charts.horizons.all_at', horizon: string, of: Est) =>
    t(key, { horizon: span(horizon, t), value: scoreWords(of, t), events: of.n_events })
  return (
    <Chart
      title={title ?? t('charts.horizons.title')}
      description={description ?? t('charts.horizons.description')}
      height={240}
      x={{
        label: t('charts.horizons.x'),
        domain: [-0.3, rows.length - 0.7],
        ticks: rows.map((_, k) => k),
        format: (k) => span(rows[k]?.horizon ?? '', t),
        kind: 'categories',
      }}
      y={{ label: t('charts.brier'), domain, ticks, format: (n) => tickNumber(n, ticks) }}
      axes={{ grid: 'y', titles: false }}
      table={{
        columns: heads(t, 'horizon', 'brier', 'low', 'high', 'markets', 'events', 'set'),
        rows: rows.flatMap(({ horizon, balanced, all }) => [
          [span(horizon, t), ...row(t('charts.horizons.balanced_short'), balanced)],
          [span(horizon, t), ...row(t('charts.horizons.all_short'), all)],
        ]),
      }}
      note={t('charts.horizons.note')}
    >
      {({ x, y, plot, hatch }) => (
        <>
          {rows.map(
            (one, k) =>
              one.balanced.few &&
              one.all.few && (
                <g key={one.horizon}>
                  <rect x={x(k) - 16} width={32} y={plot.top} height={plot.bottom - plot.top} fill={hatch} />
                  <text
                    x={x(k)}
                    y={plot.bottom - 8}
                    textAnchor="middle"
                    fill="var(--ink-2)"
                    stroke="var(--surface)"
                    strokeWidth={4}
                    paintOrder="stroke"
                  >
                    {t('charts.few')}
                  </text>
                </g>
              ),
          )}
          {rows.map(
            (one, k) =>
              one.horizon === chosen && <path key="chosen" d={`M${x(k)} ${plot.top}V${plot.bottom}`} stroke="var(--ink-3)" strokeDasharray="2 3" />,
          )}
          <Band
            meaning="forecast"
            edges={rows.map(({ balanced }, k) => ({ x: k, low: balanced.few ? null : balanced.low, high: balanced.few ? null : balanced.high }))}
          />
          <Line points={rows.map(({ all }, k) => [k, known(all)] as const)} tone="var(--line-2)" dash="3 3" />
          <Line points={rows.map(({ balanced }, k) => [k, known(balanced)] as const)} tone="var(--yes)" width={1.8} />
          {rows.map(
            ({ horizon, all }, k) =>
              known(all) !== null && (
                <Dot
                  key={horizon}
                  x={k}
                  y={known(all) ?? 0}
                  area={0.05}
                  tone="var(--line-2)"
                  series={1}
                  label={sentence('charts.horizons.all_at', horizon, all)}
                />
              ),
          )}
          {rows.map(
            ({ horizon, balanced }, k) =>
              known(balanced) !== null && (
                <Dot
                  key={horizon}
                  x={k}
                  y={known(balanced) ?? 0}
                  area={0.05}
                  filled
                  series={0}
                  onSelect={onHorizon && (() => onHorizon(horizon))}
                  selected={horizon === chosen}
                  label={sentence('charts.horizons.balanced_at', horizon, balanced)}
                  data={{ 'data-horizon': horizon, 'data-value': known(balanced) ?? '' }}
                />
              ),
          )}
          <g aria-hidden="true" stroke="var(--surface)" strokeWidth={3} paintOrder="stroke" pointerEvents="none">
            {first && (
              <text
                x={x(rows.indexOf(first)) + 10}
                y={y(above ? (first.balanced.high ?? high) : (first.balanced.low ?? low)) + (above ? 0 : 18)}
                fill="var(--yes)"
                fontWeight={600}
              >
                {t('charts.horizons.balanced', { events })}
              </text>
            )}
            {firstAll && (
              <text x={x(rows.indexOf(firstAll)) + 2} y={y(known(firstAll.all) ?? 0) + (above ? 18 : -10)} fill="var(--ink-2)">
                {t('charts.horizons.all')}
              </text>
            )}
          </g>
        </>
      )}
    </Chart>
  )
}
