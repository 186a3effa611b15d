// The small estimate for strips and cells: a thin track, a dashed reference, the interval and its dot. Always stands beside text.
import { projection } from './scale'

interface IntervalProps {
  value: number | null
  low: number | null
  high: number | null
  domain: [number, number]
  /** the fair value, if there is one */
  reference?: number
  width?: number
  /** filled: differs from the reference beyond chance; without a reference always filled */
  filled?: boolean
  tone?: string
}

export function Interval({ value, low, high, domain, reference, width = 120, filled, tone = 'var(--yes)' }: IntervalProps) {
  const x = projection({ domain }, 6, width - 6)
  const inside = (n: number) => Math.min(Math.max(x(n), 1), width - 1)
  const differs = filled ?? (reference === undefined || low === null || high === null || low > reference || high < reference)
  return (
    <svg width={width} height={14} viewBox={`0 0 ${width} 14`} aria-hidden="true" className="block max-w-full">
      <path d={`M0 7H${width}`} stroke="var(--line)" />
      {reference !== undefined && <path d={`M${inside(reference)} 0V14`} stroke="var(--ink-3)" strokeDasharray="2 2" />}
      {low !== null && high !== null && <path d={`M${inside(low)} 7H${inside(high)}`} stroke={tone} strokeWidth={2} />}
      {value !== null && <circle cx={inside(value)} cy={7} r={3.4} fill={differs ? tone : 'var(--surface)'} stroke={tone} strokeWidth={1.6} />}
    </svg>
  )
}
