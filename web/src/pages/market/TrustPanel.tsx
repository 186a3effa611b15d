// Trust in this price: its parts with their weights, and openly which parts nobody can say yet.
import type { ReactNode } from 'react'
import { usePanel } from '../../app/page'
import type { TrustPart } from '../../charts/props'
import { TrustParts } from '../../charts/TrustParts'
import { share } from '../../format'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import { useValues } from '../shared/useValues'
import type { MarketAnswer, WeighedTrust } from './types'

const PARTS: TrustPart[] = ['liquidity', 'stability', 'question_quality', 'no_manipulation']

export function TrustPanel({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t } = useWords()
  const panel = usePanel('trust')
  const { trust } = answer
  const total = trust?.total ?? null
  const title = total === null ? t('lists.market.trust.panel.none') : t('lists.market.trust.panel', { total: Math.round(total) })
  return (
    <Panel title={title} note={t('lists.market.trust.note')} of={panel} name="trust">
      {trust === null
        ? <Empty next={t('lists.market.trust.empty.next')}>{t('lists.market.trust.empty')}</Empty>
        : <Parts trust={trust} />}
    </Panel>
  )
}

function Parts({ trust }: { trust: WeighedTrust }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <TrustParts trust={trust} weights={trust.weights} title={t('lists.market.trust.note')} />
      <Missing trust={trust} />
    </>
  )
}

/** What is not known of the weights; without a total the reason why. */
function Missing({ trust }: { trust: WeighedTrust }): ReactNode {
  const { t, lang } = useWords()
  const value = useValues()
  const missing = PARTS.filter((part) => trust[part] === null)
  if (missing.length === 0) return null
  const parts = missing.map((part) => value('market.trust.part', part)).join(', ')
  const word = trust.total === null ? 'lists.market.trust.too_few' : 'lists.market.trust.missing'
  return <p className="note mt-2">{t(word, { parts, share: share(trust.weight_present, lang) })}</p>
}
