/** The columns of the groups: figures with their intervals, and a note where there is none. */
import type { Column } from '../../ui/DataTable'
import { Chip } from '../../ui/Chip'
import { Estimate } from '../../ui/Estimate'
import { count } from '../../format'
import { t, type Key, type Lang } from '../../words/words'
import { named, said, span } from '../explorer/names'

export interface Group {
  venue: string
  category: string
  liquidity_bucket: string
  horizon: string
  anchor: string
  weighting: string
  ends: string
  n: number
  n_events: number
  brier: number | null
  brier_low: number | null
  brier_high: number | null
  slope: number | null
  slope_low: number | null
  slope_high: number | null
  in_the_large: number | null
  in_the_large_low: number | null
  in_the_large_high: number | null
  outcome_visible: boolean
  note: string
}

/** What a group is: together these are its key, and the filters of the explorer. */
export const KEYS = ['category', 'liquidity_bucket', 'venue', 'horizon', 'anchor', 'weighting', 'ends'] as const

/** Under so many events a figure is thin: shown, but wide. */
const THIN = 100

export const keyOf = (row: Group): string => KEYS.map((name) => row[name]).join('|')

type Figure = 'brier' | 'slope' | 'in_the_large'

export function groupColumns(lang: Lang): Column<Group>[] {
  const key = (name: (typeof KEYS)[number]): Column<Group> => ({
    name, head: t(`explorer.column.${name}` as Key), align: 'left', cell: (row) => (name === 'horizon' ? span(row[name]) : named(row[name])),
  })
  const figure = (name: Figure, kind: 'score' | 'slope', definition?: Key): Column<Group> => ({
    name, head: t(`explorer.column.${name}`), ...(definition ? { definition: t(definition) } : {}),
    cell: (row) => (
      <Estimate
        kind={kind} value={row[name]} low={row[`${name}_low`]} high={row[`${name}_high`]} markets={row.n} events={row.n_events}
        reason={said(row.note)}
      />
    ),
  })
  return [
    ...KEYS.map(key),
    { name: 'n', head: t('explorer.column.n'), cell: (row) => count(row.n, lang) },
    { name: 'n_events', head: t('explorer.column.n_events'), definition: t('explorer.define.n_events'), cell: (row) => count(row.n_events, lang) },
    figure('brier', 'score', 'explorer.define.brier'),
    figure('slope', 'slope', 'explorer.define.slope'),
    figure('in_the_large', 'slope', 'explorer.define.in_the_large'),
    { name: 'note', head: t('explorer.column.note'), align: 'left', cell: (row) => <Note row={row} /> },
  ]
}

function Note({ row }: { row: Group }) {
  if (row.outcome_visible) return <Chip tone="warn">{t('explorer.column.note_visible')}</Chip>
  if (row.note.includes('too few')) return <Chip>{t('explorer.column.note_few')}</Chip>
  if (row.n_events < THIN) return <Chip>{t('explorer.column.note_thin')}</Chip>
  return null
}
