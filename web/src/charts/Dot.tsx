// An estimate and its interval: dot on a thin bar. Filled: differs from fair, beyond chance. Ring in ink: selected.
import { useFrame } from './frame'
import { Mark } from './Mark'

interface DotProps {
  x: number
  y: number
  low?: number | null
  high?: number | null
  /** interval along x instead of y */
  across?: boolean
  /** 0..1, share of the largest; the dot's area grows with it */
  area?: number
  filled?: boolean
  label: string
  selected?: boolean
  onSelect?: () => void
  series?: number
  tone?: string
  dashed?: boolean
  opacity?: number
  /** what a test or a reader of the page can compare the place with */
  data?: Record<`data-${string}`, string | number>
}

export const radiusOf = (area: number) => 3 + 3 * Math.sqrt(Math.max(0, Math.min(1, area)))

export function Dot(props: DotProps) {
  const {
    x,
    y,
    low,
    high,
    across = false,
    area = 0.25,
    filled = false,
    label,
    selected,
    onSelect,
    series,
    tone = 'var(--yes)',
    dashed = false,
    opacity,
    data,
  } = props
  const frame = useFrame()
  const cx = frame.x(x)
  const cy = frame.y(y)
  const radius = radiusOf(area)
  const known = low !== null && low !== undefined && high !== null && high !== undefined
  const bar = known && (across ? `M${frame.x(low)} ${cy}H${frame.x(high)}` : `M${cx} ${frame.y(low)}V${frame.y(high)}`)
  return (
    <Mark x={cx} y={cy} label={label} series={series} selected={selected} onSelect={onSelect}>
      {bar && <path d={bar} stroke={tone} strokeWidth={1.6} strokeDasharray={dashed ? '3 2' : undefined} opacity={opacity} data-interval />}
      <circle
        cx={cx}
        cy={cy}
        r={radius}
        fill={filled ? tone : 'var(--surface)'}
        stroke={tone}
        strokeWidth={1.8}
        opacity={opacity}
        data-filled={filled}
        {...data}
      />
      {selected && <circle cx={cx} cy={cy} r={radius + 4.5} fill="none" stroke="var(--ink)" strokeWidth={1.4} data-ring="selected" />}
    </Mark>
  )
}
