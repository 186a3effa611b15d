// What was not seen of this market, as a table: the same hatching as in the chart, in words.
import type { ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { DataTable, type Column } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import { Moment } from '../shared/values'
import type { MarketAnswer, MarketGap } from './types'

export function Gaps({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t } = useWords()
  const main = usePanel()
  const columns: Column<MarketGap>[] = [
    { name: 'source', head: t('lists.market.gap.source'), align: 'left', cell: (row) => <code>{row.source}</code> },
    { name: 'since', head: t('lists.market.gap.since'), align: 'left', cell: (row) => <Moment at={row.since} /> },
    { name: 'until', head: t('lists.market.gap.until'), align: 'left', cell: (row) => <Moment at={row.until} /> },
    { name: 'detail', head: t('lists.market.gap.detail'), align: 'left', wrap: true, cell: (row) => <span lang="en">{row.detail}</span> },
  ]
  return (
    <Panel title={t('lists.market.gaps')} of={main} name="gaps">
      {answer.gaps.length === 0
        ? <p className="note">{t('lists.market.gaps.none')} <a className="link" href="/coverage">{t('lists.market.gaps.next')}</a></p>
        : <DataTable columns={columns} rows={answer.gaps} rowKey={(row) => `${row.source} ${row.since}`} caption={t('lists.market.gaps.caption')} />}
    </Panel>
  )
}
