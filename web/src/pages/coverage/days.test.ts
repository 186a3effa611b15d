// Shares by day: rows with an independent count speak, rows without one leave the day not stated, checks of tables stay out.
import { expect, it } from 'vitest'
import type { CoverageRow, RunRow } from '../shared/answers'
import { daysOf } from './days'

const run = (run_id: string, as_of: string): RunRow => ({ run_id, as_of, command: 'up', started_at: as_of, ended_at: null, status: 'done', error: null, counts: {}, options: {}, seconds: 1 })
const row = (run_id: string, source: string, expected: number | null, received: number | null): CoverageRow => ({ run_id, source, scope: 's', expected, received, status: 'complete', detail: '', since: null, until: null })

it('adds up what was expected and what came', () => {
  const rows = [row('a', 'clob', 10, 5), row('a', 'clob', 10, 10), row('a', 'gamma', null, 4), row('a', 'quality', 1, 1), row('b', 'clob', 2, 9), row('gone', 'clob', 1, 1)]
  expect(daysOf(rows, [run('a', '2026-11-20T10:00:00Z'), run('b', '2026-11-21T10:00:00Z')])).toEqual([
    { day: '2026-11-20', source: 'clob', share: 0.75 }, { day: '2026-11-20', source: 'gamma', share: null }, { day: '2026-11-21', source: 'clob', share: 1 },
  ])
})
