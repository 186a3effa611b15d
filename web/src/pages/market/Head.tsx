// The head of a market: its event, its question, where it stands, and the three figures one looks for first.
import type { ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { age, probability } from '../../format'
import { Chip } from '../../ui/Chip'
import { useWords } from '../../words/words'
import { metaOf } from '../shared/answers'
import { rangeText } from '../shared/range'
import { useValues } from '../shared/useValues'
import { Moment, TimeLeft } from '../shared/values'
import { VenueText } from '../shared/VenueText'
import type { MarketAnswer } from './types'

export function MarketHead({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t } = useWords()
  const { market, event } = answer
  return (
    <header className="grid gap-x-8 gap-y-3 md:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        {event && (
          <p className="m-0">
            <a className="link" href={`/events/${encodeURIComponent(event.event_id)}`}><VenueText id={event.event_id}>{event.title}</VenueText></a>{' '}
            <span className="note">{t('lists.market.event_count', { count: event.n_markets })}</span>
          </p>
        )}
        <h1 tabIndex={-1} data-column="question"><VenueText id={market.market_id}>{market.question}</VenueText></h1>
        <MarketFacts answer={answer} />
      </div>
      <HeadFigures answer={answer} />
    </header>
  )
}

function MarketFacts({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t } = useWords()
  const value = useValues()
  const { market, snapshots } = answer
  const asOf = metaOf(usePanel()).as_of
  const seconds = market.end_ts && asOf ? (Date.parse(market.end_ts) - Date.parse(asOf)) / 1000 : null
  return (
    <ul className="mt-2 flex list-none flex-wrap items-center gap-x-3 gap-y-1 p-0 text-ink-2">
      <li data-column="status"><Chip tone={market.status === 'ACTIVE' ? 'ok' : 'plain'}>{value('status', market.status)}</Chip></li>
      <li data-column="category">{value('category', market.category)}</li>
      <li data-column="liquidity_bucket">{t('lists.market.liquidity', { liquidity: value('liquidity', snapshots[0]?.liquidity_bucket ?? 'UNKNOWN') })}</li>
      {market.status === 'ACTIVE' && <li data-column="end_ts"><TimeLeft at={market.end_ts} seconds={seconds} /></li>}
      {market.start_ts && <li data-column="start_ts">{t('lists.market.opened')} <Moment at={market.start_ts} /></li>}
      <li data-column="market_id">{t('lists.market.number', { market_id: market.market_id })}</li>
    </ul>
  )
}

function HeadFigures({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t, lang } = useWords()
  const value = useValues()
  const { price, normal } = answer.readings
  const { outcome } = answer
  const ended = answer.market.status === 'RESOLVED' || answer.market.status === 'VOID'
  const total = answer.trust?.total ?? null
  return (
    <dl className="m-0 flex flex-wrap gap-x-8 gap-y-2 md:justify-end md:text-right" data-panel="head">
      <Figure name="price" word={t(ended ? 'lists.market.price.last' : 'lists.market.price')}
        value={price && probability(price.value, lang)}
        note={price && t('lists.market.price.old', { age: age(price.age_seconds, lang) })} />
      {ended && outcome
        ? <Figure name="outcome" word={t('lists.market.outcome.head')} value={value('outcome', outcome.status)} note={value('provenance', outcome.provenance)} />
        : <Figure name="normal" word={t('lists.market.normal')} value={normal && rangeText(normal.q10, normal.q90, lang)} note={<WhereInRange answer={answer} />} />}
      <Figure name="trust" word={t('lists.market.trust')} value={total === null ? null : String(Math.round(total))}
        note={total === null ? t('lists.market.trust.none') : t('lists.market.trust.of')} />
    </dl>
  )
}

function WhereInRange({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t } = useWords()
  const { normal } = answer.readings
  if (!normal || normal.outside === null) return t('lists.market.normal.none')
  if (!normal.side) return t('lists.market.normal.inside')
  return <span className="text-breach">{t(normal.side === 'above' ? 'lists.markets.outside.above' : 'lists.markets.outside.below')}</span>
}

function Figure({ name, word, value, note }: { name: string; word: string; value: string | null; note: ReactNode }): ReactNode {
  return (
    <div data-column={name}>
      <dt className="note">{word}</dt>
      <dd className="m-0">
        <span className="block text-display whitespace-nowrap">{value ?? <span aria-hidden="true" className="text-ink-3">–</span>}</span>
        <span className="note">{note}</span>
      </dd>
    </div>
  )
}
