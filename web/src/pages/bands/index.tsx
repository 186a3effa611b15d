/** Do the ranges keep their word? Four prices in five should stay inside: what came of it by segment, and the prices that left. */
import { usePanel } from '../../app/page'
import { useReader } from '../../app/reader'
import { useSearch } from '../../app/search'
import { BandCoverage } from '../../charts/BandCoverage'
import { DataTable } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { Segments } from '../../ui/Segments'
import { useWords } from '../../words/words'
import { ahead, named } from '../explorer/names'
import { CONTROLS, LONG_TABLE } from '../scoreboard/layout'
import { totalOr } from '../scoreboard/GroupFilters'
import { options } from '../scoreboard/Select'
import { Tabs } from '../scoreboard/Tabs'
import { breachColumns, coverageColumns } from './tables'
import { PROMISED, aheadOf, inside, type BreachRow, type CoverageRow, type List } from './types'

const SEGMENTS = ['', 'all', 'category', 'range_1h', 'distance', 'day']
const CORRECTIONS = ['', 'conformal', 'raw']

export default function BandsPage() {
  const { t, lang } = useWords()
  const search = useSearch()
  const panel = usePanel<List<CoverageRow>>('main')
  const rows = panel.answer?.data ?? []
  const control = (name: 'segment_by' | 'band_calibration', values: string[]) => (
    <Segments
      name={name} label={t(`explorer.control.${name}`)} value={search.get(name) ?? ''} default=""
      options={options(values, (value) => (value === '' ? t('explorer.control.any') : totalOr(named)(value)))}
    />
  )
  return (
    <>
      <Tabs />
      <div className={CONTROLS} data-panel="controls">
        {control('segment_by', SEGMENTS)}
        {control('band_calibration', CORRECTIONS)}
      </div>
      {panel.answer && rows.length === 0 && <Empty next={t('explorer.bands.empty_next')}>{t('explorer.bands.empty')}</Empty>}
      {rows.length > 0 && <Pictures rows={rows} />}
      {rows.length > 0 && (
        <Panel title={t('explorer.bands.segments')} note={t('explorer.bands.error_note')} of={panel} name="main" className={LONG_TABLE}>
          <DataTable
            columns={coverageColumns(lang)} rows={rows} total={panel.answer?.total ?? rows.length} nextCursor={panel.answer?.next_cursor ?? null}
            rowKey={(row) => [aheadOf(row), row.segment_by, row.segment, row.band_calibration, row.method].join('|')} caption={t('explorer.bands.segments')}
          />
        </Panel>
      )}
      <Breaches />
    </>
  )
}

/** One picture for each time ahead, of one kind of segment and one correction: those asked for, else categories, corrected. */
function Pictures({ rows }: { rows: CoverageRow[] }) {
  const { t } = useWords()
  const search = useSearch()
  const main = usePanel('main')
  const by = search.get('segment_by') ?? 'category'
  const correction = search.get('band_calibration') ?? 'conformal'
  const shown = rows.filter((row) => row.band_calibration === correction && (row.segment_by === by || row.segment_by === 'all'))
  const times = [...new Set(shown.map(aheadOf))].sort((a, b) => a - b)
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      {times.map((seconds) => {
        const part = shown.filter((row) => aheadOf(row) === seconds)
        const first = part[0]
        if (!first) return null
        const title = t('explorer.bands.coverage_ahead', { ahead: ahead(first.horizon_steps, first.step_seconds) })
        return (
          <Panel key={seconds} title={title} note={t('explorer.bands.coverage_note')} of={main} name={`coverage_${seconds}`}>
            <BandCoverage title={title} promised={PROMISED} rows={part.map(picture)} />
          </Panel>
        )
      })}
    </div>
  )
}

function picture(row: CoverageRow) {
  const { value, low, high, few } = inside(row)
  return { name: named(row.segment), coverage: value, low, high, few, n: row.n, n_events: row.n_events }
}

/** The newest prices outside their range. */
function Breaches() {
  const { t, lang } = useWords()
  const { zone } = useReader()
  const panel = usePanel<List<BreachRow>>('breaches')
  const rows = panel.answer?.data ?? []
  return (
    <Panel title={t('explorer.bands.breaches')} note={t('explorer.bands.breaches_note')} of={panel} name="breaches" className={LONG_TABLE}>
      {rows.length === 0 ? (
        <Empty next={t('explorer.bands.no_breach_next')}>{t('explorer.bands.no_breach')}</Empty>
      ) : (
        <DataTable
          columns={breachColumns(lang, zone)} rows={rows} rowHref={(row) => `/markets/${row.market_id}`} caption={t('explorer.bands.breaches')}
          rowKey={(row) => [row.ts, row.market_id, row.horizon_steps, row.band_calibration, row.side].join('|')}
        />
      )}
    </Panel>
  )
}
