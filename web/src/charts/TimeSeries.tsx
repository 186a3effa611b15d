// A stepped line over time: SVG up to 2,000 points, a canvas above; broken and hatched where nothing was seen.
import { lazy, Suspense, useMemo, type ReactNode } from 'react'
import { useReader } from '../app/reader'
import { useWords } from '../words/words'
import { Chart, type ChartProps } from './Chart'
import type { Frame } from './frame'
import { Hatch } from './Hatch'
import { Mark } from './Mark'
import type { Point } from './path'
import { lasting, moment } from './say'
import { Steps } from './Steps'
import { slots, type Hole } from './time'

const Canvas = lazy(() => import('./Canvas'))
export const MOST_IN_SVG = 2000
const SLOT = 8 // pixels between two places that the arrow keys stop at

interface TimeSeriesProps extends Omit<ChartProps, 'over' | 'children'> {
  /** [milliseconds, value] from old to new */
  points: readonly (readonly [number, number])[]
  holes: readonly Hole[]
  /** the sentence of one moment */
  sentence: (at: number, value: number) => string
  tone?: string
  /** drawn below the line */
  behind?: (frame: Frame) => ReactNode
  children?: (frame: Frame) => ReactNode
}

export function TimeSeries({ points, holes, sentence, tone = '--ink', behind, children, ...chart }: TimeSeriesProps) {
  const { t } = useWords()
  const { zone } = useReader()
  const long = points.length > MOST_IN_SVG
  const breaks = useMemo(() => holes.map((hole) => [hole.from, hole.to] as const), [holes])
  const broken = useMemo(() => (long ? withHoles(points, breaks) : []), [long, points, breaks])
  return (
    <Chart
      {...chart}
      over={(frame) =>
        long && (
          <Suspense fallback={null}>
            <Canvas frame={frame} points={broken} token={tone} />
          </Suspense>
        )
      }
    >
      {(frame) => (
        <>
          {behind?.(frame)}
          {holes.map((hole) => {
            const lasted = lasting((hole.to - hole.from) / 1000)
            const places = {
              lasted,
              from: moment(new Date(hole.from).toISOString(), zone),
              to: moment(new Date(hole.to).toISOString(), zone),
              reason: [hole.source, hole.detail].filter(Boolean).join(': '),
            }
            return (
              <Hatch
                key={`${hole.from}`}
                from={hole.from}
                to={hole.to}
                words={t(hole.stated ? 'charts.not_seen_for' : 'charts.no_print_for', { lasted })}
                label={t(!hole.stated ? 'charts.no_print_sentence' : places.reason ? 'charts.gap_sentence_why' : 'charts.gap_sentence', places)}
              />
            )
          })}
          {!long && <Steps points={points} breaks={breaks} tone={`var(${tone})`} />}
          {slots(
            points,
            ([at]) => at,
            chart.x.domain[0],
            chart.x.domain[1],
            Math.max(8, Math.floor((frame.plot.right - frame.plot.left) / SLOT)),
          ).map(([at, value]) => (
            <Mark
              key={at}
              x={frame.x(at)}
              y={frame.y(value)}
              label={sentence(at, value)}
              hit={{ x: frame.x(at) - SLOT / 2, y: frame.plot.top, width: SLOT, height: frame.plot.bottom - frame.plot.top }}
            />
          ))}
          {children?.(frame)}
        </>
      )}
    </Chart>
  )
}

/** The points with a missing value inside each hole, so that the canvas breaks its line there too. */
export function withHoles(points: readonly (readonly [number, number])[], breaks: readonly (readonly [number, number])[]): Point[] {
  const missing = breaks.map(([from, to]): Point => [(from + to) / 2, null])
  return [...points, ...missing].sort((a, b) => a[0] - b[0])
}
