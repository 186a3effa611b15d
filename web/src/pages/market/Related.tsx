// The other markets of the same event, and what their prices add up to.
import type { ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { probabilityInTable, share } from '../../format'
import { DataTable, type Column } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import type { One } from '../shared/answers'
import { shortNames } from '../event/names'
import type { EventAnswer, EventMarket } from '../event/types'
import { NotKnown } from '../shared/values'
import { VenueText } from '../shared/VenueText'
import type { MarketAnswer } from './types'

const SHOWN = 8

export function Related({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t, lang } = useWords()
  const panel = usePanel<One<EventAnswer>>('related')
  const markets = panel.answer?.data.markets ?? []
  const short = shortNames(markets.map((row) => row.question ?? row.market_id))
  const names = new Map(markets.map((row, at) => [row.market_id, short[at]]))
  const columns: Column<EventMarket>[] = [
    {
      name: 'question', head: t('lists.markets.question'), align: 'left', wrap: true,
      cell: (row) => row.market_id === answer.market.market_id
        ? <><VenueText wraps>{names.get(row.market_id)}</VenueText> <span className="note">({t('lists.market.related.this')})</span></>
        : <a className="link" href={`/markets/${encodeURIComponent(row.market_id)}`}><VenueText wraps>{names.get(row.market_id)}</VenueText></a>,
    },
    { name: 'price', head: t('lists.markets.price'), cell: (row) => (row.value === null ? <NotKnown /> : probabilityInTable(row.value, lang)) },
  ]
  const sum = panel.answer?.data.coherence.sum ?? null
  return (
    <Panel title={t('lists.market.related')} of={panel} name="related">
      {markets.length < 2
        ? <p className="note">{t('lists.market.related.none')} <a className="link" href="/events">{t('lists.market.related.next')}</a></p>
        : <DataTable columns={columns} rows={markets.slice(0, SHOWN)} rowKey={(row) => row.market_id} caption={t('lists.market.related')} />}
      {sum !== null && markets.length > 1 && <p className="note mt-2">{t('lists.market.related.sum', { sum: share(sum, lang) })}</p>}
      {answer.event && markets.length > SHOWN && <p className="note mt-2"><a className="link" href={`/events/${encodeURIComponent(answer.event.event_id)}`}>{t('lists.market.related.all')}</a></p>}
    </Panel>
  )
}
