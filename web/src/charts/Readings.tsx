// Several readings of one question on one axis: the price, the recalibrated price, the crowd if asked, the normal range of the next step.
import { Chip } from '../ui/Chip'
import { useReader } from '../app/reader'
import { useWords } from '../words/words'
import { Mark } from './Mark'
import type { Reading, ReadingsProps } from './props'
import { roundTicks } from './scale'
import { RowsChart, type Row } from './RowsChart'
import { between, clock, exact, happened, heads, lasting, percentTick, share } from './say'
import { useFrame } from './frame'

interface Drawn {
  reading: Reading
  label: string
  series: number
  tone: string
  on?: boolean
}

/** A dot on a thin bar; hollow and pale where the reading is off. */
function ReadingMark({ reading, label, series, tone, on = true }: Drawn) {
  const { x, height, width, hatch } = useFrame()
  const middle = height / 2
  if (reading.value === null)
    return (
      <Mark x={width / 2} y={middle} label={label} series={series} hit={{ x: 0, y: 0, width, height }}>
        <rect x={0} y={middle - 6} width={width} height={12} fill={hatch} />
      </Mark>
    )
  return (
    <Mark x={x(reading.value)} y={middle} label={label} series={series}>
      {reading.low !== null && reading.high !== null && (
        <path d={`M${x(reading.low)} ${middle}H${x(reading.high)}`} stroke={tone} strokeWidth={2.4} opacity={on ? 1 : 0.55} />
      )}
      <circle
        cx={x(reading.value)}
        cy={middle}
        r={5}
        fill={on ? tone : 'var(--surface)'}
        stroke={tone}
        strokeWidth={2}
        opacity={on ? 1 : 0.55}
        data-value={reading.value}
        data-filled={on}
      />
    </Mark>
  )
}

export function Readings({ price, recalibrated, crowd, normal, title }: ReadingsProps) {
  const { t, tOr } = useWords()
  const { zone } = useReader()
  const helps = recalibrated?.verdict === 'helps'
  const all = [price, recalibrated, crowd, normal && { value: normal.q50, low: normal.q10, high: normal.q90 }]
    .flatMap((one) => (one ? [one.value, one.low, one.high] : []))
    .filter((n): n is number => n !== null && n !== undefined)
  const low = all.length ? Math.min(...all) : 0
  const high = all.length ? Math.max(...all) : 1
  const air = Math.max((high - low) * 0.15, 0.02)
  const domain: [number, number] = [Math.max(0, low - air), Math.min(1, high + air)]
  const words = (of: Reading) => (of.value === null ? t('charts.not_known') : of.low === null || of.high === null ? share(of.value) : between(of))
  const rows: Row[] = []
  const table: (string | number | null)[][] = []
  const add = (key: string, name: string, reading: Reading, tone: string, rest: Pick<Row, 'small' | 'chip'> & { on?: boolean }) => {
    const label = t('charts.readings.sentence', { name, value: words(reading) })
    rows.push({
      key,
      name,
      small: rest.small,
      chip: rest.chip,
      value: <b className="font-semibold">{words(reading)}</b>,
      draw: () => <ReadingMark reading={reading} label={label} series={rows.findIndex((row) => row.key === key)} tone={tone} on={rest.on} />,
    })
    table.push([name, reading.value, reading.low, reading.high])
  }
  if (price) {
    const spread = price.low !== null && price.high !== null ? t('charts.readings.spread', { points: percentTick(price.high - price.low) }) : null
    add('price', t('charts.readings.price'), price, 'var(--ink)', {
      small: [spread, price.age_seconds != null && t('charts.readings.old', { age: lasting(price.age_seconds) })].filter(Boolean).join(', '),
    })
  }
  if (recalibrated) {
    const chip = recalibrated.verdict && (
      <Chip tone={helps ? 'ok' : 'plain'}>{tOr(`charts.verdict.${recalibrated.verdict.replaceAll(' ', '_')}`, recalibrated.verdict)}</Chip>
    )
    add('recalibrated', t('charts.readings.recalibrated'), recalibrated, 'var(--yes)', {
      small: recalibrated.trained_on != null ? t('charts.readings.trained', { on: recalibrated.trained_on }) : recalibrated.statement,
      chip,
      on: helps,
    })
  }
  if (crowd)
    add('crowd', t('charts.readings.crowd'), crowd, 'var(--other)', {
      small: crowd.note,
      on: crowd.on,
      chip: <Chip tone={crowd.on ? 'ok' : 'plain'}>{t(crowd.on ? 'charts.readings.on' : 'charts.readings.off')}</Chip>,
    })
  if (normal) {
    const { q10, q90 } = normal
    const span =
      q10 === null || q90 === null
        ? t('charts.not_known')
        : t('charts.span_percent', { low: percentTick(Number(q10.toFixed(3))), high: percentTick(Number(q90.toFixed(3))) })
    const name = t('charts.readings.normal')
    const kept =
      normal.kept && !normal.kept.few
        ? t('charts.readings.kept', { share: happened(normal.kept.value), events: normal.kept.n_events })
        : normal.kept
          ? t('charts.readings.kept_few')
          : null
    const series = rows.length
    table.push([name, normal.q50, q10, q90])
    rows.push({
      key: 'normal',
      name,
      small: [normal.method, normal.due_at && t('charts.readings.due', { at: clock(normal.due_at, zone) }), kept].filter(Boolean).join(', '),
      value: <b className="font-semibold">{span}</b>,
      draw: ({ x, height }) =>
        q10 !== null &&
        q90 !== null && (
          <Mark x={(x(q10) + x(q90)) / 2} y={height / 2} label={t('charts.readings.sentence', { name, value: span })} series={series}>
            <rect
              x={x(q10)}
              width={Math.max(x(q90) - x(q10), 2)}
              y={height / 2 - 6}
              height={12}
              fill="var(--line-2)"
              fillOpacity={0.4}
              data-range={`${exact(q10)} ${exact(q90)}`}
            />
          </Mark>
        ),
    })
  }
  const ticks = roundTicks(...domain)
  return (
    <RowsChart
      title={title ?? t('charts.readings.title')}
      description={rows.length ? t('charts.readings.description', { n: rows.length }) : t('charts.readings.none')}
      scale={{ label: t('charts.price.y'), unit: '%', domain, ticks, format: percentTick }}
      rows={rows}
      rowHeight={42}
      valueRoom={250}
      nameRoom={230}
      table={{ columns: heads(t, 'reading', 'value', 'low', 'high'), rows: table }}
    />
  )
}
