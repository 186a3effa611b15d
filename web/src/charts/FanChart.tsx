// What may come, and who says so? One colour and dash per method; what came, if it is known, in ink.
import { useWords } from '../words/words'
import { Chart } from './Chart'
import { Fan } from './Fan'
import { Mark } from './Mark'
import type { FanChartProps } from './props'
import { Rule } from './Rule'
import { cut, wide } from './scale'
import { rangeWords, share } from './say'
import { SERIES, spread } from './series'
import { Steps } from './Steps'
import { cadence, ms, slots, useSharesOverTime } from './time'

const BEFORE = 3 // times the horizon that is shown of what was known

export function FanChart({ known, forecasts, outcome = [], asOf, title, description }: FanChartProps) {
  const { t } = useWords()
  const now = ms(asOf)
  const line = (rows: FanChartProps['known']) => rows.flatMap((row) => (row.p_yes === null ? [] : [[ms(row.ts), row.p_yes] as const]))
  const end = Math.max(now + 1, ...forecasts.flatMap((one) => one.steps.map((step) => ms(step.ts))))
  const every = line(known)
  const from = Math.max(every[0]?.[0] ?? now, now - BEFORE * (end - now), now - 400 * Math.max(cadence(every.map(([at]) => at)), 1))
  const before = every.filter(([at]) => at >= from)
  const after = line(outcome).filter(([at]) => at >= now && at <= end)
  const all = [
    ...before.map(([, p]) => p),
    ...after.map(([, p]) => p),
    ...forecasts.flatMap((one) => one.steps.flatMap((step) => [step.q10, step.q90])),
  ]
  const low = all.length ? Math.min(...all) : 0
  const high = all.length ? Math.max(...all) : 1
  const air = Math.max((high - low) * 0.12, 0.02)
  const domain: [number, number] = [Math.max(0, low - air), Math.min(1, high + air)]
  const last = before[before.length - 1]
  const ends = spread(
    forecasts.map((one) => one.steps[one.steps.length - 1]?.q50 ?? 0),
    domain,
  )
  const { scales, at } = useSharesOverTime([from, end], t('charts.price.y'), domain)
  const name = (one: FanChartProps['forecasts'][number]) => (one.fallback ? t('charts.fan.fallback', { method: one.method }) : one.method)
  const room = (width: number) => Math.min(width * 0.28, Math.max(...forecasts.map((one) => wide(name(one))), 0) + 18)
  return (
    <Chart
      title={title ?? t('charts.fan.title')}
      description={description ?? t('charts.fan.description', { n: forecasts.length, at: at(now) })}
      height={300}
      right={room}
      {...scales}
      note={after.length ? t('charts.fan.nothing_after') : undefined}
      table={{
        columns: [t('charts.column.series'), t('charts.column.time'), 'q10', 'q50', 'q90'],
        rows: [
          ...forecasts.flatMap((one) => one.steps.map((step) => [one.method, step.ts, step.q10, step.q50, step.q90])),
          ...after.map(([when, p]) => [t('charts.fan.outcome'), new Date(when).toISOString(), null, p, null]),
        ],
      }}
    >
      {({ x, y, plot, width }) => (
        <>
          {forecasts.map((one, k) => (
            <Fan
              key={one.method}
              {...SERIES[k % SERIES.length]}
              steps={[
                ...(last ? [{ x: now, low: last[1], middle: last[1], high: last[1] }] : []),
                ...one.steps.map((step) => ({ x: ms(step.ts), low: step.q10, middle: step.q50, high: step.q90 })),
              ]}
            />
          ))}
          <Steps points={before} />
          <Steps points={last ? [last, ...after] : after} width={2} />
          <Rule x={now} label={t('charts.as_of')} side="left" drop={4} />
          {slots([...before, ...after], ([when]) => when, from, end, 60).map(([when, p]) => (
            <Mark
              key={when}
              x={x(when)}
              y={y(p)}
              label={t(when > now ? 'charts.fan.came' : 'charts.price.at', { at: at(when), price: share(p) })}
              hit={{ x: x(when) - 4, y: plot.top, width: 8, height: plot.bottom - plot.top }}
            />
          ))}
          {forecasts.map((one, k) =>
            one.steps.map((step) => (
              <Mark
                key={`${one.method}${step.ts}`}
                x={x(ms(step.ts))}
                y={y(step.q50)}
                series={k + 1}
                label={t('charts.fan.step', {
                  method: one.method,
                  at: at(ms(step.ts)),
                  middle: share(step.q50),
                  range: rangeWords(step.q10, step.q90, t),
                })}
              >
                <circle
                  cx={x(ms(step.ts))}
                  cy={y(step.q50)}
                  r={2.4}
                  fill="var(--surface)"
                  stroke={SERIES[k % SERIES.length]?.tone}
                  strokeWidth={1.4}
                  data-q50={step.q50}
                />
              </Mark>
            )),
          )}
          {forecasts.map((one, k) => (
            <text
              key={one.method}
              x={plot.right + 8}
              y={y(ends[k] ?? 0) + 4}
              fill={SERIES[k % SERIES.length]?.tone}
              fontWeight={600}
              aria-hidden="true"
            >
              {cut(name(one), room(width) - 10)}
            </text>
          ))}
        </>
      )}
    </Chart>
  )
}
