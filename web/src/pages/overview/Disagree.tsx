/** Where prices disagree: with what past prices came to (recalibrated), and with each other inside one event. */
import type { PagePanel } from '../../app/page'
import { count, fixed, points, probabilityInTable } from '../../format'
import { DataTable, type Column } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { Estimate } from '../../ui/Estimate'
import { t, tOr, useWords, type Lang } from '../../words/words'
import { Part, Question } from './Part'
import type { GapToRecalibrated, Incoherent as Event } from './types'

const SHOWN = 6

const gapColumns = (lang: Lang): Column<GapToRecalibrated>[] => [
  { name: 'question', head: t('explorer.column.question'), align: 'left', cell: (row) => <Question text={row.question} /> },
  { name: 'price', head: t('explorer.column.price'), cell: (row) => probabilityInTable(row.price, lang) },
  {
    name: 'p_recalibrated', head: t('explorer.column.p_recalibrated'),
    cell: (row) => (
      <Estimate kind="probability" value={row.p_recalibrated} low={row.low} high={row.high} markets={row.n} events={row.n_events} />
    ),
  },
  { name: 'gap', head: t('explorer.column.gap'), cell: (row) => points(row.gap, lang) },
  { name: 'n_events', head: t('explorer.column.n_events'), definition: t('explorer.define.n_events'), cell: (row) => count(row.n_events, lang) },
]

export function Gaps({ rows, of }: { rows: GapToRecalibrated[]; of: PagePanel }) {
  const { t, lang } = useWords()
  return (
    <Part name="gaps_to_recalibrated" word="explorer.overview.gaps" of={of} href="/recalibrated/evidence" all="explorer.overview.all_evidence">
      <DataTable
        columns={gapColumns(lang)}
        rows={rows.slice(0, SHOWN)}
        rowKey={(row) => row.market_id}
        rowHref={(row) => `/markets/${row.market_id}`}
        caption={t('explorer.overview.gaps')}
        empty={<Empty next={t('explorer.overview.nothing_gap_next')}>{t('explorer.overview.nothing_gap')}</Empty>}
      />
    </Part>
  )
}

const eventColumns = (lang: Lang): Column<Event>[] => [
  { name: 'title', head: t('explorer.column.event'), align: 'left', cell: (row) => <Question text={row.title} /> },
  { name: 'kind', head: t('explorer.column.kind'), align: 'left', cell: (row) => tOr(`explorer.overview.kind_${row.kind}`, row.kind) },
  { name: 'sum', head: t('explorer.column.sum'), cell: (row) => (row.sum === null ? '' : fixed(row.sum * 100, 1)) },
  { name: 'gap', head: t('explorer.column.gap'), cell: (row) => points(row.gap, lang) },
]

export function Incoherent({ rows, of }: { rows: Event[]; of: PagePanel }) {
  const { t, lang } = useWords()
  const note = t('explorer.overview.incoherent_note')
  return (
    <Part name="incoherent" word="explorer.overview.incoherent" note={note} of={of} href="/events" all="explorer.overview.all_events">
      <DataTable
        columns={eventColumns(lang)}
        rows={rows.slice(0, SHOWN)}
        rowKey={(row) => row.event_id}
        rowHref={(row) => `/events/${row.event_id}`}
        caption={t('explorer.overview.incoherent')}
        empty={<Empty next={t('explorer.overview.nothing_incoherent_next')}>{t('explorer.overview.nothing_incoherent')}</Empty>}
      />
    </Part>
  )
}
