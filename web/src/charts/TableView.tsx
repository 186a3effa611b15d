// The same values as the chart, as a table: what a screen reader or a doubting eye wants.
import { useWords } from '../words/words'

export interface Table {
  columns: string[]
  rows: (string | number | null)[][]
}

const MOST_ROWS = 500 // a series has thousands of points; all of them are in the data files

/** A value to read: numbers with at most five decimals, what is not known said in words. */
export function cellText(value: string | number | null, notKnown: string): string {
  if (value === null) return notKnown
  if (typeof value === 'string') return value
  if (!Number.isFinite(value)) return notKnown
  return String(Number(value.toFixed(5))).replace('-', '\u2212')
}

export function TableView({ title, table }: { title: string; table: Table }) {
  const { t } = useWords()
  const rows = table.rows.slice(0, MOST_ROWS)
  return (
    <div role="region" aria-label={title} tabIndex={0} data-table className="max-h-[420px] overflow-auto">
      <table className="w-full border-collapse text-small">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            {table.columns.map((column, k) => (
              <th
                key={column}
                scope="col"
                className={`sticky top-0 border-b border-line bg-surface px-2 py-1.5 font-medium text-ink-3 ${k ? 'text-right' : 'text-left'}`}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r} className="border-b border-line">
              {row.map((value, k) => {
                const words = cellText(value, t('charts.not_known'))
                return k === 0 ? (
                  <th key={k} scope="row" className="px-2 py-1 text-left font-normal text-ink">
                    {words}
                  </th>
                ) : (
                  <td key={k} data-value={value ?? undefined} className="px-2 py-1 text-right text-ink-2">
                    {words}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length > rows.length && (
        <p className="px-2 py-1.5 text-small text-ink-3">{t('charts.more_rows', { n: table.rows.length - rows.length })}</p>
      )}
    </div>
  )
}
