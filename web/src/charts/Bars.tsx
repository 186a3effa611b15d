// Bars from a base line: counts or shares, nothing else. The chosen part is blue, the rest grey.
import { useFrame } from './frame'
import { Mark } from './Mark'

export interface Bar {
  low: number
  high: number
  count: number
  label: string
}

interface BarsProps {
  bars: readonly Bar[]
  /** height in values of y; default: the count itself */
  heightOf?: (count: number) => number
  tone?: string
  chosen?: readonly [number, number]
  series?: number
  /** hang from the base line instead of standing on it */
  hanging?: boolean
}

export function Bars({ bars, heightOf = (count) => count, tone = 'var(--line-2)', chosen, series = 0, hanging = false }: BarsProps) {
  const { x, y, plot } = useFrame()
  const base = y(0)
  return (
    <g data-bars>
      {bars.map((bar) => {
        const left = x(bar.low) + 0.7
        const broad = Math.max(x(bar.high) - x(bar.low) - 1.4, 1)
        const tall = bar.count ? Math.max(Math.abs(y(heightOf(bar.count)) - base), 1) : 0
        const outside = chosen && (bar.high <= chosen[0] || bar.low >= chosen[1])
        const hit = hanging
          ? { x: left, y: base, width: broad, height: plot.bottom - base }
          : { x: left, y: plot.top, width: broad, height: base - plot.top }
        return (
          <Mark key={bar.low} x={left + broad / 2} y={hanging ? base + tall : base - tall} label={bar.label} series={series} hit={hit}>
            <rect x={left} y={hanging ? base : base - tall} width={broad} height={tall} fill={outside ? 'var(--ref)' : tone} data-count={bar.count} />
          </Mark>
        )
      })}
    </g>
  )
}
