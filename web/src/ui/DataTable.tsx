// The one table of the application: heads that sort by link, rows that open by key, columns the reader chooses, and never more
// rows in the document than the eye needs.
import { columnOrderingFeature, columnVisibilityFeature, rowSortingFeature, tableFeatures, useTable, type ReactTable, type Row, type RowData } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, type ReactNode } from 'react'
import { usePlace } from '../app/location'
import { useSearch } from '../app/search'
import { useWords } from '../words/words'
import { ColumnChoice, useColumnChoice } from './ColumnChoice'
import { Empty } from './Empty'
import { say } from './Live'
import { Tooltip } from './Tooltip'

export type Column<T> = {
  /** As the API names it. */
  name: string
  head: string
  unit?: string
  definition?: string
  /** Figures stand right, words left. */
  align?: 'left' | 'right'
  /** Long text that may break. */
  wrap?: boolean
  /** Left out where there is no room for it. */
  wide?: boolean
  cell: (row: T) => ReactNode
  /** What `sort` of the address is called, where the API sorts by it. */
  sort?: string
}

type Props<T> = {
  columns: Column<T>[]
  rows: T[]
  rowKey: (row: T) => string
  rowHref?: (row: T) => string | null
  total?: number | null
  nextCursor?: string | null
  caption: string
  empty?: ReactNode
  /** The reader may choose which columns to see. */
  choose?: boolean
}

const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature, rowSortingFeature, columnMeta: {} as Column<any> })
export type TableOf<T extends RowData> = ReactTable<typeof features, T>

const VIRTUAL_ABOVE = 200
const ROW_PX = 31
const OVERSCAN = 8

export function DataTable<T extends RowData>({ columns, rows, rowKey, rowHref, total, nextCursor, caption, empty, choose = columns.length > 6 }: Props<T>) {
  const { t } = useWords()
  const box = useRef<HTMLDivElement>(null)
  const table = useRows(columns, rows, rowKey)
  const virtual = rows.length > VIRTUAL_ABOVE
  const virtualizer = useVirtualizer({ count: virtual ? rows.length : 0, getScrollElement: () => box.current, estimateSize: () => ROW_PX, overscan: OVERSCAN })
  const known = total ?? rows.length
  useEffect(() => say(t('ui.table.rows', { rows: known })), [known, t])

  if (rows.length === 0) return <>{empty ?? <Empty>{t('ui.table.empty')}</Empty>}</>
  const all = table.getRowModel().rows
  const shown = virtual ? virtualizer.getVirtualItems().flatMap((item) => all[item.index] ?? []) : all
  const span = table.getVisibleLeafColumns().length

  return (
    <>
      <div ref={box} className="scrolls" data-tall={virtual || undefined} tabIndex={0} role="group" aria-label={caption}>
        <table className="table" data-rows aria-rowcount={virtual ? known + 1 : undefined}>
          <caption className="hidden-but-read">{caption}</caption>
          <thead><tr>{table.getVisibleLeafColumns().map((column) => <Head key={column.id} column={column} />)}</tr></thead>
          <tbody>
            {virtual && <Spacer span={span} height={virtualizer.getVirtualItems()[0]?.start ?? 0} />}
            {shown.map((row) => <Line key={row.id} row={row} href={rowHref?.(row.original) ?? null} measure={virtual ? virtualizer.measureElement : undefined} />)}
            {virtual && <Spacer span={span} height={virtualizer.getTotalSize() - (virtualizer.getVirtualItems().at(-1)?.end ?? 0)} />}
          </tbody>
        </table>
      </div>
      <Below shown={rows.length} known={known} nextCursor={nextCursor ?? null} opens={rowHref !== undefined}>
        {choose && <ColumnChoice table={table} />}
      </Below>
    </>
  )
}

