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

/** An arrow head at the edge of the plot: the interval goes on beyond it. */
const head = (edge: number, back: number, at: number, across: boolean) =>
  across ? `M${edge + back} ${at - 4}L${edge} ${at}L${edge + back} ${at + 4}` : `M${at - 4} ${edge + back}L${at} ${edge}L${at + 4} ${edge + back}`

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
  const [near, far] = across ? [frame.plot.left, frame.plot.right] : [frame.plot.top, frame.plot.bottom]
  const along = across ? frame.x : frame.y
  const whole = known ? [low, high].map(along) : []
  const ends = whole.map((n) => Math.min(Math.max(n, near), far))
  const goesOn = ends.filter((n, k) => Math.abs(n - (whole[k] ?? n)) > 1)
  const path = across ? `M${ends[0]} ${cy}H${ends[1]}` : `M${cx} ${ends[0]}V${ends[1]}`
  return (
    <Mark x={cx} y={cy} label={label} series={series} selected={selected} onSelect={onSelect}>
      {known && <path d={path} stroke={tone} strokeWidth={1.6} strokeDasharray={dashed ? '3 2' : undefined} opacity={opacity} data-interval />}
      {goesOn.map((edge) => (
        <path key={edge} d={head(edge, edge === near ? 5 : -5, across ? cy : cx, across)} fill="none" stroke={tone} strokeWidth={1.6} data-beyond />
      ))}
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
