// A dashed reference line at one value, with its label at the end.
import { useFrame } from './frame'

interface RuleProps {
  /** a value of the x axis gives an upright line, of the y axis a level one */
  x?: number
  y?: number
  label?: string
  strong?: boolean
  tone?: string
  /** pixels from the top for the label of an upright line */
  drop?: number
  /** side of an upright line on which the label stands, or end of a level one */
  side?: 'left' | 'right'
  /** pixels between an upright line and its label */
  shift?: number
  from?: number
  to?: number
}

export function Rule({ x, y, label, strong = false, tone = 'var(--ink-2)', drop = 8, side = 'right', shift = 6, from, to }: RuleProps) {
  const frame = useFrame()
  const { plot } = frame
  const weight = strong ? 600 : undefined
  if (x !== undefined) {
    const at = frame.x(x)
    return (
      <g>
        <path d={`M${at} ${from ?? plot.top}V${to ?? plot.bottom}`} stroke={strong ? 'var(--ink)' : 'var(--ink-3)'} strokeDasharray="2 3" />
        {label && (
          <text
            x={at + (side === 'right' ? shift : -shift)}
            y={plot.top + drop}
            textAnchor={side === 'right' ? 'start' : 'end'}
            fill={tone}
            fontWeight={weight}
            stroke="var(--surface)"
            strokeWidth={3}
            paintOrder="stroke"
          >
            {label}
          </text>
        )}
      </g>
    )
  }
  if (y === undefined) return null
  const at = frame.y(y)
  return (
    <g>
      <path d={`M${plot.left} ${at}H${plot.right}`} stroke="var(--line-2)" strokeDasharray="3 4" />
      {label && (
        <text
          x={side === 'left' ? plot.left + 4 : plot.right - 4}
          y={at - 5}
          textAnchor={side === 'left' ? 'start' : 'end'}
          fill={tone}
          fontWeight={weight}
          stroke="var(--surface)"
          strokeWidth={3}
          paintOrder="stroke"
        >
          {label}
        </text>
      )}
    </g>
  )
}
