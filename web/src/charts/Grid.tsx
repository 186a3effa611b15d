// Hairlines at the ticks. Decoration: every value is said by an axis.
import { useFrame } from './frame'

export function Grid({ of }: { of: 'both' | 'x' | 'y' }) {
  const { x, y, plot, scales } = useFrame()
  return (
    <g stroke="var(--line)" aria-hidden="true">
      {of !== 'x' && scales.y.ticks.map((tick) => <path key={`y${tick}`} d={`M${plot.left} ${y(tick)}H${plot.right}`} />)}
      {of !== 'y' && scales.x.ticks.map((tick) => <path key={`x${tick}`} d={`M${x(tick)} ${plot.bottom}V${plot.top}`} />)}
    </g>
  )
}
