// A ring on a line: outside its range, with words beside it where they have room.
import { useFrame } from './frame'
import { Mark } from './Mark'

interface RingProps {
  x: number
  y: number
  label: string
  words?: string
  /** where the words stand */
  side?: 'left' | 'right'
  below?: boolean
  series?: number
}

export function Ring({ x, y, label, words, side = 'left', below = false, series = 1 }: RingProps) {
  const frame = useFrame()
  const cx = frame.x(x)
  const cy = frame.y(y)
  return (
    <Mark x={cx} y={cy} label={label} series={series}>
      <circle cx={cx} cy={cy} r={5} fill="none" stroke="var(--breach)" strokeWidth={1.8} data-ring="breach" />
      {words && (
        <text
          x={cx + (side === 'left' ? -10 : 10)}
          y={cy + (below ? 18 : 3)}
          textAnchor={side === 'left' ? 'end' : 'start'}
          fill="var(--breach)"
          fontWeight={600}
          stroke="var(--surface)"
          strokeWidth={3}
          paintOrder="stroke"
        >
          {words}
        </text>
      )}
    </Mark>
  )
}
