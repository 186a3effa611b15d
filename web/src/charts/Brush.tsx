// A range with two handles over a small histogram; both are sliders for the keyboard, with their values in words.
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useWords } from '../words/words'
import { projection } from './scale'
import { useWidth } from './width'

interface BrushProps {
  /** what is chosen from: "volume" */
  label: string
  domain: [number, number]
  kind?: 'linear' | 'log'
  bars?: readonly { low: number; high: number; count: number }[]
  from: number
  to: number
  format: (n: number) => string
  /** smallest step of a key, in the domain's own unit or in shares of its logarithm; default a fiftieth */
  steps?: number
  height?: number
  /** settled is false while dragging */
  onChange: (from: number, to: number, settled: boolean) => void
}

const EDGE = 5
type End = 'from' | 'to'

export function Brush({ label, domain, kind = 'linear', bars = [], from, to, format, steps = 50, height = 40, onChange }: BrushProps) {
  const { t } = useWords()
  const [ref, width] = useWidth<HTMLDivElement>(196)
  const [dragged, setDragged] = useState<End | null>(null)
  const latest = useRef({ from, to })
  latest.current = { from, to }
  const x = projection({ domain, kind }, EDGE, width - EDGE)
  const most = Math.max(...bars.map((bar) => bar.count), 1)
  const share = (n: number) => (x(n) - EDGE) / (width - 2 * EDGE)
  const valueAt = (part: number) => {
    const held = Math.max(0, Math.min(1, part))
    if (held === 0) return domain[0]
    if (held === 1) return domain[1]
    return kind === 'log' ? Math.max(domain[0], 1e-12) * (domain[1] / Math.max(domain[0], 1e-12)) ** held : domain[0] + held * (domain[1] - domain[0])
  }
  const move = (end: End, value: number, settled: boolean) => {
    const now = latest.current
    if (end === 'from') onChange(Math.min(value, now.to), now.to, settled)
    else onChange(now.from, Math.max(value, now.from), settled)
  }
  const onKey = (end: End) => (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key]
    const now = end === 'from' ? from : to
    if (by !== undefined && event.shiftKey) onChange(valueAt(share(from) - Math.abs(by) / steps), valueAt(share(to) + Math.abs(by) / steps), true)
    else if (by !== undefined) move(end, valueAt(share(now) + by / steps), true)
    else if (event.key === 'Home') move(end, domain[0], true)
    else if (event.key === 'End') move(end, domain[1], true)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const partOf = (event: PointerEvent) => {
    const box = ref.current?.getBoundingClientRect()
    return box ? (event.clientX - box.left - EDGE) / (width - 2 * EDGE) : 0
  }
  const down = (event: PointerEvent) => {
    const part = partOf(event)
    const end: End = Math.abs(part - share(from)) < Math.abs(part - share(to)) || (part < share(from) && from === to) ? 'from' : 'to'
    event.currentTarget.setPointerCapture(event.pointerId)
    setDragged(end)
    move(end, valueAt(part), false)
  }
  return (
    <div
      ref={ref}
      role="group"
      aria-label={label}
      className="relative touch-none select-none"
      style={{ height }}
      onPointerDown={down}
      onPointerMove={(event) => dragged && move(dragged, valueAt(partOf(event)), false)}
      onPointerUp={(event) => {
        if (dragged) move(dragged, valueAt(partOf(event)), true)
        setDragged(null)
      }}
      onPointerCancel={() => setDragged(null)}
    >
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" className="block max-w-full">
        {bars.map((bar) => {
          const tall = bar.count ? Math.max((bar.count / most) * (height - 8), 1) : 0
          const middle = kind === 'log' ? Math.sqrt(Math.max(bar.low, 1e-12) * bar.high) : (bar.low + bar.high) / 2
          return (
            <rect
              key={bar.low}
              x={x(bar.low) + 0.5}
              y={height - 4 - tall}
              width={Math.max(x(bar.high) - x(bar.low) - 1, 1)}
              height={tall}
              fill={middle >= from && middle <= to ? 'var(--yes)' : 'var(--ref)'}
            />
          )
        })}
        <path d={`M0 ${height - 3.5}H${width}`} stroke="var(--line-2)" />
      </svg>
      {(['from', 'to'] as const).map((end) => (
        <div
          key={end}
          role="slider"
          tabIndex={0}
          aria-label={t(end === 'from' ? 'charts.brush_from' : 'charts.brush_to', { label })}
          aria-valuemin={end === 'from' ? domain[0] : from}
          aria-valuemax={end === 'from' ? to : domain[1]}
          aria-valuenow={end === 'from' ? from : to}
          aria-valuetext={format(end === 'from' ? from : to)}
          onKeyDown={onKey(end)}
          className="absolute top-0 flex w-6 -translate-x-1/2 cursor-ew-resize justify-center"
          style={{ left: x(end === 'from' ? from : to), height }}
        >
          <span className="h-full w-0.5 bg-ink" />
        </div>
      ))}
    </div>
  )
}
