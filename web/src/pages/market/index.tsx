// One market: can I believe this price now? Left what the price did and what it is read as, right why it may be believed.
import { usePanel } from '../../app/page'
import type { One } from '../shared/answers'
import { Believe } from './Believe'
import { Cutoffs, Snapshots } from './Cutoffs'
import { Gaps } from './Gaps'
import { MarketHead } from './Head'
import { History } from './History'
import { PricePanel } from './PricePanel'
import { ReadingsPanel } from './ReadingsPanel'
import { Related } from './Related'
import { Resolution } from './Resolution'
import { TrustPanel } from './TrustPanel'
import { TrustRecordPanel } from './TrustRecordPanel'
import type { MarketAnswer } from './types'

// Two columns; where there is one, the sentence on belief comes first.
const GRID = 'grid items-start gap-4 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,2.25fr)_minmax(0,1fr)] lg:grid-rows-[auto_auto_1fr]'

export default function MarketPage() {
  const answer = usePanel<One<MarketAnswer>>().answer?.data
  if (!answer) return null
  const ended = answer.market.status === 'RESOLVED' || answer.market.status === 'VOID'
  return (
    <>
      <MarketHead answer={answer} />
      <div className={GRID}>
        <div className="grid min-w-0 gap-4 lg:col-start-2 lg:row-start-1">{ended ? <Resolution answer={answer} /> : <Believe />}</div>
        <div className="grid min-w-0 gap-4 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <PricePanel answer={answer} />
          <ReadingsPanel answer={answer} />
        </div>
        <div className="grid min-w-0 gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-2">
          <TrustPanel answer={answer} />
          <TrustRecordPanel answer={answer} />
          <Related answer={answer} />
          <Gaps answer={answer} />
        </div>
        <div className="grid min-w-0 gap-4 lg:col-start-1 lg:row-start-3">
          <Cutoffs answer={answer} />
          <Snapshots answer={answer} />
          <History answer={answer} />
        </div>
      </div>
    </>
  )
}
