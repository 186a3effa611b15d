// How trust itself has kept its word: calibration by fifth of trust, with the fifth of this market marked.
import type { ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { TrustRecord } from '../../charts/TrustRecord'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import type { List, TrustRecordRow } from '../shared/answers'
import type { MarketAnswer } from './types'

export function TrustRecordPanel({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t } = useWords()
  const panel = usePanel<List<TrustRecordRow>>('trust_record')
  const fifths = (panel.answer?.data ?? []).filter((row) => row.quintile > 0)
  const all = (panel.answer?.data ?? []).find((row) => row.quintile === 0)
  const judged = fifths.some((row) => row.slope !== null)
  return (
    <Panel title={t('lists.market.record')} note={t('lists.market.record.note')} of={panel} name="trust_record">
      {judged
        ? <TrustRecord rows={fifths} trust={answer.trust?.total ?? null} title={t('lists.market.record')} />
        : <Empty next={t('lists.market.record.empty.next')}>{t('lists.market.record.empty')}</Empty>}
      {judged && all && <p className="note mt-2">{t(all.verdict.startsWith('trust orders') ? 'lists.market.record.trust_orders' : 'lists.market.record.no_order')}</p>}
      <p className="note mt-2"><a className="link" href="/trust/reliability">{t('lists.market.record.all')}</a></p>
    </Panel>
  )
}
