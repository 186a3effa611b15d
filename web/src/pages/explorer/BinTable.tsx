/** The markets of one bin of the reliability diagram: which prices were right there, and which were not. */
import { useSearch } from '../../app/search'
import { fixed, probabilityInTable } from '../../format'
import { DataTable, type Column } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { t, useWords, type Lang } from '../../words/words'
import { named } from './names'
import type { BinMarket, ChosenBin } from './types'

const columns = (lang: Lang): Column<BinMarket>[] => [
  {
    name: 'question', head: t('explorer.column.question'), align: 'left', wrap: true,
    cell: (row) => <span lang="en" className="block min-w-[180px] whitespace-normal">{row.question}</span>,
  },
  { name: 'category', head: t('explorer.column.category'), align: 'left', cell: (row) => named(row.category) },
  { name: 'p_yes', head: t('explorer.column.p_yes'), cell: (row) => probabilityInTable(row.p_yes, lang) },
  { name: 'resolved_yes', head: t('explorer.column.resolved_yes'), cell: (row) => <Result yes={row.resolved_yes === 1} /> },
  { name: 'liquidity_bucket', head: t('explorer.column.liquidity_bucket'), align: 'left', cell: (row) => named(row.liquidity_bucket) },
  { name: 'brier', head: t('explorer.column.brier'), definition: t('explorer.define.brier'), cell: (row) => fixed(row.brier, 3) },
]

export function BinTable({ bin }: { bin: ChosenBin | null }) {
  const { t, lang } = useWords()
  const { href } = useSearch()
  if (!bin) return <Empty next={t('explorer.panel.bin_next')}>{t('explorer.panel.bin_none')}</Empty>
  return (
    <>
      <DataTable
        columns={columns(lang)}
        rows={bin.rows}
        rowKey={(row) => row.market_id}
        rowHref={(row) => `/markets/${row.market_id}`}
        caption={t('explorer.panel.bin', { low: Math.round(bin.low * 100), high: Math.round(bin.high * 100) })}
      />
      <p className="mt-2 flex gap-3 text-small text-ink-3">
        {bin.rows.length < bin.markets && t('explorer.panel.bin_first', { shown: bin.rows.length, markets: bin.markets })}
        <a className="link" href={href({ bin: null })}>{t('explorer.panel.bin_clear')}</a>
      </p>
    </>
  )
}

function Result({ yes }: { yes: boolean }) {
  return <span className={yes ? 'font-medium text-yes' : 'font-medium text-no'} translate="no">{yes ? 'YES' : 'NO'}</span>
}
