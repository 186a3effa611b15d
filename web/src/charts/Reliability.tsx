// Of what was priced near 70 %, did 70 % come true? Dots at the mean price of their bin, filled only outside the range of a perfect forecaster.
// Where there are too few events to say a share, there is no dot but a cross on the axis.
import { useWords } from '../words/words'
import { Band } from './Band'
import { Chart } from './Chart'
import { Cross } from './Cross'
import { Diagonal } from './Diagonal'
import { Dot } from './Dot'
import { Key } from './Key'
import { Line } from './Line'
import type { Diagram, ReliabilityBin, ReliabilityProps } from './props'
import { ChosenBin, Sides, binIndex, binSentence, isTold } from './ReliabilityBin'
import { heads, percentTick } from './say'

const TICKS = [0, 0.25, 0.5, 0.75, 1]
const COLUMNS = ['price', 'share', 'low', 'high', 'events', 'markets', 'range_low', 'range_high', 'outside'] as const
const SIDE_AT_MOST = 470
const share = (label: string) => ({ label, unit: '%', domain: [0, 1] as [number, number], ticks: TICKS, format: percentTick })

/** The range of a perfect forecaster: the checked band where it was drawn, else the ranges of the bins at their mean price. */
function rangeOf(diagram: Diagram) {
  const band = diagram.band
  if (band) return band.price.map((x, k) => ({ x, low: band.low[k] ?? null, high: band.high[k] ?? null }))
  return diagram.bins
    .filter((bin) => isTold(bin) && bin.range_low != null && bin.range_high != null)
    .map((bin) => ({ x: bin.price, low: bin.range_low ?? null, high: bin.range_high ?? null }))
}

export function Reliability({ diagram, bin = null, onBin, compare, priceLabel, curve = false, title, description }: ReliabilityProps) {
  const { t } = useWords()
  const bins = diagram.bins.filter((one) => one.n > 0)
  const others = compare?.bins.filter((one) => one.n > 0) ?? []
  const most = Math.max(...bins.map((one) => one.events), ...others.map((one) => one.events), 1)
  const range = rangeOf(diagram)
  const chosen = bins.find((one) => binIndex(one) === bin)
  const row = (set: string) => (one: ReliabilityBin) => [
    `${percentTick(one.low)}\u2013${percentTick(one.high)}`,
    ...(compare ? [set] : []),
    one.price,
    ...(!isTold(one) ? [t('charts.few'), null, null] : [one.share_yes, one.share_low, one.share_high]),
    one.events,
    one.n,
    one.range_low ?? null,
    one.range_high ?? null,
    !isTold(one) ? t('charts.few') : t(one.outside ? 'charts.yes' : 'charts.no'),
  ]
  const mark = (one: ReliabilityBin, set: 'a' | 'b') => {
    const shared = {
      x: one.price,
      series: set === 'a' ? 0 : 1,
      selected: set === 'a' && one === chosen,
      onSelect: onBin && set === 'a' ? () => onBin(one === chosen ? null : binIndex(one)) : undefined,
      label: binSentence(one, t, compare ? set : undefined),
    }
    const data = { 'data-bin': binIndex(one), 'data-set': set, 'data-price': one.price, 'data-few': String(!isTold(one)) }
    const key = `${set}${one.low}`
    if (!isTold(one)) return <Cross key={key} {...shared} tone={set === 'a' ? 'var(--ink-3)' : 'var(--ink)'} data={{ ...data, 'data-share': '' }} />
    return (
      <Dot
        key={key}
        {...shared}
        y={one.share_yes}
        low={one.share_low}
        high={one.share_high}
        area={one.events / most}
        filled={set === 'a' && one.outside}
        tone={set === 'a' ? 'var(--yes)' : 'var(--ink)'}
        dashed={set === 'b'}
        data={{ ...data, 'data-share': one.share_yes }}
      />
    )
  }
  return (
    <Chart
      title={title ?? t('charts.reliability.title')}
      description={
        description ?? t('charts.reliability.description', { bins: bins.length, outside: bins.filter((one) => one.outside && isTold(one)).length })
      }
      height={(width) => Math.min(width - 58, SIDE_AT_MOST) + 52}
      right={(width) => Math.max(14, width - 44 - SIDE_AT_MOST)}
      left={44}
      x={share(priceLabel ?? t('charts.reliability.x'))}
      y={share(t('charts.reliability.y'))}
      table={{
        columns: heads(t, 'bin', ...(compare ? (['set'] as const) : []), ...COLUMNS),
        rows: [...bins.map(row('A')), ...others.map(row('B'))],
      }}
      keys={
        <>
          {range.length > 0 && <Key form="normal" words={t('charts.reliability.range')} />}
          <Key form="filled" words={t('charts.outside_it')} />
          <Key form="hollow" words={t('charts.inside_it')} />
          {[...bins, ...others].some((one) => !isTold(one)) && <Key form="few" words={t('charts.few_to_say')} />}
          {compare && <Key form="compare" words={t('charts.set_b')} />}
          <span>{t('charts.bar_95')}</span>
        </>
      }
    >
      {({ x, y, plot }) => (
        <>
          {chosen && (
            <rect
              x={x(chosen.low)}
              width={x(chosen.high) - x(chosen.low)}
              y={plot.top}
              height={plot.bottom - plot.top}
              fill="var(--yes)"
              fillOpacity={0.08}
              data-column="selected"
            />
          )}
          <Band edges={range} meaning="normal" />
          <Diagonal />
          {curve && diagram.curve && (
            <Line
              points={diagram.curve.price.map((price, k) => [price, diagram.curve?.share_yes[k] ?? null] as const)}
              tone="var(--yes)"
              width={1.2}
              opacity={0.8}
            />
          )}
          <g fill="var(--ink-2)" aria-hidden="true">
            {plot.right - plot.left > 260 && <Sides />}
            {bins.length > 0 && !bins.some(isTold) && (
              <text x={x(0.5)} y={y(0.5) - 16} textAnchor="middle" fontWeight={600} fill="var(--ink)">
                {t('charts.few')}
              </text>
            )}
          </g>
          {others.map((one) => mark(one, 'b'))}
          {bins.map((one) => mark(one, 'a'))}
          {chosen && <ChosenBin bin={chosen} />}
        </>
      )}
    </Chart>
  )
}
