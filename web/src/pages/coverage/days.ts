// Shares by source and day out of the ledger: a run's rows belong to the day up to which the run knew.
import type { CoverageRow, RunRow } from '../shared/answers'
import type { DayShare } from './types'

const CHECKS = 'quality' // rows about tables, not about a source

/** One entry per source and day that has rows; the share is null where no row of them has an independent count. */
export function daysOf(rows: CoverageRow[], runs: RunRow[]): DayShare[] {
  const dayOfRun = new Map(runs.map((run) => [run.run_id, (run.as_of ?? run.started_at).slice(0, 10)]))
  const sums = new Map<string, DayShare & { expected: number; received: number }>()
  for (const row of rows) {
    const day = dayOfRun.get(row.run_id)
    if (!day || row.source === CHECKS) continue
    const key = `${day} ${row.source}`
    const sum = sums.get(key) ?? { day, source: row.source, share: null, expected: 0, received: 0 }
    if (row.expected !== null && row.received !== null) {
      sum.expected += row.expected
      sum.received += Math.min(row.received, row.expected)
    }
    sums.set(key, sum)
  }
  return [...sums.values()].map(({ day, source, expected, received }) => ({ day, source, share: expected > 0 ? received / expected : null }))
}
