// Something of which too little is known to say a number: no dot, since a dot says one; a small cross on the axis below its place.
import { useFrame } from './frame'
import { Mark } from './Mark'

interface CrossProps {
  x: number
  label: string
  selected?: boolean
  onSelect?: () => void
  series?: number
  tone?: string
  /** what a test or a reader of the page can compare the place with */
  data?: Record<`data-${string}`, string | number>
}

export const crossPath = (x: number, y: number, arm: number) =>
  `M${x - arm} ${y - arm}L${x + arm} ${y + arm}M${x - arm} ${y + arm}L${x + arm} ${y - arm}`

export function Cross({ x, label, selected, onSelect, series, tone = 'var(--ink-3)', data }: CrossProps) {
  const frame = useFrame()
  const [cx, cy] = [frame.x(x), frame.plot.bottom]
  return (
    <Mark x={cx} y={cy} label={label} series={series} selected={selected} onSelect={onSelect}>
      <path d={crossPath(cx, cy, 3.5)} fill="none" stroke={tone} strokeWidth={1.6} data-at={cx} {...data} />
      {selected && <circle cx={cx} cy={cy} r={7.5} fill="none" stroke="var(--ink)" strokeWidth={1.4} data-ring="selected" />}
    </Mark>
  )
}
