// The markets: which there are, what their prices say, and which can be believed. One row opens one market.
import { usePanel } from '../../app/page'
import { DataTable } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import type { List, MarketRow } from '../shared/answers'
import { useColumns } from './columns'
import { MarketFilters } from './MarketFilters'

export default function Markets() {
  const { t } = useWords()
  const panel = usePanel<List<MarketRow>>()
  const columns = useColumns()
  return (
    <>
      <MarketFilters rows={panel.answer?.data ?? []} />
      <Panel title={t('lists.markets.table')} note={t('lists.markets.note')} of={panel} name="main">
        <DataTable
          columns={columns}
          rows={panel.answer?.data ?? []}
          rowKey={(row) => row.market_id}
          rowHref={(row) => `/markets/${encodeURIComponent(row.market_id)}`}
          total={panel.answer?.total ?? null}
          nextCursor={panel.answer?.next_cursor ?? null}
          caption={t('lists.markets.caption')}
          empty={<Empty next={t('lists.markets.empty.next')}>{t('lists.markets.empty')}</Empty>}
        />
      </Panel>
    </>
  )
}
