// A small line without axes: what a price did in the window of its column. Grey: its normal range. Ring: outside it.
import { useWords } from '../words/words'
import type { SparklineProps } from './props'
import { runs, stepped } from './path'
import { projection } from './scale'
import { share } from './say'

export function Sparkline({ values, band, outside = false, width = 96, height = 24, domain }: SparklineProps) {
  const { t } = useWords()
  const known = values.filter((value): value is number => value !== null)
  const first = known[0]
  const last = known[known.length - 1]
  if (first === undefined || last === undefined) return <span className="text-small text-ink-3">{t('charts.not_seen')}</span>
  const edges = [...known, ...(band ? [band.low, band.high].filter((edge): edge is number => edge !== null) : [])]
  const low = Math.min(...edges)
  const high = Math.max(...edges)
  const pad = Math.max((high - low) * 0.08, 0.01)
  const x = projection({ domain: [0, Math.max(values.length - 1, 1)] }, 2, width - 7)
  const y = projection({ domain: domain ?? [low - pad, high + pad] }, height - 3, 3)
  const pixels = runs(values.map((value, k) => [x(k), value === null ? null : y(value)] as const))
  const end = values.lastIndexOf(last)
  const words = t(outside ? 'charts.spark_outside' : 'charts.spark', { from: share(first), to: share(last) })
  return (
    <svg role="img" aria-label={words} width={width} height={height} viewBox={`0 0 ${width} ${height}`} className="block">
      {band && band.low !== null && band.high !== null && (
        <rect x={2} width={width - 9} y={y(band.high)} height={Math.max(y(band.low) - y(band.high), 1)} fill="var(--ref)" />
      )}
      <path d={pixels.map(stepped).join('')} fill="none" stroke="var(--ink)" strokeWidth={1.2} data-line />
      <circle
        cx={x(end)}
        cy={y(last)}
        r={outside ? 3.6 : 2}
        fill={outside ? 'none' : 'var(--ink)'}
        stroke={outside ? 'var(--breach)' : 'none'}
        strokeWidth={1.6}
      />
    </svg>
  )
}
