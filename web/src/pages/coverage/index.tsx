// What we did not see: shares by source and day, gaps with their reasons, how fresh each source is, the runs, and the ledger itself.
import { usePanel } from '../../app/page'
import { DataTable } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import { useRunColumns } from '../runs/columns'
import type { List, RunRow } from '../shared/answers'
import { useLedgerColumns } from './columns'
import { Freshness } from './Freshness'
import { Grid } from './Grid'
import { GAPS, type CoverageAnswer } from './types'

export default function Coverage() {
  const { t } = useWords()
  const main = usePanel<CoverageAnswer>()
  const runs = usePanel<List<RunRow>>('runs')
  const rows = main.answer?.data ?? []
  const gaps = rows.filter((row) => GAPS.includes(row.status))
  const columns = useLedgerColumns()
  const runColumns = useRunColumns().filter((column) => column.name !== 'counts')
  return (
    <>
      <Grid />
      <div className={`grid items-start gap-4 ${main.answer?.meta.freshness ? 'lg:grid-cols-2' : ''}`}>
        <Panel title={t('lists.coverage.gaps')} note={t('lists.coverage.gaps.note')} of={main} name="gaps">
          {gaps.length === 0
            ? <Empty next={t('lists.coverage.gaps.empty.next')}>{t('lists.coverage.gaps.empty')}</Empty>
            : <DataTable columns={columns} rows={gaps} rowKey={ledgerKey} caption={t('lists.coverage.gaps.caption')} />}
        </Panel>
        <Freshness />
      </div>
      <Panel title={t('lists.coverage.runs')} of={runs} name="runs">
        <DataTable columns={runColumns} rows={runs.answer?.data ?? []} rowKey={(row) => row.run_id}
          rowHref={(row) => `/ops/runs/${encodeURIComponent(row.run_id)}`} caption={t('lists.runs.caption')} />
      </Panel>
      <Panel title={t('lists.coverage.ledger')} note={t('lists.coverage.ledger.note')} of={main} name="main">
        <DataTable columns={columns} rows={rows} rowKey={ledgerKey} total={main.answer?.total ?? null}
          nextCursor={main.answer?.next_cursor ?? null} caption={t('lists.coverage.ledger.caption')} />
      </Panel>
    </>
  )
}

const ledgerKey = (row: CoverageAnswer['data'][number]): string => `${row.run_id} ${row.source} ${row.scope} ${row.status} ${row.detail}`
