// Do the prices of one event fit their deadlines? One rung per market, by deadline; a later one must not be priced lower.
import { Chip } from '../ui/Chip'
import { useWords } from '../words/words'
import { Mark } from './Mark'
import type { LadderProps } from './props'
import { RowsChart } from './RowsChart'
import { heads, percentTick, share } from './say'

export function Ladder({ rows, title, description }: LadderProps) {
  const { t } = useWords()
  const broken = rows.filter((row) => row.holds === false).length
  const holdWords = (holds: boolean | null) => (holds === null ? '' : t(holds ? 'charts.ladder.holds' : 'charts.ladder.broken'))
  const sentence = (row: LadderProps['rows'][number]) =>
    t(row.price === null ? 'charts.ladder.unknown' : row.holds === false ? 'charts.ladder.rung_broken' : 'charts.ladder.rung', {
      name: row.name,
      price: share(row.price),
    })
  return (
    <RowsChart
      title={title ?? t('charts.ladder.title')}
      description={description ?? t('charts.ladder.description', { n: rows.length, broken })}
      scale={{ label: t('charts.price.y'), unit: '%', domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], format: percentTick }}
      rowHeight={34}
      nameRoom={200}
      valueRoom={170}
      rows={rows.map((row, k) => ({
        key: row.market_id,
        name: (
          <span lang="en" className="line-clamp-2 font-normal">
            {row.href ? (
              <a href={row.href} className="text-yes">
                {row.name}
              </a>
            ) : (
              row.name
            )}
          </span>
        ),
        value: <b className="font-semibold">{share(row.price)}</b>,
        chip: row.holds === null ? undefined : <Chip tone={row.holds ? 'plain' : 'breach'}>{holdWords(row.holds)}</Chip>,
        draw: ({ x, width, height, hatch }) => (
          <Mark x={row.price === null ? width / 2 : x(row.price)} y={height / 2} label={sentence(row)} series={k}>
            {row.price === null && <rect width={width} y={height / 2 - 7} height={14} fill={hatch} />}
            {row.low != null && row.high != null && (
              <rect x={x(row.low)} width={Math.max(x(row.high) - x(row.low), 2)} y={height / 2 - 6} height={12} fill="var(--ref)" />
            )}
            {row.price !== null && <path d={`M${x(0)} ${height / 2}H${x(row.price)}`} stroke="var(--ink)" strokeWidth={1.5} />}
            {row.price !== null && <circle cx={x(row.price)} cy={height / 2} r={4.5} fill="var(--ink)" data-price={row.price} />}
            {row.price !== null && row.holds === false && (
              <circle cx={x(row.price)} cy={height / 2} r={8} fill="none" stroke="var(--breach)" strokeWidth={1.8} data-ring="breach" />
            )}
          </Mark>
        ),
      }))}
      table={{
        columns: heads(t, 'market', 'price', 'low', 'high', 'order'),
        rows: rows.map((row) => [row.name, row.price, row.low ?? null, row.high ?? null, holdWords(row.holds)]),
      }}
    />
  )
}
