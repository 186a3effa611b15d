// Rows on one shared axis: a name, a track with marks, a figure in words. On narrow ground the name and figure stand above the track.
import { useId, type ReactNode } from 'react'
import { Figure, type FigureProps } from './Figure'
import { FrameProvider, type Frame } from './frame'
import { HatchPattern } from './Hatch'
import { fitted, projection, wide, type Scale } from './scale'
import { useWidth } from './width'

export interface Row {
  key: string
  name: ReactNode
  small?: ReactNode
  value: ReactNode
  chip?: ReactNode
  /** marks of this row; its y is the middle whatever the value */
  draw: (frame: Frame) => ReactNode
}

interface RowsChartProps extends Omit<FigureProps, 'children'> {
  scale: Scale
  rows: Row[]
  /** dashed reference through all rows */
  rule?: { at: number; label: string }
  rowHeight?: number
  axis?: boolean
  /** pixels kept for name and for figure with chip, where there is room */
  nameRoom?: number
  valueRoom?: number
  width?: number
}

const LEAST_TRACK = 110
const GAP = 12
const EDGE = 8

export function RowsChart({
  scale,
  rows,
  rule,
  rowHeight = 40,
  axis = true,
  nameRoom = 230,
  valueRoom = 150,
  width: assumed = 640,
  ...figure
}: RowsChartProps) {
  const id = `hatch${useId().replace(/[^\w-]/g, '')}`
  const [ref, width] = useWidth<HTMLDivElement>(assumed)
  const names = Math.min(nameRoom, width * 0.42)
  const narrow = width < names + valueRoom + 2 * GAP + LEAST_TRACK
  const track = Math.max(narrow ? width : width - names - valueRoom - 2 * GAP, 60)
  const x = projection(scale, EDGE, track - EDGE)
  const ticks = fitted(scale, x, true)
  const frame: Frame = {
    x,
    y: () => rowHeight / 2,
    width: track,
    height: rowHeight,
    plot: { left: 0, right: track, top: 0, bottom: rowHeight },
    hatch: `url(#${id})`,
    scales: { x: { ...scale, ticks }, y: scale },
  }
  const columns = narrow ? 'minmax(0,1fr) auto' : `${names}px ${track}px minmax(0,1fr)`
  const inside = (at: number, words: string) => Math.min(Math.max(at, wide(words) / 2), track - wide(words) / 2)
  const lines = (height: number | string) => (
    <>
      {axis && ticks.map((tick) => <line key={tick} x1={x(tick)} x2={x(tick)} y2={height} stroke="var(--line)" />)}
      {rule && <line x1={x(rule.at)} x2={x(rule.at)} y2={height} stroke="var(--line-2)" strokeDasharray="3 4" />}
    </>
  )
  const onTrack = (drawn: ReactNode) => (
    <div className="grid items-center" style={{ gridTemplateColumns: columns, columnGap: GAP }} aria-hidden="true">
      {!narrow && <span />}
      {drawn}
    </div>
  )
  return (
    <Figure {...figure}>
      <div ref={ref} className="w-full">
        {rule &&
          onTrack(
            <svg width={track} height={15} fontSize={11} className="block overflow-visible">
              <text x={inside(x(rule.at), rule.label)} y={11} textAnchor="middle" fill="var(--ink-2)">
                {rule.label}
              </text>
            </svg>,
          )}
        <div className="relative">
          {!narrow && (
            <svg width={track} aria-hidden="true" className="absolute inset-y-0 h-full" style={{ left: names + GAP }}>
              {lines('100%')}
            </svg>
          )}
          {rows.map((row) => (
            <div
              key={row.key}
              className={`relative grid items-center ${narrow ? 'border-t border-line pt-1 first:border-0' : ''}`}
              style={{ gridTemplateColumns: columns, columnGap: GAP }}
            >
              <div className="min-w-0 leading-[17px]">
                <div className="text-body font-semibold text-ink">{row.name}</div>
                {row.small && <div className="text-small text-ink-3">{row.small}</div>}
              </div>
              <div className={narrow ? 'col-span-2 col-start-1 row-start-2' : ''}>
                <svg
                  role="group"
                  width={track}
                  height={rowHeight}
                  viewBox={`0 0 ${track} ${rowHeight}`}
                  fontSize={11}
                  className="block max-w-full overflow-visible"
                >
                  <HatchPattern id={id} />
                  {narrow && lines(rowHeight)}
                  <FrameProvider value={frame}>{row.draw(frame)}</FrameProvider>
                </svg>
              </div>
              <div className={`flex flex-wrap items-center gap-x-2.5 gap-y-0.5 ${narrow ? 'justify-end' : ''}`}>
                <span className="whitespace-nowrap text-cell text-ink">{row.value}</span>
                {row.chip}
              </div>
            </div>
          ))}
        </div>
        {axis &&
          onTrack(
            <svg width={track} height={16} fontSize={11} fill="var(--ink-3)" className={`block overflow-visible ${narrow ? 'col-span-2' : ''}`}>
              {ticks.map((tick) => (
                <text key={tick} x={inside(x(tick), scale.format(tick))} y={12} textAnchor="middle">
                  {scale.format(tick)}
                </text>
              ))}
            </svg>,
          )}
      </div>
    </Figure>
  )
}
