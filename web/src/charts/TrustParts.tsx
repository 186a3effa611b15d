// What is the trust score made of? Each part from 0 to 100 with its weight; the part that costs most is marked.
import { useWords } from '../words/words'
import { Mark } from './Mark'
import type { TrustPart, TrustPartsProps } from './props'
import { RowsChart } from './RowsChart'
import { heads, plainNumber } from './say'

const PARTS: TrustPart[] = ['liquidity', 'stability', 'question_quality', 'no_manipulation']

export function TrustParts({ trust, weights, title }: TrustPartsProps) {
  const { t } = useWords()
  const present = PARTS.filter((part) => trust[part] !== null)
  const cost = (part: TrustPart) => (weights[part] ?? 0) * (1 - (trust[part] ?? 1))
  const dearest = present.reduce<TrustPart | null>((most, part) => (cost(part) > (most ? cost(most) : 0.005) ? part : most), null)
  const name = (part: TrustPart) => t(`charts.trust.${part}`)
  const figure = (part: TrustPart) => plainNumber(trust[part] === null ? null : 100 * trust[part], 0)
  const sentence = (part: TrustPart) =>
    t(trust[part] === null ? 'charts.trust.part_unknown' : 'charts.trust.part', {
      name: name(part),
      value: figure(part),
      weight: plainNumber(weights[part] ?? 0, 2),
    })
  return (
    <RowsChart
      title={title ?? t('charts.trust.title')}
      description={t('charts.trust.description', { total: plainNumber(trust.total, 0), n: present.length })}
      scale={{ label: t('charts.trust.score'), domain: [0, 1], ticks: [0, 1], format: (n) => String(100 * n) }}
      axis={false}
      rowHeight={24}
      nameRoom={190}
      valueRoom={64}
      rows={PARTS.map((part, k) => ({
        key: part,
        name: (
          <span className="font-normal">
            {name(part)} <span className="text-small text-ink-3">{plainNumber(weights[part] ?? 0, 2)}</span>
          </span>
        ),
        value: <b className="font-semibold">{figure(part)}</b>,
        small: part === dearest ? t('charts.trust.dearest') : undefined,
        draw: ({ x, height, hatch }) => (
          <Mark x={x(trust[part] ?? 0.5)} y={height / 2} label={sentence(part)} series={k} hit={{ x: x(0), y: 0, width: x(1) - x(0), height }}>
            <rect x={x(0)} width={x(1) - x(0)} y={height / 2 - 3} height={6} rx={1} fill={trust[part] === null ? hatch : 'var(--ref)'} />
            {trust[part] !== null && (
              <rect
                x={x(0)}
                width={x(trust[part]) - x(0)}
                y={height / 2 - 3}
                height={6}
                rx={1}
                fill="var(--yes)"
                data-part={part}
                data-value={trust[part]}
              />
            )}
          </Mark>
        ),
      }))}
      table={{ columns: heads(t, 'part', 'value', 'weight'), rows: PARTS.map((part) => [name(part), trust[part], weights[part] ?? null]) }}
    />
  )
}
