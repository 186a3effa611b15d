/** What moved: the newest prices outside the range that was normal for them. */
import type { PagePanel } from '../../app/page'
import { useReader, type Zone } from '../../app/reader'
import { clock, fixed } from '../../format'
import { DataTable, type Column } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { t, useWords } from '../../words/words'
import { named } from '../explorer/names'
import { Part, Question } from './Part'
import type { Moved as Row } from './types'

function columns(zone: Zone): Column<Row>[] {
  return [
    {
      name: 'question', head: t('explorer.column.question'), align: 'left',
      cell: (row) => <Question text={row.question} small={`${clock(row.ts, zone)}, ${named(row.category)}`} />,
    },
    {
      name: 'p', head: t('explorer.column.move'),
      cell: (row) => (
        <>
          {percent(row.p_before)} → <b className="font-[600] text-breach">{percent(row.p)}</b>
        </>
      ),
    },
    {
      name: 'q10', head: t('explorer.column.range'),
      cell: (row) => <span className="text-ink-3">{`[${percent(row.q10)}, ${percent(row.q90)}]`}</span>,
    },
  ]
}

/** So many fit beside the other parts on one screen. */
const SHOWN = 6

/** Moves of less than a point are moves too: one digit more than elsewhere. */
const percent = (value: number) => fixed(value * 100, 1)

export function Moved({ rows, of }: { rows: Row[]; of: PagePanel }) {
  const { t } = useWords()
  const { zone } = useReader()
  const note = t('explorer.overview.moved_note')
  return (
    <Part name="moved" word="explorer.overview.moved" note={note} of={of} href="/bands/breaches" all="explorer.overview.all_breaches">
      <DataTable
        columns={columns(zone)}
        rows={rows.slice(0, SHOWN)}
        rowKey={(row) => `${row.market_id}|${row.ts}`}
        rowHref={(row) => `/markets/${row.market_id}`}
        caption={t('explorer.overview.moved')}
        empty={<Empty next={t('explorer.overview.nothing_moved_next')}>{t('explorer.overview.nothing_moved')}</Empty>}
      />
    </Part>
  )
}
