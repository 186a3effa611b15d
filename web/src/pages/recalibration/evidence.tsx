/** The columns of the evidence: what recalibration gained on later prices, the mark of its interval, and the verdict. */
import { Interval } from '../../charts/Interval'
import { count, fixed, notKnown } from '../../format'
import { Chip, type Tone } from '../../ui/Chip'
import type { Column } from '../../ui/DataTable'
import { Estimate } from '../../ui/Estimate'
import { t, type Lang } from '../../words/words'
import { named, said, span } from '../explorer/names'

export interface EvidenceRow {
  anchor: string
  category: string
  horizon: string
  methods: string
  n: number
  n_events: number
  n_weeks: number
  log_loss_price: number | null
  gain: number | null
  gain_low: number | null
  gain_high: number | null
  smallest_detectable: number | null
  verdict: string
  statement: string
}

type Word = 'helps' | 'no_help' | 'few'

const TONES: Record<Word, Tone> = { helps: 'ok', no_help: 'plain', few: 'plain' }

export function verdictOf(row: EvidenceRow): Word {
  if (row.verdict === 'helps') return 'helps'
  return row.verdict === 'does not help here' ? 'no_help' : 'few'
}

/** How many cells have each verdict. */
export function countsOf(rows: EvidenceRow[]): Record<Word, number> {
  const counted = (word: Word) => rows.filter((row) => verdictOf(row) === word).length
  return { helps: counted('helps'), no_help: counted('no_help'), few: counted('few') }
}

export function evidenceColumns(lang: Lang, rows: EvidenceRow[]): Column<EvidenceRow>[] {
  const widest = Math.max(0.001, ...rows.flatMap((row) => [Math.abs(row.gain_low ?? 0), Math.abs(row.gain_high ?? 0)]))
  const figure = (value: number | null) => (value === null ? notKnown(lang) : fixed(value, 3))
  const anywhere = (name: 'log_loss_price' | 'smallest_detectable' | 'methods') => rows.some((row) => row[name])
  const columns: Column<EvidenceRow>[] = [
    { name: 'category', head: t('explorer.column.category'), align: 'left', cell: (row) => named(row.category) },
    { name: 'anchor', head: t('explorer.column.anchor'), align: 'left', cell: (row) => named(row.anchor) },
    { name: 'horizon', head: t('explorer.column.horizon'), align: 'left', cell: (row) => span(row.horizon) },
    {
      name: 'verdict', head: t('explorer.column.verdict'), align: 'left',
      cell: (row) => <Chip tone={TONES[verdictOf(row)]}>{t(`explorer.recalibration.${verdictOf(row)}`)}</Chip>,
    },
    {
      name: 'gain', head: t('explorer.column.gain'), definition: t('explorer.define.gain'),
      cell: (row) => (
        <span className="inline-flex h-[18px] items-center gap-2 align-top">
          {row.gain !== null && <Interval value={row.gain} low={row.gain_low} high={row.gain_high} domain={[-widest, widest]} reference={0} />}
          <Estimate
            kind="score" signed value={row.gain} low={row.gain_low} high={row.gain_high} markets={row.n} events={row.n_events}
            few={verdictOf(row) === 'few'} reason={said(row.statement)}
          />
        </span>
      ),
    },
    { name: 'log_loss_price', head: t('explorer.column.log_loss_price'), cell: (row) => figure(row.log_loss_price) },
    { name: 'smallest_detectable', head: t('explorer.column.smallest_detectable'), cell: (row) => figure(row.smallest_detectable) },
    { name: 'n', head: t('explorer.column.n'), cell: (row) => count(row.n, lang) },
    { name: 'n_events', head: t('explorer.column.n_events'), definition: t('explorer.define.n_events'), cell: (row) => count(row.n_events, lang) },
    { name: 'n_weeks', head: t('explorer.column.n_weeks'), cell: (row) => count(row.n_weeks, lang) },
    { name: 'methods', head: t('explorer.column.methods'), align: 'left', cell: (row) => row.methods },
  ]
  return columns.filter(({ name }) => !(name === 'log_loss_price' || name === 'smallest_detectable' || name === 'methods') || anywhere(name))
}
