// A line or a stepped line through values, broken where one is missing or a gap lies between.
import { useFrame } from './frame'
import { runs, stepped, straight, type Point } from './path'

export interface LineProps {
  points: readonly Point[]
  /** spans of x over which nothing is drawn */
  breaks?: readonly (readonly [number, number])[]
  tone?: string
  width?: number
  dash?: string
  step?: boolean
  opacity?: number
}

export function Line({ points, breaks, tone = 'var(--ink)', width = 1.5, dash, step = false, opacity }: LineProps) {
  const { x, y } = useFrame()
  const path = runs(points, breaks).map((run) => {
    const pixels = run.map(([at, value]) => [x(at), y(value)] as const)
    return pixels.length === 1 ? `${straight(pixels)}h0` : (step ? stepped : straight)(pixels)
  })
  return (
    <path
      d={path.join('')}
      fill="none"
      stroke={tone}
      strokeWidth={width}
      strokeDasharray={dash}
      strokeLinejoin="round"
      strokeLinecap={dash ? 'butt' : 'round'}
      opacity={opacity}
      data-line
    />
  )
}
