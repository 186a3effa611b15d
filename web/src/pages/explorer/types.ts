/** The shapes of /scoreboard/explorer and /scoreboard/explorer/context, as the server gives them; those that charts draw lie with them. */
import type { Cube, Diagram, DiscriminationProps, Est, HorizonsProps, ScoresProps } from '../../charts/props'
import type { FacetData } from '../../ui/Facet'

export type { Diagram, Est }

export type FigureKey = 'brier' | 'skill' | 'mcb' | 'slope' | 'separation'

export interface Figure {
  key: FigureKey
  estimate: Est
}

export interface Verdict {
  word: string
  sentence: string
}

/** One dimension with its distribution; the last bar of a range may be open, its `high` is then null. */
export type Facet = FacetData

export interface BinMarket {
  market_id: string
  question: string
  category: string
  liquidity_bucket: string
  p_yes: number
  resolved_yes: number
  brier: number
}

export interface ChosenBin {
  index: number
  low: number
  high: number
  markets: number
  events: number
  rows: BinMarket[]
}

export interface Difference {
  key: FigureKey
  estimate: Est
  beyond_chance: boolean
}

export interface OtherSet {
  question: Record<string, string | null>
  strip: Figure[]
  /** set A less set B */
  differences: Difference[]
  diagram: Diagram | null
  verdict: Verdict
}

/** Answer of /scoreboard/explorer. */
export interface Explorer {
  question: Record<string, string | null>
  counts: Record<string, number>
  simulated: boolean
  outcome_visible: boolean
  /** without tests where there are too few events */
  figures: null | { n: number; n_events: number; tests?: { joint: { p_value: number | null } } }
  verdict: Verdict
  strip: Figure[]
  /** without a row that can be scored there is nothing to draw */
  diagram: Diagram | null
  discrimination: (DiscriminationProps['discrimination'] & { auc: Est | null }) | null
  scores: ScoresProps['scores'] | null
  facets: Facet[]
  bin: ChosenBin | null
  compare: OtherSet | null
}

/** Answer of /scoreboard/explorer/context. */
export interface Context {
  horizons: HorizonsProps['horizons']
  cells: Cube & { judged: number }
}

export interface One<T> {
  data: T
  meta: { as_of: string | null; simulated?: boolean; lake_version?: string }
}
