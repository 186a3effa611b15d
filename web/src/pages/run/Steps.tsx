// The steps as a table: rows in and out, attempts; a step that took rows in and gave none out is shown as failed.
import type { ReactNode } from 'react'
import { age, count } from '../../format'
import { Chip } from '../../ui/Chip'
import { DataTable, type Column } from '../../ui/DataTable'
import { useWords } from '../../words/words'
import { RUN_TONES } from '../runs/columns'
import type { RunStep } from '../shared/answers'
import { useValues } from '../shared/useValues'
import { NotKnown } from '../shared/values'

export function Steps({ steps }: { steps: RunStep[] }): ReactNode {
  const { t, lang } = useWords()
  const number = (n: number | null): ReactNode => (n === null ? <NotKnown /> : count(n, lang))
  const columns: Column<RunStep>[] = [
    { name: 'step', head: t('lists.run.step'), align: 'left', cell: (row) => <code>{row.step}</code> },
    { name: 'status', head: t('lists.runs.status'), align: 'left', cell: (row) => <StepStatus step={row} /> },
    { name: 'rows_in', head: t('lists.run.rows_in'), cell: (row) => number(row.rows_in) },
    { name: 'rows_out', head: t('lists.run.rows_out'), cell: (row) => number(row.rows_out) },
    { name: 'seconds', head: t('lists.runs.seconds'), cell: (row) => (row.seconds === null ? <NotKnown /> : age(row.seconds, lang)) },
    { name: 'attempt', head: t('lists.run.attempt'), cell: (row) => row.attempt },
    { name: 'error', head: t('lists.runs.error'), align: 'left', wrap: true, cell: (row) => (row.error ? <span lang="en" className="text-breach">{row.error}</span> : '') },
  ]
  return <DataTable columns={columns} rows={steps} rowKey={(row) => `${row.step} ${row.attempt}`} caption={t('lists.run.steps.caption')} />
}

/** Done is not enough: rows that went in and none that came out are a failure, whatever the step says of itself. */
function StepStatus({ step }: { step: RunStep }): ReactNode {
  const { t } = useWords()
  const value = useValues()
  const lost = (step.rows_in ?? 0) > 0 && step.rows_out === 0
  if (lost) return <Chip tone="breach">{t('lists.run.no_rows')}</Chip>
  return <Chip tone={RUN_TONES[step.status] ?? 'plain'}>{value('run_status', step.status)}</Chip>
}
