// One honest sentence from the server on whether this price can be believed now, and the last times it left its range.
import type { ReactNode } from 'react'
import { usePage, usePanel } from '../../app/page'
import { fixed } from '../../format'
import { Chip } from '../../ui/Chip'
import { DataTable, type Column } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { Sentence } from '../../ui/Sentence'
import { useWords } from '../../words/words'
import type { BreachRow, List } from '../shared/answers'
import { Moment } from '../shared/values'

const SHOWN = 5

export function Believe(): ReactNode {
  const { t } = useWords()
  const { sentence } = usePage()
  const breaches = usePanel<List<BreachRow>>('breaches')
  const rows = (breaches.answer?.data ?? []).filter((row) => row.band_calibration === 'conformal').slice(0, SHOWN)
  return (
    <Panel title={t('lists.market.believe')} of={breaches} name="breaches">
      <Sentence parts={sentence} />
      {rows.length > 0 && <><h3 className="mt-3">{t('lists.market.breaches')}</h3><Breaches rows={rows} /></>}
    </Panel>
  )
}

/** With one decimal, because what left its range often did so narrowly. */
function Breaches({ rows }: { rows: BreachRow[] }): ReactNode {
  const { t } = useWords()
  const columns: Column<BreachRow>[] = [
    { name: 'due_at', head: t('lists.market.breach.due_at'), align: 'left', wrap: true, cell: (row) => <Moment at={row.due_at} /> },
    { name: 'side', head: t('lists.market.breach.side'), align: 'left', cell: (row) => <Chip tone="breach">{t(row.side === 'above' ? 'lists.markets.above' : 'lists.markets.below')}</Chip> },
    { name: 'p', head: t('lists.markets.price'), cell: (row) => fixed(100 * row.p, 1) },
    {
      name: 'q90', head: t('lists.market.breach.range'),
      cell: (row) => t('lists.markets.range', { low: fixed(100 * row.q10, 1), high: fixed(100 * row.q90, 1) }),
    },
  ]
  return <DataTable columns={columns} rows={rows} rowKey={(row) => `${row.due_at} ${row.horizon_steps}`} caption={t('lists.market.breaches.caption')} />
}
