// Which columns of a table to see, and in which order: the reader's own, kept in this browser per kind of table.
import { functionalUpdate, type RowData, type Updater } from '@tanstack/react-table'
import { useRef, useState } from 'react'
import { useWords } from '../words/words'
import type { TableOf } from './DataTable'
import { Menu } from './Menu'
import { copyText } from './Copy'

type Choice = { columnOrder: string[]; columnVisibility: Record<string, boolean> }

/** What the reader chose for tables with columns of these names, as state that a table takes and changes. */
export function useColumnChoice(names: string[]) {
  const key = `credence.columns.${names.join(' ')}`
  const [choice, setChoice] = useState(() => kept(key))
  const now = useRef(choice)
  const change = <Part extends keyof Choice>(part: Part) => (to: Updater<Choice[Part]>) => {
    now.current = { ...now.current, [part]: functionalUpdate(to, now.current[part]) }
    setChoice(now.current)
    try {
      localStorage.setItem(key, JSON.stringify(now.current))
    } catch {
      return // storage switched off: the choice holds for this visit
    }
  }
  return { choice, onColumnOrderChange: change('columnOrder'), onColumnVisibilityChange: change('columnVisibility') }
}

/** The first column stays where it is: it names the row. */
export function ColumnChoice<T extends RowData>({ table }: { table: TableOf<T> }) {
  const { t } = useWords()
  const columns = table.getAllLeafColumns()
  const earlier = (at: number) => {
    const names = columns.map((column) => column.id)
    names.splice(at - 1, 0, ...names.splice(at, 1))
    table.setColumnOrder(names)
  }
  const reset = () => {
    table.resetColumnOrder(true)
    table.resetColumnVisibility(true)
  }
  return (
    <span className="no-print">
      <Menu label={t('ui.table.columns')} button={t('ui.table.columns')} align="left">
        {columns.map((column, at) => at > 0 && (
          <span key={column.id} className="flex items-center">
            <label>
              <span>{column.columnDef.meta?.head}</span>
              <input type="checkbox" className="check" checked={column.getIsVisible()} onChange={() => column.toggleVisibility()} />
            </label>
            <button type="button" className="w-auto!" disabled={at === 1} aria-label={t('ui.table.earlier', { column: column.id })} onClick={() => earlier(at)}>
              <span aria-hidden="true">↑</span>
            </button>
          </span>
        ))}
        <button type="button" data-closes onClick={(event) => void copyText(asText(event.currentTarget.closest('[data-panel]')))}>{t('ui.table.copy')}</button>
        <button type="button" data-closes onClick={reset}>{t('ui.table.all_columns')}</button>
      </Menu>
    </span>
  )
}

/** The rows in the document, tabs between cells. */
function asText(panel: Element | null): string {
  const rows = [...(panel?.querySelectorAll<HTMLTableRowElement>('[data-rows] tr:not([aria-hidden])') ?? [])]
  return rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()).join('\t')).join('\n')
}

function kept(key: string): Choice {
  const nothing = { columnOrder: [], columnVisibility: {} }
  try {
    return { ...nothing, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as object) }
  } catch {
    return nothing
  }
}
