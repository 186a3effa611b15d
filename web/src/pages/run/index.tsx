// One run: its steps on one time axis, rows in and rows out, what it left behind, and how to check it again.
import type { ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { RunSteps } from '../../charts/RunSteps'
import { age, count } from '../../format'
import { Chip } from '../../ui/Chip'
import { Copy } from '../../ui/Copy'
import { DataTable, type Column } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import { RUN_TONES } from '../runs/columns'
import type { One, RunRow, RunStep } from '../shared/answers'
import { type Fact, Facts } from '../shared/Facts'
import { useValues } from '../shared/useValues'
import { Moment, NotKnown } from '../shared/values'
import { Steps } from './Steps'

export type RunAnswer = RunRow & { steps: RunStep[]; manifest: string | null }

export default function RunPage() {
  const { t } = useWords()
  const main = usePanel<One<RunAnswer>>()
  const run = main.answer?.data
  if (!run) return null
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2.25fr)_minmax(0,1fr)]">
      <div className="grid min-w-0 gap-4">
        <Panel title={t('lists.run.steps')} note={t('lists.run.steps.note')} of={main} name="steps">
          <RunSteps steps={run.steps} title={t('lists.run.steps')} />
        </Panel>
        <Panel title={t('lists.run.steps.caption')} of={main} name="step_table"><Steps steps={run.steps} /></Panel>
      </div>
      <div className="grid min-w-0 gap-4">
        <Panel title={t('lists.run.facts')} of={main} name="main"><RunFacts run={run} /></Panel>
        <Panel title={t('lists.run.counts')} of={main} name="counts"><Counts counts={run.counts} /></Panel>
        <Panel title={t('lists.run.options')} of={main} name="options"><Options options={run.options} /></Panel>
      </div>
    </div>
  )
}

function RunFacts({ run }: { run: RunAnswer }): ReactNode {
  const { t, lang } = useWords()
  const value = useValues()
  const facts: Fact[] = [
    { name: 'status', word: t('lists.runs.status'), value: <Chip tone={RUN_TONES[run.status] ?? 'plain'}>{value('run_status', run.status)}</Chip> },
    ...(run.error ? [{ name: 'error', word: t('lists.runs.error'), value: <span lang="en" className="text-breach">{run.error}</span> }] : []),
    { name: 'command', word: t('lists.runs.command'), value: <code>{run.command}</code> },
    { name: 'as_of', word: t('lists.runs.as_of'), value: <Moment at={run.as_of} /> },
    { name: 'started_at', word: t('lists.runs.started_at'), value: <Moment at={run.started_at} /> },
    { name: 'seconds', word: t('lists.runs.seconds'), value: run.seconds === null ? <NotKnown /> : age(run.seconds, lang) },
    { name: 'manifest', word: t('lists.run.manifest'), value: run.manifest ? <Copy text={run.manifest} className="quiet justify-start! px-0! text-left"><code>{run.manifest}</code></Copy> : <NotKnown /> },
  ]
  return (
    <>
      <Facts facts={facts} />
      <p className="note mt-2">{t('lists.run.verify')} <Copy text={`credence verify ${run.run_id}`} className="quiet px-1! text-left"><code>{`credence verify ${run.run_id}`}</code></Copy></p>
    </>
  )
}

function Counts({ counts }: { counts: Record<string, number> }): ReactNode {
  const { t, lang } = useWords()
  const rows = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))
  const columns: Column<[string, number]>[] = [
    { name: 'table', head: t('lists.run.table'), align: 'left', cell: ([name]) => <code>{name}</code> },
    { name: 'rows', head: t('lists.runs.rows'), cell: ([, n]) => count(n, lang) },
  ]
  return <DataTable columns={columns} rows={rows} rowKey={([name]) => name} caption={t('lists.run.counts.caption')} />
}

function Options({ options }: { options: Record<string, unknown> }): ReactNode {
  const set = Object.entries(options).filter(([, value]) => value !== null && value !== undefined)
  return <Facts facts={set.map(([name, value]) => ({ name, word: <code>{name}</code>, value: <code>{Array.isArray(value) ? value.join(', ') : String(value)}</code> }))} />
}
