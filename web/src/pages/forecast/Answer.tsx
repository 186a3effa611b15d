// The answer: a fan for each method, what each says at the last step, and how each was made.
import type { ReactNode } from 'react'
import { FanChart } from '../../charts/FanChart'
import { fixed, probability, probabilityInTable } from '../../format'
import { Chip } from '../../ui/Chip'
import { DataTable, type Column } from '../../ui/DataTable'
import { Failed } from '../../ui/Failed'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import { momentOf } from './form'
import { Made } from './Made'
import { fanOf, lastStepOf, type LastStep } from './summary'
import type { Asked } from './types'

const SHOWN_BEFORE = 3 // horizons of known prices before the forecast

export function Answer({ asked, stale }: { asked: Asked; stale: boolean }): ReactNode {
  const { t } = useWords()
  const fans = asked.results.flatMap((result) => fanOf(asked.form, result) ?? [])
  const failures = asked.results.filter((result) => result.failure && result.failure.kind !== 'unauthorized')
  const asOf = new Date(momentOf(asked.form.as_of_ts) ?? 0).toISOString()
  return (
    <div className={stale ? 'grid min-w-0 gap-4 opacity-60' : 'grid min-w-0 gap-4'} aria-busy={stale}>
      {failures.map((result) => result.failure && <Failed key={result.method} error={result.failure} />)}
      {fans.length > 0 && (
        <>
          <Panel title={t('lists.forecast.answer')} note={t('lists.forecast.answer.note')} name="answer">
            <FanChart known={shownOf(asked)} forecasts={fans} outcome={asked.came} asOf={asOf} title={t('lists.forecast.answer')} />
          </Panel>
          <Panel title={t('lists.forecast.table')} name="methods"><LastSteps asked={asked} /></Panel>
          <Panel title={t('lists.forecast.meta')} name="meta"><Made results={asked.results} /></Panel>
        </>
      )}
    </div>
  )
}

/** Known prices of a few horizons before the moment asked; at least the last twenty. */
function shownOf(asked: Asked): Asked['known'] {
  const first = fanOf(asked.form, asked.results.find((result) => result.answer) ?? asked.results[0]!)?.steps
  const asOf = momentOf(asked.form.as_of_ts) ?? 0
  const length = first?.length ? Date.parse(first.at(-1)?.ts ?? '') - asOf : 0
  const near = asked.known.filter((row) => Date.parse(row.ts) >= asOf - SHOWN_BEFORE * length)
  return near.length >= 20 ? near : asked.known.slice(-20)
}

function LastSteps({ asked }: { asked: Asked }): ReactNode {
  const { t, lang } = useWords()
  const rows = asked.results.flatMap((result) => lastStepOf(asked, result) ?? [])
  const came = rows.some((row) => row.came !== null)
  const latency = new Map(asked.results.map((result) => [result.method, result.answer?.meta.latency_ms ?? null]))
  const columns: Column<LastStep>[] = [
    { name: 'method', head: t('lists.forecast.method'), align: 'left', cell: (row) => <Method method={row.method} asked={asked} /> },
    { name: 'low', head: t('lists.forecast.low'), cell: (row) => probabilityInTable(row.low, lang) },
    { name: 'middle', head: t('lists.forecast.middle'), cell: (row) => probabilityInTable(row.middle, lang) },
    { name: 'high', head: t('lists.forecast.high'), cell: (row) => probabilityInTable(row.high, lang) },
    { name: 'width', head: t('lists.forecast.width'), cell: (row) => fixed(100 * row.width, 1) },
    ...(came ? [{ name: 'came', head: t('lists.forecast.came'), cell: (row: LastStep) => <Came row={row} /> }] : []),
    { name: 'latency_ms', head: t('lists.forecast.latency'), cell: (row) => fixed(latency.get(row.method) ?? 0, 0) },
  ]
  return <DataTable columns={columns} rows={rows} rowKey={(row) => row.method} caption={t('lists.forecast.table.caption')} />
}

function Method({ method, asked }: { method: string; asked: Asked }): ReactNode {
  const { t } = useWords()
  const meta = asked.results.find((result) => result.method === method)?.answer?.meta
  return (
    <span className="inline-flex flex-wrap items-baseline gap-2">
      <code>{method}</code>
      {meta?.fallback_used && <Chip tone="warn">{t('lists.forecast.fallback', { method: meta.method })}</Chip>}
    </span>
  )
}

function Came({ row }: { row: LastStep }): ReactNode {
  const { t, lang } = useWords()
  if (row.came === null) return null
  const inside = row.came >= row.low && row.came <= row.high
  return (
    <span className="inline-flex items-baseline gap-2">
      {probability(row.came, lang)} <Chip tone={inside ? 'ok' : 'breach'}>{t(inside ? 'lists.forecast.inside' : 'lists.forecast.outside')}</Chip>
    </span>
  )
}
