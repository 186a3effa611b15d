/** The tables of the page: coverage with the misses on both sides, and the bands that prices left. */
import { count, fixed, probabilityInTable, time } from '../../format'
import type { Zone } from '../../app/reader'
import { Chip, type Tone } from '../../ui/Chip'
import type { Column } from '../../ui/DataTable'
import { Estimate } from '../../ui/Estimate'
import { t, type Lang } from '../../words/words'
import { ahead, named } from '../explorer/names'
import { inside, kept, ranged, type BreachRow, type CoverageRow, type Range } from './types'

const TONES: Record<ReturnType<typeof kept>, Tone> = { keeps: 'ok', narrow: 'breach', wide: 'warn', unknown: 'plain' }

const share = (row: CoverageRow, of: Range) => <Estimate kind="probability" {...of} markets={row.n} events={row.n_events} />

export function coverageColumns(lang: Lang): Column<CoverageRow>[] {
  return [
    { name: 'horizon_steps', head: t('explorer.column.horizon_steps'), align: 'left', cell: (row) => ahead(row.horizon_steps, row.step_seconds) },
    { name: 'segment_by', head: t('explorer.control.segment_by'), align: 'left', cell: (row) => named(row.segment_by) },
    { name: 'segment', head: t('explorer.column.segment'), align: 'left', cell: (row) => named(row.segment) },
    { name: 'band_calibration', head: t('explorer.column.band_calibration'), align: 'left', cell: (row) => named(row.band_calibration) },
    { name: 'method', head: t('explorer.column.method'), align: 'left', cell: (row) => row.method },
    { name: 'closed', head: t('explorer.column.closed'), definition: t('explorer.define.closed'), cell: (row) => share(row, inside(row)) },
    { name: 'miss_below', head: t('explorer.column.miss_below'), cell: (row) => share(row, ranged(row.miss_below, row.miss_below_se, row.n_events)) },
    { name: 'miss_above', head: t('explorer.column.miss_above'), cell: (row) => share(row, ranged(row.miss_above, row.miss_above_se, row.n_events)) },
    { name: 'width', head: t('explorer.column.width'), cell: (row) => (row.width === null ? '' : fixed(row.width * 100, 1)) },
    { name: 'n', head: t('explorer.column.n_bands'), cell: (row) => count(row.n, lang) },
    { name: 'n_events', head: t('explorer.column.n_events'), definition: t('explorer.define.n_events'), cell: (row) => count(row.n_events, lang) },
    {
      name: 'verdict', head: t('explorer.column.verdict'), align: 'left',
      cell: (row) => <Chip tone={TONES[kept(row)]}>{t(`explorer.bands.${kept(row)}`)}</Chip>,
    },
  ]
}

export function breachColumns(lang: Lang, zone: Zone): Column<BreachRow>[] {
  const percent = (value: number) => probabilityInTable(value, lang)
  return [
    {
      name: 'market_id', head: t('explorer.column.question'), align: 'left', wrap: true,
      cell: (row) => <span lang="en">{row.question ?? row.market_id}</span>,
    },
    { name: 'ts', head: t('explorer.column.ts'), align: 'left', cell: (row) => time(row.ts, zone, lang) },
    { name: 'horizon_steps', head: t('explorer.column.horizon_steps'), align: 'left', cell: (row) => ahead(row.horizon_steps, row.step_seconds) },
    { name: 'side', head: t('explorer.column.side'), align: 'left', cell: (row) => named(row.side) },
    { name: 'p_before', head: t('explorer.column.p_before'), cell: (row) => percent(row.p_before) },
    { name: 'p', head: t('explorer.column.p'), cell: (row) => <b className="font-[600] text-breach">{percent(row.p)}</b> },
    { name: 'q10', head: t('explorer.column.range'), cell: (row) => `[${percent(row.q10)}, ${percent(row.q90)}]` },
    { name: 'excess', head: t('explorer.column.excess'), definition: t('explorer.define.excess'), cell: (row) => fixed(row.excess, 2) },
    { name: 'band_calibration', head: t('explorer.column.band_calibration'), align: 'left', cell: (row) => named(row.band_calibration) },
  ]
}
