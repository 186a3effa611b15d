/** What marks are drawn in: pixels of the plot, the scales with their fitted ticks, and how a mark answers keys and pointer. */
import { createContext, useContext } from 'react'
import type { Scale } from './scale'

export interface Frame {
  x: (n: number) => number
  y: (n: number) => number
  width: number
  height: number
  plot: { left: number; top: number; right: number; bottom: number }
  /** fill of what was not seen or is too little to say */
  hatch: string
  scales: { x: Scale; y: Scale }
}

const Drawn = createContext<Frame | null>(null)
export const FrameProvider = Drawn.Provider

/** The frame of the chart around a mark; a mark outside a chart is a mistake. */
export function useFrame(): Frame {
  const frame = useContext(Drawn)
  if (!frame) throw new Error('a mark is drawn inside a Chart')
  return frame
}

export interface MarkSpec {
  /** pixels: where the hint points, and the order of the arrow keys */
  x: number
  y: number
  /** the full sentence, for hint and screen reader */
  label: string
  /** marks of one series are walked by left and right, series by up and down */
  series?: number
  selected?: boolean
  onSelect?: () => void
}

/** Attributes that make an element a mark: one of the things that arrows walk over and hints speak of. */
export function useMark({ x, y, label, series = 0, selected, onSelect }: MarkSpec) {
  return {
    'data-mark': '',
    'data-x': x,
    'data-y': y,
    'data-series': series,
    tabIndex: -1,
    role: onSelect ? 'button' : 'img',
    'aria-label': label,
    'aria-pressed': onSelect ? !!selected : undefined,
    onClick: onSelect,
  } as const
}
