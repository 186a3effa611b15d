// A table of estimates: value and events in each cell, tinted only where it differs beyond chance, striped where too few.
import type { ReactNode } from 'react'

export interface Cell {
  row: string
  column: string
  /** shown figure; null: too few to say */
  figure: string | null
  /** small figure under it */
  small: string
  /** the full sentence */
  label: string
  /** share of tint 0..1; 0: not significant, plain */
  tint: number
  side: 'above' | 'below'
  href: string
  data?: Record<`data-${string}`, string | number>
}

interface CellsProps {
  caption: string
  corner: string
  rows: { key: string; name: ReactNode }[]
  columns: { key: string; name: ReactNode }[]
  cells: readonly Cell[]
  few: string
  chosen?: { row?: string; column?: string }
}

const STRIPES = 'repeating-linear-gradient(135deg, var(--sunken) 0 4px, var(--surface) 4px 8px)'
const filling = (cell: Cell) => {
  if (cell.figure === null) return STRIPES
  if (!cell.tint) return 'var(--paper)'
  return `color-mix(in oklab, var(${cell.side === 'above' ? '--other' : '--warn'}) ${Math.round(8 + 34 * Math.min(1, cell.tint))}%, var(--surface))`
}

export function Cells({ caption, corner, rows, columns, cells, few, chosen = {} }: CellsProps) {
  const at = new Map(cells.map((cell) => [`${cell.row}\n${cell.column}`, cell]))
  const head = 'whitespace-nowrap px-2 py-1 text-[11.5px] font-medium text-ink-3'
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full border-separate border-spacing-[2px]">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className={`${head} text-left`}>
              {corner}
            </th>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={`${head} text-right ${chosen.column === column.key ? '!font-semibold !text-ink' : ''}`}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={row.key}>
              <th
                scope="row"
                className={`max-w-36 truncate px-2 text-left text-[12.5px] text-ink ${chosen.row === row.key ? 'font-semibold' : 'font-medium'}`}
              >
                {row.name}
              </th>
              {columns.map((column, c) => {
                const cell = at.get(`${row.key}\n${column.key}`)
                if (!cell) return <td key={column.key} style={{ background: STRIPES }} />
                return (
                  <td key={column.key} className="p-0" {...cell.data}>
                    <a
                      href={cell.href}
                      data-tint={cell.tint ? cell.side : undefined}
                      data-mark=""
                      data-x={c}
                      data-series={r}
                      tabIndex={-1}
                      className="block rounded-chip px-2 py-[3px] text-right whitespace-nowrap leading-4 text-ink no-underline"
                      style={{ background: filling(cell) }}
                    >
                      <span className="sr-only">{cell.label}</span>
                      {cell.figure === null ? (
                        <span aria-hidden="true" className="block text-[11.5px] text-ink-3">{few}</span>
                      ) : (
                        <span aria-hidden="true" className={`block text-[12.5px] ${cell.tint ? 'font-semibold' : 'text-ink-2'}`}>{cell.figure}</span>
                      )}
                      <span aria-hidden="true" className={`block text-mark ${cell.tint ? 'text-ink' : 'text-ink-2'}`}>{cell.small}</span>
                    </a>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
