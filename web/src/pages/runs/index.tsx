// The runs: what was done when, how long it took, and how it went.
import { usePanel } from '../../app/page'
import { DataTable } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import type { List, RunRow } from '../shared/answers'
import { useRunColumns } from './columns'

export default function Runs() {
  const { t } = useWords()
  const panel = usePanel<List<RunRow>>()
  const columns = useRunColumns()
  return (
    <Panel title={t('lists.runs.table')} of={panel} name="main">
      <DataTable
        columns={columns}
        rows={panel.answer?.data ?? []}
        rowKey={(row) => row.run_id}
        rowHref={(row) => `/ops/runs/${encodeURIComponent(row.run_id)}`}
        total={panel.answer?.total ?? null}
        nextCursor={panel.answer?.next_cursor ?? null}
        caption={t('lists.runs.caption')}
        empty={<Empty next={t('lists.runs.empty.next')}>{t('lists.runs.empty')}</Empty>}
      />
    </Panel>
  )
}
