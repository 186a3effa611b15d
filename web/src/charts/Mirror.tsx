// Two counts back to back: YES above the line, NO below it.
import { Bars, type Bar } from './Bars'
import { useFrame } from './frame'

interface MirrorProps {
  above: readonly Bar[]
  below: readonly Bar[]
  heightOf?: (count: number) => number
}

export function Mirror({ above, below, heightOf = (count) => count }: MirrorProps) {
  const { y, plot } = useFrame()
  return (
    <>
      <Bars bars={above} heightOf={heightOf} tone="var(--yes)" />
      <Bars bars={below} heightOf={(count) => -heightOf(count)} tone="var(--no)" series={1} hanging />
      <path d={`M${plot.left} ${y(0)}H${plot.right}`} stroke="var(--line-2)" />
    </>
  )
}
