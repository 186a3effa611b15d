/** Does the trust score tell? How prices came true by fifth of the score, the test of the order, the placebo. */
import { usePanel } from '../../app/page'
import { useSearch } from '../../app/search'
import { TrustRecord } from '../../charts/TrustRecord'
import { DataTable } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { Segments } from '../../ui/Segments'
import { useWords } from '../../words/words'
import { named, span } from '../explorer/names'
import { ANCHORS, HORIZONS, hrefOf } from '../explorer/question'
import { CONTROLS } from '../scoreboard/layout'
import { options } from '../scoreboard/Select'
import { Tabs } from '../scoreboard/Tabs'
import { fifthColumns, groupColumns } from './tables'
import { Evidence } from './Evidence'
import { Test } from './Test'
import { USUAL, groupOf, type TrustRow } from './types'

interface Record {
  data: TrustRow[]
}

export default function TrustPage() {
  const { t, lang } = useWords()
  const search = useSearch(USUAL)
  const panel = usePanel<Record>('main')
  const rows = panel.answer?.data ?? []
  const anchor = search.get('anchor') ?? USUAL.anchor
  const horizon = search.get('horizon') ?? USUAL.horizon
  const group = groupOf(rows, anchor, horizon, search.get('version'))
  const versions = [...new Set(rows.map((row) => row.trust_version))]
  const several = versions.length > 1
  const all = group.find((row) => row.quintile === 0)
  const fifths = group.filter((row) => row.quintile > 0)
  return (
    <>
      <Tabs />
      <div className={CONTROLS} data-panel="controls">
        <Segments name="anchor" label={t('explorer.control.anchor')} value={anchor} default={USUAL.anchor} options={options(ANCHORS, named)} />
        <Segments name="horizon" label={t('explorer.control.horizon')} value={horizon} default={USUAL.horizon} options={options(['all', ...HORIZONS], span)} />
        {several && (
          <Segments name="version" label={t('explorer.control.version')} value={all?.trust_version ?? null} options={options(versions, named)} />
        )}
      </div>
      {panel.answer && !all && <Empty next={t('explorer.trust.empty_next')}>{t('explorer.trust.empty')}</Empty>}
      {all && (
        <div className="grid gap-4 lg:grid-cols-2">
          <Panel title={t('explorer.trust.fifths')} note={`${named(anchor)}, ${span(horizon)}`} of={panel} name="fifths">
            <TrustRecord rows={fifths} />
            <DataTable columns={fifthColumns(lang)} rows={fifths} rowKey={(row) => String(row.quintile)} caption={t('explorer.trust.fifths')} />
          </Panel>
          <div className="grid content-start gap-4">
            <Panel title={t('explorer.trust.test')} of={panel} name="test">
              <Test row={all} />
            </Panel>
            <Evidence />
          </div>
          <div className="lg:col-span-2">
            <Panel title={t('explorer.trust.record')} of={panel} name="main">
              <DataTable
                columns={groupColumns(lang)}
                rows={rows.filter((row) => row.quintile === 0)}
                rowKey={(row) => [row.trust_version, row.anchor, row.horizon].join('|')}
                rowHref={({ anchor, horizon, trust_version }) => hrefOf('/trust/reliability', { anchor, horizon, version: several ? trust_version : null }, USUAL)}
                caption={t('explorer.trust.record')}
              />
            </Panel>
          </div>
        </div>
      )}
    </>
  )
}
