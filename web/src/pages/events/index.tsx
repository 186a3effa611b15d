// The coherence monitor: events whose prices must fit together, and by how much they do not.
import { usePanel } from '../../app/page'
import { age, points, share } from '../../format'
import { DataTable, type Column } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import { EventFilters } from './EventFilters'
import type { EventRow } from '../event/types'
import type { List } from '../shared/answers'
import { useValues } from '../shared/useValues'
import { NotKnown } from '../shared/values'
import { VenueText } from '../shared/VenueText'

export default function Events() {
  const { t } = useWords()
  const panel = usePanel<List<EventRow>>()
  const columns = useColumns()
  return (
    <>
      <EventFilters />
      <Panel title={t('lists.events.list')} note={t('lists.events.note')} of={panel} name="main">
        <DataTable
          columns={columns}
          rows={panel.answer?.data ?? []}
          rowKey={(row) => row.event_id}
          rowHref={(row) => `/events/${encodeURIComponent(row.event_id)}`}
          total={panel.answer?.total ?? null}
          nextCursor={panel.answer?.next_cursor ?? null}
          caption={t('lists.events.caption')}
          empty={<Empty next={t('lists.events.empty.next')}>{t('lists.events.empty')}</Empty>}
        />
      </Panel>
    </>
  )
}

function useColumns(): Column<EventRow>[] {
  const { t, lang } = useWords()
  const value = useValues()
  return [
    { name: 'title', sort: 'title', head: t('lists.events.title'), align: 'left', wrap: true, cell: (row) => <VenueText id={row.event_id} wraps>{row.title}</VenueText> },
    { name: 'category', sort: 'category', head: t('lists.markets.category'), align: 'left', cell: (row) => value('category', row.category) },
    { name: 'n_markets', sort: 'n_markets', head: t('lists.events.n_markets'), cell: (row) => row.n_markets },
    { name: 'kind', sort: 'kind', head: t('lists.events.kind'), align: 'left', cell: (row) => value('events.kind', row.kind) },
    { name: 'sum', sort: 'sum', head: t('lists.events.sum'), cell: (row) => (row.sum === null ? <NotKnown /> : share(row.sum, lang)) },
    {
      name: 'gap', sort: 'gap', head: t('lists.events.gap'), definition: t('lists.events.gap.definition'),
      cell: (row) => (row.gap === null ? <NotKnown /> : points(row.gap, lang)),
    },
    { name: 'age_seconds', sort: 'age_seconds', head: t('lists.events.age'), cell: (row) => (row.age_seconds === null ? <NotKnown /> : age(row.age_seconds, lang)) },
  ]
}
