// A picture with two axes: draws for the width that it has; text keeps its size, ticks become fewer.
import { useId, type ReactNode } from 'react'
import { Axis } from './Axis'
import { Figure, type FigureProps } from './Figure'
import { FrameProvider, type Frame } from './frame'
import { Grid } from './Grid'
import { HatchPattern } from './Hatch'
import { fitted, projection, wide, type Scale } from './scale'
import { useWidth } from './width'

export interface ChartProps extends Omit<FigureProps, 'children'> {
  /** pixels, or pixels for a width */
  height: number | ((width: number) => number)
  x: Scale
  y: Scale
  /** room at the right for labels at the end of lines */
  right?: number | ((width: number) => number)
  left?: number
  /** which axes say something; all by default */
  axes?: { x?: boolean; y?: boolean; grid?: 'both' | 'x' | 'y' | 'none'; titles?: boolean }
  /** a picture without marks to walk over */
  still?: boolean
  /** width before it is measured, or on paper */
  width?: number
  /** laid over the SVG, in HTML; for the canvas of long series */
  over?: (frame: Frame) => ReactNode
  children: (frame: Frame) => ReactNode
}

const TITLE = 18

export function Chart({ height, x, y, right = 14, left, axes = {}, still = false, width: assumed = 640, over, children, ...figure }: ChartProps) {
  const id = `hatch${useId().replace(/[^\w-]/g, '')}`
  const [ref, width] = useWidth<HTMLDivElement>(assumed)
  const show = { x: true, y: true, grid: 'both', titles: true, ...axes } as const
  const tall = typeof height === 'number' ? height : height(width)
  const labels = show.y ? Math.max(...y.ticks.map((tick) => wide(y.format(tick))), 0) + 10 : 2
  const plot = {
    left: left ?? labels + (show.titles && show.y ? TITLE : 0),
    top: 12,
    right: width - (typeof right === 'number' ? right : right(width)),
    bottom: tall - (show.x ? 22 : 2) - (show.titles && show.x ? TITLE : 0),
  }
  const px = projection(x, plot.left, plot.right)
  const py = projection(y, plot.bottom, plot.top)
  const scales = { x: { ...x, ticks: fitted(x, px, true) }, y: { ...y, ticks: fitted(y, py, false) } }
  const frame: Frame = { x: px, y: py, width, height: tall, plot, hatch: `url(#${id})`, scales }
  return (
    <Figure {...figure}>
      <div ref={ref} className="relative w-full">
        <svg
          role={still ? 'img' : 'group'}
          aria-label={still ? `${figure.title}. ${figure.description}` : figure.title}
          width={width}
          height={tall}
          viewBox={`0 0 ${width} ${tall}`}
          fontSize={11}
          className="block h-auto max-w-full"
        >
          <HatchPattern id={id} />
          <FrameProvider value={frame}>
            {show.grid !== 'none' && <Grid of={show.grid} />}
            {children(frame)}
            <g aria-hidden="true">
              {show.x && <Axis side="bottom" title={show.titles} />}
              {show.y && <Axis side="left" title={show.titles} />}
            </g>
          </FrameProvider>
        </svg>
        {over?.(frame)}
      </div>
    </Figure>
  )
}
