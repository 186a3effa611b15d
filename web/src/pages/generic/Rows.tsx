// A list as a table: one column for each column of the JSON, by its name.
import { useMemo, type ReactNode } from 'react'
import { useSearch } from '../../app/search'
import { DataTable, type Column } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { useWords } from '../../words/words'
import { columnsOf, keyOf, type Row } from './shape'
import { isFigure, isLong, Value } from './Value'

type Props = { rows: Row[]; caption: string; total?: number | null; nextCursor?: string | null }

export function Rows({ rows, caption, total, nextCursor }: Props): ReactNode {
  const { t, tOr } = useWords()
  const sortable = useSearch().get('sort') !== null
  const columns = useMemo(() => columnsOf(rows).map((name): Column<Row> => ({
    name,
    head: tOr(`lists.column.${name}`, name.replaceAll('_', ' ')),
    align: isFigure(name, rows) ? 'right' : 'left',
    wrap: isLong(name, rows),
    cell: (row) => <Value name={name} row={row} />,
    ...(sortable ? { sort: name } : {}),
  })), [rows, tOr, sortable])
  const keys = useMemo(() => new Map(rows.map((row, at) => [row, keyOf(row, at)])), [rows])
  return (
    <DataTable columns={columns} rows={rows} rowKey={(row) => keys.get(row) ?? ''} total={total ?? rows.length} nextCursor={nextCursor ?? null} caption={caption}
      empty={<Empty next={t('lists.generic.empty.next')}>{t('lists.generic.empty')}</Empty>} />
  )
}
