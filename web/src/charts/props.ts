/**
 * What the composite charts take: answer shapes of the API, and what the reader chose.
 * All times are ISO 8601 UTC, all probabilities 0..1. A chart never fetches; a value that is null is drawn as not known.
 */

/** An estimate with its interval; `few`: too few events to say a number. */
export interface Est {
  value: number | null
  low: number | null
  high: number | null
  n: number
  n_events: number
  unit?: string
  few: boolean
  reason: string
}

export interface ReliabilityBin {
  low: number
  high: number
  price: number
  /** null: too few events to say */
  share_yes: number | null
  share_low: number | null
  share_high: number | null
  n: number
  events: number
  range_low?: number | null
  range_high?: number | null
  outside: boolean
  few: boolean
}
export interface Diagram {
  bins: ReliabilityBin[]
  curve?: { price: number[]; share_yes: number[] } | null
  band?: { price: number[]; low: number[]; high: number[] } | null
}
export interface ReliabilityProps {
  diagram: Diagram
  /** chosen bin, 0..9 of ten equal bins, or null */
  bin?: number | null
  onBin?: (bin: number | null) => void
  /** diagram of set B: ink, dashed, hollow */
  compare?: Diagram | null
  /** label of the x axis; default: price, mean of the bin */
  priceLabel?: string
  /** draw the isotonic line */
  curve?: boolean
  title?: string
  description?: string
}

export interface DiscriminationProps {
  discrimination: {
    histogram: { low: number; high: number; yes: number; no: number }[]
    mean_yes: number | null
    mean_no: number | null
  }
  title?: string
  description?: string
}

export interface ScoresProps {
  scores: { histogram: { low: number; high: number; n: number }[]; median: number | null; mean: number | null }
  /** Brier score of always saying one half */
  coin?: number
  title?: string
  description?: string
}

export interface HorizonsProps {
  /** Brier by horizon; balanced = the same events at all horizons */
  horizons: { horizon: string; balanced: Est; all: Est }[]
  /** the horizon of the page, set in bold */
  chosen?: string
  onHorizon?: (horizon: string) => void
  title?: string
  description?: string
}

export interface Cube {
  rows: string[]
  columns: string[]
  cells: { category: string; horizon: string; slope: Est; significant: boolean }[]
  rule: string
}
export interface CubeCellsProps {
  cells: Cube
  /** address of the scoreboard of one cell */
  hrefOf: (row: string, column: string) => string
  /** shown name of a row, default the value itself */
  nameOf?: (row: string) => string
  /** the column or row that the page shows now, set in bold */
  chosen?: { row?: string; column?: string }
  title?: string
}

export interface SparklineProps {
  /** oldest first; null is a gap */
  values: (number | null)[]
  band?: { low: number | null; high: number | null } | null
  /** the last value lies outside its range */
  outside?: boolean
  width?: number
  height?: number
  /** sets one vertical scale for a column; default: the values' own */
  domain?: [number, number]
}

export type * from './marketProps'
export type * from './productProps'
