// What scores are made of: the price shown at each moment before the end; and the hourly state beside it.
import { useState, type ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { age, money, probabilityInTable } from '../../format'
import { DataTable, type Column } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import type { Cutoff } from '../shared/answers'
import { Inferred } from '../shared/Inferred'
import { useValues } from '../shared/useValues'
import { Moment, NotKnown } from '../shared/values'
import type { MarketAnswer, Snapshot } from './types'

const SHOWN_CUTOFFS = 12 // the others by a click
const SHOWN = 8 // snapshots; the others are at the address of the features

export function Cutoffs({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t, lang } = useWords()
  const value = useValues()
  const main = usePanel()
  const [all, setAll] = useState(false)
  const every = [...answer.cutoffs].sort((a, b) => (a.cutoff_at < b.cutoff_at ? 1 : -1))
  const columns: Column<Cutoff>[] = [
    { name: 'cutoff_at', head: t('lists.market.cutoff_at'), align: 'left', cell: (row) => <Moment at={row.cutoff_at} /> },
    { name: 'horizon', head: t('lists.market.horizon'), cell: (row) => value('market.horizon', row.horizon) },
    { name: 'anchor', head: t('lists.market.anchor'), align: 'left', cell: (row) => value('market.anchor', row.anchor) },
    { name: 'p_yes', head: t('lists.markets.price'), cell: (row) => (row.p_yes === null ? <NotKnown /> : probabilityInTable(row.p_yes, lang)) },
    { name: 'age_seconds', head: t('lists.market.price_age'), cell: (row) => (row.age_seconds === null ? <NotKnown /> : age(row.age_seconds, lang)) },
    { name: 'price_status', head: t('lists.market.price_status'), align: 'left', cell: (row) => value('market.price_status', row.price_status) },
    { name: 'end_known', head: t('lists.market.end_known'), align: 'left', cell: (row) => <EndKnown row={row} /> },
    { name: 'liquidity_bucket', head: t('lists.markets.liquidity_bucket'), align: 'left', cell: (row) => value('liquidity', row.liquidity_bucket) },
  ]
  return (
    <Panel title={t('lists.market.cutoffs')} note={t('lists.market.cutoffs.note')} of={main} name="cutoffs">
      {every.length === 0
        ? <Empty next={t('lists.market.cutoffs.empty.next')}>{t('lists.market.cutoffs.empty')}</Empty>
        : <DataTable columns={columns} rows={every.slice(0, all ? every.length : SHOWN_CUTOFFS)} rowKey={(row) => `${row.anchor} ${row.horizon} ${row.cutoff_at}`} total={every.length} caption={t('lists.market.cutoffs.caption')} />}
      {!all && every.length > SHOWN_CUTOFFS && (
        <button type="button" className="button mt-2" onClick={() => setAll(true)}>{t('lists.market.cutoffs.all', { count: every.length })}</button>
      )}
    </Panel>
  )
}

function EndKnown({ row }: { row: Cutoff }): ReactNode {
  const value = useValues()
  const { t } = useWords()
  const words = value('market.end_known', row.end_known)
  return row.end_known === 'assumed' ? <Inferred rule={t('lists.market.end_known.rule')}>{words}</Inferred> : words
}

export function Snapshots({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t, lang } = useWords()
  const value = useValues()
  const main = usePanel()
  if (answer.snapshots.length === 0) return null
  const rows = answer.snapshots.slice(0, SHOWN)
  const usdc = (amount: number | null): ReactNode => (amount === null ? <NotKnown /> : money(amount, lang, { unit: false }))
  const columns: Column<Snapshot>[] = [
    { name: 'ts', head: t('lists.market.snapshot.ts'), align: 'left', cell: (row) => <Moment at={row.ts} /> },
    { name: 'p_yes', head: t('lists.markets.price'), cell: (row) => (row.p_yes === null ? <NotKnown /> : probabilityInTable(row.p_yes, lang)) },
    { name: 'volume_24h', head: t('lists.market.snapshots.volume'), cell: (row) => usdc(row.volume_24h) },
    { name: 'open_interest', head: t('lists.market.snapshots.oi'), cell: (row) => usdc(row.open_interest) },
    { name: 'liquidity_bucket', head: t('lists.markets.liquidity_bucket'), align: 'left', cell: (row) => value('liquidity', row.liquidity_bucket) },
  ]
  return (
    <Panel title={t('lists.market.snapshots.title')} note={t('lists.market.snapshots.note', { count: rows.length })} of={main} name="snapshots">
      <DataTable columns={columns} rows={rows} rowKey={(row) => row.ts} caption={t('lists.market.snapshots.caption')} />
      <p className="note mt-2"><a className="link" href={`/markets/${encodeURIComponent(answer.market.market_id)}/features`}>{t('lists.market.snapshots.all')}</a></p>
    </Panel>
  )
}
