// How a market ended: the outcome, where that is known from, and whether scores may use it.
import type { ReactNode } from 'react'
import { usePage, usePanel } from '../../app/page'
import { Chip } from '../../ui/Chip'
import { Panel } from '../../ui/Panel'
import { Sentence } from '../../ui/Sentence'
import { useWords } from '../../words/words'
import type { Outcome } from '../shared/answers'
import { type Fact, Facts } from '../shared/Facts'
import { Inferred } from '../shared/Inferred'
import { useValues } from '../shared/useValues'
import { Moment } from '../shared/values'
import { VenueText } from '../shared/VenueText'
import type { MarketAnswer } from './types'

export function Resolution({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t } = useWords()
  const main = usePanel()
  const { sentence } = usePage()
  return (
    <Panel title={t('lists.market.resolution')} of={main} name="outcome">
      {answer.outcome && <p className="m-0 mb-2 text-figure"><Ended outcome={answer.outcome} names={answer.market.outcomes} /></p>}
      <Sentence parts={sentence} className="mb-3 text-body text-ink-2" />
      {answer.outcome && <Provenance outcome={answer.outcome} />}
    </Panel>
  )
}

/** The outcome in a word; inferred ones are marked as such. */
function Ended({ outcome, names }: { outcome: Outcome; names: string[] }): ReactNode {
  const { t } = useWords()
  const value = useValues()
  const tone = outcome.status === 'RESOLVED_TRUE' ? 'yes' : outcome.status === 'RESOLVED_FALSE' ? 'no' : 'plain'
  const word = <Chip tone={tone}>{value('status', outcome.status)}</Chip>
  const winner = outcome.outcome_index === null ? undefined : names[outcome.outcome_index]
  return (
    <span data-column="status">
      {outcome.provenance === 'inferred' ? <Inferred rule={t('lists.market.resolution.inferred')}>{word}</Inferred> : word}{' '}
      {winner && <VenueText>{winner}</VenueText>}
    </span>
  )
}

function Provenance({ outcome }: { outcome: Outcome }): ReactNode {
  const { t } = useWords()
  const value = useValues()
  const yesNo = (is: boolean): string => t(is ? 'lists.yes' : 'lists.no')
  const source = value('provenance', outcome.provenance)
  const facts: Fact[] = [
    {
      name: 'provenance', word: t('lists.market.resolution.provenance'),
      value: outcome.provenance === 'inferred' ? <Inferred rule={t('lists.market.resolution.inferred')}>{source}</Inferred> : source,
    },
    { name: 'rule', word: t('lists.market.resolution.rule'), value: <code>{outcome.rule}</code> },
    { name: 'resolved_at', word: t('lists.market.resolution.at'), value: <Moment at={outcome.resolved_at} /> },
    { name: 'scored', word: t('lists.market.resolution.scored'), value: yesNo(outcome.scored) },
    { name: 'disputed', word: t('lists.market.resolution.disputed'), value: yesNo(outcome.disputed) },
    { name: 'independent', word: t('lists.market.resolution.independent'), value: yesNo(outcome.independent) },
  ]
  return <Facts facts={facts} />
}
