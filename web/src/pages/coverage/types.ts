// The answer of /coverage: the ledger, with its freshness and its shares by day in meta.
import type { CoverageRow, List } from '../shared/answers'

export type FreshRow = { source: string; promise_seconds: number | null; age_seconds: number | null; stale: boolean | null }
export type DayShare = { day: string; source: string; share: number | null; detail?: string }

export type CoverageAnswer = List<CoverageRow> & { meta: { freshness?: FreshRow[]; days?: DayShare[] } }

/** States of rows that did not come whole. */
export const GAPS = ['gap', 'truncated', 'stale', 'fallback']
