// The dashed line on which what is said and what happens are the same.
import { useFrame } from './frame'

export function Diagonal({ from = 0, to = 1 }: { from?: number; to?: number }) {
  const { x, y } = useFrame()
  return <path d={`M${x(from)} ${y(from)}L${x(to)} ${y(to)}`} stroke="var(--line-2)" strokeDasharray="3 4" fill="none" />
}
