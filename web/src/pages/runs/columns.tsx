// The columns of a list of runs, shared by the page of runs and the page of coverage.
import { age, count } from '../../format'
import { Chip, type Tone } from '../../ui/Chip'
import type { Column } from '../../ui/DataTable'
import { useWords } from '../../words/words'
import type { RunRow } from '../shared/answers'
import { useValues } from '../shared/useValues'
import { Moment, NotKnown } from '../shared/values'

export const RUN_TONES: Record<string, Tone> = { done: 'ok', failed: 'breach', running: 'warn' }

export function useRunColumns(): Column<RunRow>[] {
  const { t, lang } = useWords()
  const value = useValues()
  return [
    { name: 'run_id', head: t('lists.runs.run_id'), align: 'left', cell: (row) => <code>{row.run_id}</code> },
    { name: 'command', head: t('lists.runs.command'), align: 'left', cell: (row) => <code>{row.command}</code> },
    { name: 'status', head: t('lists.runs.status'), align: 'left', cell: (row) => <Chip tone={RUN_TONES[row.status] ?? 'plain'}>{value('run_status', row.status)}</Chip> },
    { name: 'as_of', head: t('lists.runs.as_of'), align: 'left', cell: (row) => <Moment at={row.as_of} /> },
    { name: 'started_at', head: t('lists.runs.started_at'), align: 'left', cell: (row) => <Moment at={row.started_at} /> },
    { name: 'seconds', head: t('lists.runs.seconds'), cell: (row) => (row.seconds === null ? <NotKnown /> : age(row.seconds, lang)) },
    { name: 'counts', head: t('lists.runs.rows'), cell: (row) => count(Object.values(row.counts).reduce((sum, rows) => sum + rows, 0), lang) },
    { name: 'error', head: t('lists.runs.error'), align: 'left', wrap: true, cell: (row) => (row.error ? <span lang="en" className="text-breach">{row.error}</span> : '') },
  ]
}
