// The price, the range it was expected in, when it left it, and what we did not see of it; in a window that the address holds.
import type { ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { PriceChart } from '../../charts/PriceChart'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { Segments } from '../../ui/Segments'
import { useWords } from '../../words/words'
import type { BandRow, BreachRow, List, PriceRow } from '../shared/answers'
import { DEFAULT_WINDOW, type MarketAnswer, WINDOWS } from './types'

export function PricePanel({ answer }: { answer: MarketAnswer }): ReactNode {
  const { t } = useWords()
  const prices = usePanel<List<PriceRow>>('prices')
  const bands = usePanel<List<BandRow>>('bands')
  const breaches = usePanel<List<BreachRow>>('breaches')
  const main = usePanel()
  const rows = prices.answer?.data ?? []
  const since = rows[0]?.ts ?? null
  const ended = answer.market.status !== 'ACTIVE' // then nothing is to come after the last price
  const shown = (breaches.answer?.data ?? []).filter((row) => since === null || row.due_at >= since)
  if (answer.window.until === null)
    return (
      <Panel title={t('lists.market.chart')} of={main} name="prices">
        <Empty next={<a className="link" href="/coverage">{t('lists.market.gaps.next')}</a>}>{t('lists.market.no_price')}</Empty>
      </Panel>
    )
  return (
    <Panel title={t('lists.market.chart')} of={prices} name="prices" actions={<Windows />}>
      <p className="note mb-2">{t('lists.market.chart.note')}</p>
      <PriceChart
        prices={rows}
        bands={bands.answer?.data ?? []}
        breaches={shown}
        gaps={answer.gaps.filter((gap) => since === null || gap.until === null || gap.until > since)}
        asOf={ended ? answer.window.until : prices.answer?.meta.as_of ?? null}
        until={ended ? answer.window.until : null}
        title={t('lists.market.chart')}
      />
      {prices.answer?.meta.thinned && <p className="note">{t('lists.market.chart.thinned', { count: rows.length })}</p>}
    </Panel>
  )
}

function Windows(): ReactNode {
  const { t } = useWords()
  const options = WINDOWS.map((value) => ({ value, label: t(`lists.market.window.${value}`) }))
  return <Segments name="window" options={options} default={DEFAULT_WINDOW} />
}
