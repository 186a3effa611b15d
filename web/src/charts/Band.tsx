// An area between two edges: grey is what is normal, blue is a forecast or the interval of a blue line. Broken at gaps.
import { useFrame } from './frame'
import { area, runs } from './path'

export interface Edge {
  x: number
  low: number | null
  high: number | null
}

interface BandProps {
  edges: readonly Edge[]
  meaning: 'normal' | 'forecast'
  breaks?: readonly (readonly [number, number])[]
  /** half the width of an edge that stands alone */
  alone?: number
  tone?: string
}

export function Band({ edges, meaning, breaks, alone = 0, tone }: BandProps) {
  const { x, y } = useFrame()
  const high = new Map(edges.map((edge) => [edge.x, edge.high]))
  const path = runs(
    edges.map((edge) => [edge.x, edge.high === null ? null : edge.low] as const),
    breaks,
  ).map((run) => {
    const lone = run.length === 1 ? alone : 0
    const spread = lone
      ? run.flatMap(
          ([at, low]) =>
            [
              [at - lone, low, at],
              [at + lone, low, at],
            ] as const,
        )
      : run.map(([at, low]) => [at, low, at] as const)
    return area(
      spread.map(([at, low]) => [x(at), y(low)] as const),
      spread.map(([at, , of]) => [x(at), y(high.get(of) ?? 0)] as const),
    )
  })
  if (meaning === 'normal') return <path d={path.join('')} fill={tone ?? 'var(--ref)'} data-band="normal" />
  return <path d={path.join('')} fill={tone ?? 'var(--yes)'} fillOpacity={0.17} data-band="forecast" />
}
