// One side of a chart: values at the ticks, and what is measured, with its unit in words.
import { useFrame } from './frame'
import { wide } from './scale'

export function Axis({ side, title = true }: { side: 'bottom' | 'left'; title?: boolean }) {
  const { x, y, plot, scales, width, height } = useFrame()
  const scale = side === 'bottom' ? scales.x : scales.y
  const said = scale.unit ? `${scale.label}, ${scale.unit}` : scale.label
  if (side === 'left')
    return (
      <g fill="var(--ink-3)" data-axis="y">
        {scale.ticks.map((tick) => (
          <text key={tick} x={plot.left - 8} y={y(tick) + 4} textAnchor="end">
            {scale.format(tick)}
          </text>
        ))}
        {title && (
          <text transform={`translate(11 ${(plot.top + plot.bottom) / 2}) rotate(-90)`} textAnchor="middle" fill="var(--ink-2)">
            {said}
          </text>
        )}
      </g>
    )
  return (
    <g fill="var(--ink-3)" data-axis="x">
      {scale.ticks.map((tick) => {
        const text = scale.format(tick)
        const half = wide(text) / 2
        const at = Math.min(Math.max(x(tick), half), width - half)
        return (
          <text key={tick} x={at} y={plot.bottom + 16} textAnchor="middle">
            {text}
          </text>
        )
      })}
      {title && (
        <text x={(plot.left + plot.right) / 2} y={height - 3} textAnchor="middle" fill="var(--ink-2)">
          {said}
        </text>
      )}
    </g>
  )
}
