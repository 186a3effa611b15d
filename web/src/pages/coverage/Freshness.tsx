// How old each source is against what it promises.
import type { ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { age } from '../../format'
import { Chip } from '../../ui/Chip'
import { DataTable, type Column } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import { NotKnown } from '../shared/values'
import type { CoverageAnswer, FreshRow } from './types'

export function Freshness(): ReactNode {
  const { t, lang } = useWords()
  const main = usePanel<CoverageAnswer>()
  const rows = main.answer?.meta.freshness ?? []
  if (rows.length === 0) return null
  const duration = (seconds: number | null): ReactNode => (seconds === null ? <NotKnown /> : age(seconds, lang))
  const columns: Column<FreshRow>[] = [
    { name: 'source', head: t('lists.coverage.source'), align: 'left', cell: (row) => <code>{row.source}</code> },
    { name: 'promise_seconds', head: t('lists.coverage.freshness.promise'), cell: (row) => duration(row.promise_seconds) },
    { name: 'age_seconds', head: t('lists.coverage.freshness.age'), cell: (row) => duration(row.age_seconds) },
    { name: 'stale', head: t('lists.coverage.status'), align: 'left', cell: (row) => <State stale={row.stale} /> },
  ]
  return (
    <Panel title={t('lists.coverage.freshness')} of={main} name="freshness">
      <DataTable columns={columns} rows={rows} rowKey={(row) => row.source} caption={t('lists.coverage.freshness.caption')} />
    </Panel>
  )
}

function State({ stale }: { stale: boolean | null }): ReactNode {
  const { t } = useWords()
  if (stale === null) return <NotKnown />
  return <Chip tone={stale ? 'warn' : 'ok'}>{t(stale ? 'lists.coverage.freshness.stale' : 'lists.coverage.freshness.fresh')}</Chip>
}
