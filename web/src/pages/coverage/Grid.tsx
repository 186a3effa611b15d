// Source by day: the share that was seen, hatched below all of it; days are UTC days.
import type { ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { CoverageGrid } from '../../charts/CoverageGrid'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import type { List, RunRow } from '../shared/answers'
import { daysOf } from './days'
import type { CoverageAnswer } from './types'

export function Grid(): ReactNode {
  const { t } = useWords()
  const main = usePanel<CoverageAnswer>()
  const runs = usePanel<List<RunRow>>('runs')
  const days = main.answer ? main.answer.meta.days ?? daysOf(main.answer.data, runs.answer?.data ?? []) : []
  return (
    <Panel title={t('lists.coverage.grid')} note={t('lists.coverage.grid.note')} of={main} name="grid">
      <CoverageGrid days={days} title={t('lists.coverage.grid')} />
    </Panel>
  )
}
