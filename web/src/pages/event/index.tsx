// One event: its markets side by side, what their prices add up to, and what one price says about another.
import type { ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { Ladder } from '../../charts/Ladder'
import { SumSeries } from '../../charts/SumSeries'
import { age, points, share } from '../../format'
import { Chip } from '../../ui/Chip'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import type { One } from '../shared/answers'
import { useValues } from '../shared/useValues'
import { Implications } from './Implications'
import { shortNames } from './names'
import type { EventAnswer, EventMarket } from './types'

export default function EventPage() {
  const { t } = useWords()
  const main = usePanel<One<EventAnswer>>()
  const answer = main.answer?.data
  if (!answer) return null
  return (
    <>
      <Facts answer={answer} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title={t('lists.event.ladder')} note={t('lists.event.ladder.note')} of={main} name="markets">
          <Ladder rows={stepsOf(answer.markets)} title={t('lists.event.ladder')} />
        </Panel>
        {answer.coherence.kind === 'sum' && (
          <Panel title={t('lists.event.sum')} note={t('lists.event.sum.note')} of={main} name="sum">
            {answer.series.some((row) => row.sum !== null)
              ? <SumSeries series={answer.series} legs={answer.coherence.n_markets} title={t('lists.event.sum')} />
              : <Empty next={t('lists.event.sum.empty.next')}>{t('lists.event.sum.empty')}</Empty>}
          </Panel>
        )}
        <Panel title={t('lists.event.implications')} of={main} name="implications">
          <Implications rows={answer.implications} />
        </Panel>
      </div>
    </>
  )
}

/** A market holds when the one before it, which implies it, does not cost more. */
function stepsOf(markets: EventMarket[]) {
  const names = shortNames(markets.map((row) => row.question ?? row.market_id))
  return markets.map((row, at) => ({
    market_id: row.market_id, name: names[at] ?? row.market_id, price: row.value ?? row.price, low: row.q10_1h, high: row.q90_1h,
    holds: markets[at - 1]?.implies_next ?? null, href: `/markets/${encodeURIComponent(row.market_id)}`,
  }))
}

function Facts({ answer }: { answer: EventAnswer }): ReactNode {
  const { t, lang } = useWords()
  const value = useValues()
  const { coherence } = answer
  return (
    <ul className="m-0 flex list-none flex-wrap items-center gap-x-3 gap-y-1 p-0 text-ink-2" data-panel="main">
      <li data-column="open"><Chip tone={coherence.open ? 'ok' : 'plain'}>{value('status', coherence.open ? 'ACTIVE' : 'RESOLVED')}</Chip></li>
      <li data-column="n_markets">{t('lists.market.event_count', { count: coherence.n_markets })}</li>
      <li data-column="kind">{t('lists.event.must', { kind: value('events.kind', coherence.kind) })}</li>
      {coherence.sum !== null && <li data-column="sum">{t('lists.event.sum_now', { sum: share(coherence.sum, lang) })}</li>}
      {coherence.holds !== null && (
        <li data-column="holds"><Chip tone={coherence.holds ? 'ok' : 'breach'}>{t(coherence.holds ? 'lists.event.implication.holds' : 'lists.event.implication.broken')}</Chip></li>
      )}
      {coherence.gap !== null && <li data-column="gap">{t('lists.event.gap_now', { gap: points(coherence.gap, lang) })}</li>}
      {coherence.age_seconds !== null && <li data-column="age_seconds">{t('lists.event.age_now', { age: age(coherence.age_seconds, lang) })}</li>}
    </ul>
  )
}
