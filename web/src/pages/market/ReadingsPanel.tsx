// The readings of one question on one axis: the market's price, the recalibrated one, and what is normal for the next hour.
import type { ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { Readings } from '../../charts/Readings'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import type { MarketAnswer } from './types'

export function ReadingsPanel({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t } = useWords()
  const main = usePanel()
  const { price, recalibrated, normal } = answer.readings
  return (
    <Panel title={t('lists.market.readings')} note={t('lists.market.readings.note')} of={main} name="readings">
      {price === null && recalibrated === null && normal === null
        ? <p className="note">{t('lists.market.no_readings')}</p>
        : <Readings price={price} recalibrated={recalibrated} normal={normal?.next ?? null} title={t('lists.market.readings')} />}
      <p className="note mt-2">
        <a className="link" href={`/tsfm/forecast#market_id=${encodeURIComponent(answer.market.market_id)}`}>{t('lists.market.forecast')}</a>
      </p>
    </Panel>
  )
}
