// How the question changed since it was first seen: each change with the moment from which it could be known.
import type { ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { time } from '../../format'
import { useReader } from '../../app/reader'
import { DataTable, type Column } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import type { HistoryRow } from '../shared/answers'
import { Moment } from '../shared/values'
import type { MarketAnswer } from './types'

export function History({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t, lang } = useWords()
  const { zone } = useReader()
  const main = usePanel()
  const changes = answer.history.filter((row) => row.old_value !== null).reverse()
  const first = answer.history.filter((row) => row.old_value === null)
  const columns: Column<HistoryRow>[] = [
    { name: 'knowable_at', head: t('lists.market.history.at'), align: 'left', cell: (row) => <Moment at={row.knowable_at} /> },
    { name: 'field', head: t('lists.market.history.field'), align: 'left', cell: (row) => <code>{row.field}</code> },
    { name: 'old_value', head: t('lists.market.history.old'), align: 'left', wrap: true, cell: (row) => <span lang="en">{row.old_value}</span> },
    { name: 'value', head: t('lists.market.history.new'), align: 'left', wrap: true, cell: (row) => <span lang="en">{row.value}</span> },
  ]
  return (
    <Panel title={t('lists.market.history')} note={t('lists.market.history.note')} of={main} name="history">
      {changes.length > 0
        ? <DataTable columns={columns} rows={changes} rowKey={(row) => `${row.knowable_at} ${row.field}`} caption={t('lists.market.history.caption')} />
        : <p className="note">{t('lists.market.history.empty')}</p>}
      {first[0] && <p className="note mt-2">{t('lists.market.history.first', { count: first.length, time: time(first[0].knowable_at, zone, lang) })}</p>}
    </Panel>
  )
}
