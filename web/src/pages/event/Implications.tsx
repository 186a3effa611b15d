// What one price says about another: if the first comes true so must the second, so it must not cost more.
import type { ReactNode } from 'react'
import { points, probabilityInTable } from '../../format'
import { Chip } from '../../ui/Chip'
import { DataTable, type Column } from '../../ui/DataTable'
import { useWords } from '../../words/words'
import { Moment, NotKnown } from '../shared/values'
import { VenueText } from '../shared/VenueText'
import { shortNames } from './names'
import type { Implication } from './types'

export function Implications({ rows }: { rows: Implication[] }): ReactNode {
  const { t, lang } = useWords()
  if (rows.length === 0) return <p className="note">{t('lists.event.no_implications')} {t('lists.event.no_implications.next')}</p>
  const ids = [...rows.map((row) => row.market_id), ...rows.map((row) => row.implied_market_id)]
  const names = shortNames([...rows.map((row) => row.question ?? row.market_id), ...rows.map((row) => row.implied_question ?? row.implied_market_id)])
  const market = (id: string): ReactNode => (
    <a className="link" href={`/markets/${encodeURIComponent(id)}`}><VenueText>{names[ids.indexOf(id)]}</VenueText></a>
  )
  const price = (p: number | null): ReactNode => (p === null ? <NotKnown /> : probabilityInTable(p, lang))
  const columns: Column<Implication>[] = [
    { name: 'question', head: t('lists.event.implication.if'), align: 'left', wrap: true, cell: (row) => market(row.market_id) },
    { name: 'price', head: t('lists.markets.price'), cell: (row) => price(row.price) },
    { name: 'implied_question', head: t('lists.event.implication.then'), align: 'left', wrap: true, cell: (row) => market(row.implied_market_id) },
    { name: 'implied_price', head: t('lists.markets.price'), cell: (row) => price(row.implied_price) },
    { name: 'gap', head: t('lists.event.implication.gap'), cell: (row) => (row.gap === null ? <NotKnown /> : points(row.gap, lang)) },
    { name: 'broken', head: t('lists.coverage.status'), align: 'left', cell: (row) => <Holds broken={row.broken} /> },
    { name: 'since', head: t('lists.event.implication.since'), align: 'left', cell: (row) => (row.since ? <Moment at={row.since} /> : '') },
  ]
  return <DataTable columns={columns} rows={rows} rowKey={(row) => `${row.market_id} ${row.implied_market_id}`} caption={t('lists.event.implications.caption')} choose={false} />
}

function Holds({ broken }: { broken: boolean | null }): ReactNode {
  const { t } = useWords()
  if (broken === null) return <NotKnown />
  return <Chip tone={broken ? 'breach' : 'ok'}>{t(broken ? 'lists.event.implication.broken' : 'lists.event.implication.holds')}</Chip>
}
