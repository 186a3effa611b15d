// A long line on a canvas, over the SVG of its chart: thousands of points without thousands of path commands. Loaded only when needed.
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Frame } from './frame'
import type { Point } from './path'

interface CanvasProps {
  frame: Frame
  points: readonly Point[]
  /** token of the line's colour */
  token: string
}

export default function Canvas({ frame, points, token }: CanvasProps) {
  const place = useRef<HTMLDivElement>(null)
  const { plot, scales } = frame
  const { left, right, top, bottom } = plot
  const [xLow, xHigh] = scales.x.domain
  const [yLow, yHigh] = scales.y.domain
  useEffect(() => {
    const box = place.current
    if (!box) return
    const stroke = () => getComputedStyle(box).getPropertyValue(token).trim()
    const picture = new uPlot(
      {
        width: right - left,
        height: bottom - top,
        padding: [0, 0, 0, 0],
        cursor: { show: false },
        legend: { show: false },
        axes: [{ show: false }, { show: false }],
        scales: { x: { time: false, min: xLow, max: xHigh }, y: { min: yLow, max: yHigh } },
        series: [{}, { stroke, width: 1.5, points: { show: false }, paths: uPlot.paths.stepped?.({ align: 1 }) }],
      },
      [points.map(([x]) => x), points.map(([, y]) => y)],
      box,
    )
    const redraw = () => picture.redraw()
    const themes = new MutationObserver(redraw)
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', redraw)
    return () => {
      themes.disconnect()
      system.removeEventListener('change', redraw)
      picture.destroy()
    }
  }, [points, token, left, right, top, bottom, xLow, xHigh, yLow, yHigh])
  return (
    <div
      ref={place}
      aria-hidden="true"
      data-canvas={points.length}
      className="pointer-events-none absolute"
      style={{ left, top, width: right - left, height: bottom - top }}
    />
  )
}
