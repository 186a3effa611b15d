// What an answer is made of: plain values, estimates with their ends, lists of rows, and objects inside.
export type Row = Record<string, unknown>
export type Found = { value: number | null; low: number | null; high: number | null; n: number | null; n_events: number | null; few: boolean }

const STARTS_OTHERWISE: Record<string, [string, string]> = { share_yes: ['share_low', 'share_high'], p_recalibrated: ['low', 'high'] }

export const isRecord = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)
export const isEstimate = (value: unknown): value is Row => isRecord(value) && 'value' in value && 'low' in value && 'high' in value
export const isRows = (value: unknown): value is Row[] => Array.isArray(value) && isRecord(value[0])

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** The estimate in a column, whether it is one object or stands beside its ends; null: the column is none. */
export function estimateIn(name: string, row: Row): Found | null {
  const value = row[name]
  if (isEstimate(value)) return found(value['value'], value['low'], value['high'], { ...row, ...value })
  const [low, high] = endsOf(name, row)
  return low in row && high in row ? found(value, row[low], row[high], row) : null
}

function found(value: unknown, low: unknown, high: unknown, beside: Row): Found {
  return {
    value: number(value), low: number(low), high: number(high), n: number(beside['n']), n_events: number(beside['n_events']),
    few: beside['few'] === true || value === null,
  }
}

function endsOf(name: string, row: Row): [string, string] {
  const named = STARTS_OTHERWISE[name]
  return named && named[0] in row ? named : [`${name}_low`, `${name}_high`]
}

/** Columns of rows in the order in which they come: not the ends of an estimate, not lists of objects. */
export function columnsOf(rows: Row[]): string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const first = rows[0] ?? {}
  const ends = new Set(names.filter((name) => estimateIn(name, first) && !isEstimate(first[name])).flatMap((name) => endsOf(name, first)))
  return names.filter((name) => !ends.has(name) && !rows.some((row) => isRows(row[name]) || (isRecord(row[name]) && !isEstimate(row[name]))))
}

/** A key for a row that has no id of its own: all its plain values. */
export function keyOf(row: Row, at: number): string {
  const plain = Object.values(row).filter((value) => typeof value === 'string').slice(0, 6)
  return `${at} ${plain.join(' ')}`
}
