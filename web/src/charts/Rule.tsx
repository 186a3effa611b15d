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
  const left = side === 'left'
  const upright = (at: number) => ({
    line: { d: `M${at} ${from ?? plot.top}V${to ?? plot.bottom}`, stroke: strong ? 'var(--ink)' : 'var(--ink-3)', strokeDasharray: '2 3' },
    words: { x: at + (left ? -shift : shift), y: plot.top + drop, textAnchor: left ? 'end' : 'start' } as const,
  })
  const level = (at: number) => ({
    line: { d: `M${plot.left} ${at}H${plot.right}`, stroke: 'var(--line-2)', strokeDasharray: '3 4' },
    words: { x: left ? plot.left + 4 : plot.right - 4, y: at - 5, textAnchor: left ? 'start' : 'end' } as const,
  })
  const drawn = x !== undefined ? upright(frame.x(x)) : y !== undefined ? level(frame.y(y)) : null
  if (!drawn) return null
  return (
    <g>
      <path {...drawn.line} />
      {label && (
        <text
          {...drawn.words}
          fill={tone}
          fontWeight={strong ? 600 : undefined}
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