/** The rows in the order of the server, which sorts as the address says; the columns as the reader wants them. */
function useRows<T extends RowData>(columns: Column<T>[], rows: T[], rowKey: (row: T) => string): TableOf<T> {
  const sort = useSearch().get('sort')
  const { choice, ...changes } = useColumnChoice(columns.map((column) => column.name))
  const definitions = useMemo(() => columns.map((column) => ({ id: column.name, sortDescFirst: column.align !== 'left', meta: column })), [columns])
  const sorting = columns
    .filter((column) => column.sort !== undefined && [column.sort, `-${column.sort}`].includes(sort ?? ''))
    .map((column) => ({ id: column.name, desc: sort !== column.sort }))
  return useTable({ features, columns: definitions, data: rows, getRowId: rowKey, manualSorting: true, state: { ...choice, sorting }, ...changes })
}

/** Figures begin with the largest, words with the first letter; the third time the list has its own order again. */
function Head<T extends RowData>({ column }: { column: ReturnType<TableOf<T>['getVisibleLeafColumns']>[number] }) {
  const search = useSearch()
  const { head, unit, definition, align, sort, wide } = column.columnDef.meta!
  const [now, next] = [column.getIsSorted(), column.getNextSortingOrder()]
  const words = <>{head}{unit && <span>, {unit}</span>}</>
  const text = sort === undefined ? words : (
    <a className="sort" data-sort={sort} href={search.href({ sort: next && (next === 'asc' ? sort : `-${sort}`) || null })}>
      {words}{now && <span aria-hidden="true">{now === 'asc' ? '↑' : '↓'}</span>}
    </a>
  )
  return (
    <th scope="col" data-align={align === 'left' ? 'left' : undefined} data-wide={wide || undefined} data-column={column.id} aria-sort={now ? `${now}ending` : undefined}>
      {definition ? <Tooltip text={definition} focusable={sort === undefined}><span className="underline decoration-line-2 decoration-dotted underline-offset-3">{text}</span></Tooltip> : text}
    </th>
  )
}

function Line<T extends RowData>({ row, href, measure }: { row: Row<typeof features, T>; href: string | null; measure?: ((element: Element | null) => void) | undefined }) {
  return (
    <tr ref={measure} data-row data-index={row.index} aria-rowindex={measure && row.index + 2} tabIndex={href ? undefined : -1}>
      {row.getVisibleCells().map(({ column }, at) => {
        const { cell, align, wrap, wide } = column.columnDef.meta!
        const inside = at === 0 && href ? <a className="hover:underline" data-open href={href}>{cell(row.original)}</a> : cell(row.original)
        const marks = { 'data-align': align === 'left' ? 'left' : undefined, 'data-wrap': wrap || undefined, 'data-wide': wide || undefined, 'data-column': column.id }
        return at === 0 ? <th key={column.id} scope="row" {...marks}>{inside}</th> : <td key={column.id} {...marks}>{inside}</td>
      })}
    </tr>
  )
}

function Spacer({ span, height }: { span: number; height: number }) {
  return height > 0 ? <tr aria-hidden="true"><td colSpan={span} className="p-0!" style={{ height }} /></tr> : null
}

function Below({ shown, known, nextCursor, opens, children }: { shown: number; known: number; nextCursor: string | null; opens: boolean; children: ReactNode }) {
  const { t } = useWords()
  const search = useSearch()
  const { href } = usePlace()
  const paged = search.get('cursor') !== null
  const here = useMemo(() => new URL(href, location.origin).href, [href])
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-small text-ink-3" data-below>
      <span>{known > shown ? t('ui.table.shown', { shown, rows: known }) : t('ui.table.rows', { rows: known })}</span>
      {known > VIRTUAL_ABOVE && shown > VIRTUAL_ABOVE && <span className="only-print">{t('ui.table.more_at', { more: known - VIRTUAL_ABOVE, address: here })}</span>}
      {paged && <a className="link no-print min-h-6 content-center" data-page-link="previous" href={search.href({ cursor: null })}>{t('ui.table.first')}</a>}
      {nextCursor && <a className="link no-print min-h-6 content-center" data-page-link="next" href={search.href({ cursor: nextCursor })}>{t('ui.table.next')} <kbd aria-hidden="true">]</kbd></a>}
      {children}
      {opens && <span className="no-print hidden items-center gap-1 md:inline-flex" aria-hidden="true"><kbd>j</kbd><kbd>k</kbd> {t('ui.table.move')} <kbd>{t('ui.key.enter')}</kbd> {t('ui.table.open')}</span>}
    </div>
  )
}
