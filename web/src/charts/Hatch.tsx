// Stripes: what we did not see, or too little to say. Hover and table give the reason.
import { useFrame, useMark } from './frame'
import { wide } from './scale'

/** The pattern itself; once in each picture. */
export function HatchPattern({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0V6" stroke="var(--hatch)" strokeWidth="1.2" />
      </pattern>
    </defs>
  )
}

interface HatchProps {
  from: number
  to: number
  /** the full sentence: what, how long, why */
  label: string
  /** short words above the stripes, where they have room */
  words?: string
  series?: number
}

/** A span of the x axis that was not seen; over the whole height. */
export function Hatch({ from, to, label, words, series = 9 }: HatchProps) {
  const { x, plot, hatch } = useFrame()
  const left = Math.max(x(from), plot.left)
  const right = Math.min(x(to), plot.right)
  const broad = Math.max(right - left, 2)
  const mark = useMark({ x: left + broad / 2, y: plot.top + 20, label, series })
  if (right < plot.left || left > plot.right) return null
  const room = words ? wide(words) / 2 : 0
  const middle = Math.min(Math.max(left + broad / 2, plot.left + room), plot.right - room)
  return (
    <g {...mark} data-hatch>
      <rect x={left} y={plot.top} width={broad} height={plot.bottom - plot.top} fill="var(--surface)" fillOpacity={0.5} />
      <rect x={left} y={plot.top} width={broad} height={plot.bottom - plot.top} fill={hatch} />
      {words && broad > 14 && (
        <text x={middle} y={plot.top + 4} textAnchor="middle" fill="var(--ink-2)" stroke="var(--surface)" strokeWidth={4} paintOrder="stroke">
          {words}
        </text>
      )}
    </g>
  )
}
