/** Does recalibration help, and where? The gain on later prices cell by cell, with its interval, and a verdict in words. */
import { usePanel } from '../../app/page'
import { useSearch } from '../../app/search'
import { DataTable } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { Segments } from '../../ui/Segments'
import { useWords } from '../../words/words'
import { named, span } from '../explorer/names'
import { ANCHORS, HORIZONS, explorerHref } from '../explorer/question'
import { CATEGORIES } from '../scoreboard/GroupFilters'
import { Select, options } from '../scoreboard/Select'
import { CONTROLS } from '../scoreboard/layout'
import { Tabs } from '../scoreboard/Tabs'
import { countsOf, evidenceColumns, type EvidenceRow } from './evidence'

interface Evidence {
  data: EvidenceRow[]
  next_cursor: string | null
  total: number | null
}

export default function RecalibrationPage() {
  const { t, lang } = useWords()
  const { get } = useSearch()
  const panel = usePanel<Evidence>('main')
  const rows = panel.answer?.data ?? []
  const any = { value: '', label: t('explorer.control.any') }
  const empty = <Empty next={t('explorer.recalibration.empty_next')}>{t('explorer.recalibration.empty')}</Empty>
  return (
    <>
      <Tabs />
      <div className={CONTROLS} data-panel="controls">
        <Select name="category" label={t('explorer.control.category')} options={[any, ...options(CATEGORIES, named)]} />
        <Segments name="anchor" label={t('explorer.control.anchor')} value={get('anchor') ?? ''} default="" options={[any, ...options(ANCHORS, named)]} />
        <Segments name="horizon" label={t('explorer.control.horizon')} value={get('horizon') ?? ''} default="" options={[any, ...options(HORIZONS, span)]} />
      </div>
      {panel.answer && (
        <Panel title={t('explorer.recalibration.cells')} note={t('explorer.recalibration.cells_note')} of={panel} name="main">
          <p className="mb-2 text-body text-ink-2" data-counts>
            {t('explorer.recalibration.counts', countsOf(rows))}
          </p>
          <DataTable
            columns={evidenceColumns(lang, rows)} rows={rows} total={panel.answer.total} nextCursor={panel.answer.next_cursor} empty={empty}
            rowKey={(row) => [row.anchor, row.category, row.horizon].join('|')} caption={t('explorer.recalibration.cells')}
            rowHref={(row) => explorerHref({ anchor: row.anchor, category: row.category, horizon: row.horizon })}
          />
        </Panel>
      )}
    </>
  )
}
