/** The pictures of a question: reliability and its markets at the left; discrimination, scores, time left and cells at the right. */
import { usePanel } from '../../app/page'
import { useSearch } from '../../app/search'
import { CubeCells } from '../../charts/CubeCells'
import { Discrimination } from '../../charts/Discrimination'
import { Horizons } from '../../charts/Horizons'
import { Reliability } from '../../charts/Reliability'
import { Scores } from '../../charts/Scores'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { t, useWords } from '../../words/words'
import { LONG_TABLE } from '../scoreboard/layout'
import { BinTable } from './BinTable'
import { named } from './names'
import { DEFAULTS } from './question'
import type { Context, Explorer, One } from './types'

export function Pictures({ data }: { data: Explorer }) {
  const { t } = useWords()
  const search = useSearch(DEFAULTS)
  const main = usePanel('main')
  const { bin, compare, discrimination, scores } = data
  const counted = { markets: data.figures?.n ?? 0, events: data.figures?.n_events ?? 0 }
  const binTitle = bin
    ? t('explorer.panel.bin', { low: Math.round(bin.low * 100), high: Math.round(bin.high * 100) })
    : t('explorer.panel.bin_title')
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,534fr)_minmax(0,576fr)]">
      <div className="grid content-start gap-4">
        <Panel title={t('explorer.panel.reliability')} note={t('explorer.panel.reliability_note', counted)} of={main} name="reliability">
          {data.diagram ? (
            <Reliability
              diagram={data.diagram}
              bin={bin?.index ?? null}
              onBin={(index) => search.set({ bin: index === null ? null : String(index) })}
              compare={compare?.diagram ?? null}
              title={t('explorer.panel.reliability')}
            />
          ) : (
            <Nothing />
          )}
        </Panel>
        <Panel
          title={binTitle}
          {...(bin ? { note: t('explorer.panel.bin_note', { markets: bin.markets, events: bin.events }) } : {})}
          of={main}
          name="bin"
          className={LONG_TABLE}
        >
          <BinTable bin={bin} />
        </Panel>
      </div>
      <div className="grid content-start gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Panel title={t('explorer.panel.discrimination')} note={t('explorer.panel.discrimination_note')} of={main} name="discrimination">
            {discrimination ? <Discrimination discrimination={discrimination} /> : <Nothing />}
          </Panel>
          <Panel title={t('explorer.panel.scores')} note={t('explorer.panel.scores_note')} of={main} name="scores">
            {scores ? <Scores scores={scores} coin={0.25} /> : <Nothing />}
          </Panel>
        </div>
        <InContext />
      </div>
    </div>
  )
}

/** What stands beside the question: the same events at every horizon, and all categories by time left. Comes after the answer. */
function InContext() {
  const { t } = useWords()
  const search = useSearch(DEFAULTS)
  const panel = usePanel<One<Context>>('context')
  const context = panel.answer?.data
  const horizon = search.get('horizon') ?? ''
  const category = search.get('category')
  return (
    <div className="grid gap-4">
      <Panel title={t('explorer.panel.horizons')} note={t('explorer.panel.horizons_note')} of={panel} name="horizons">
        {context && (
          <Horizons horizons={context.horizons} chosen={horizon} onHorizon={(value) => search.set({ horizon: value, bin: null })} />
        )}
      </Panel>
      <Panel title={t('explorer.panel.cells')} note={t('explorer.panel.cells_note')} of={panel} name="cells">
        {context && (
          <>
            <CubeCells
              cells={{ ...context.cells, rule: ruleOf(context.cells) }}
              hrefOf={(row, column) => search.href({ category: row, horizon: column, bin: null })}
              nameOf={named}
              chosen={{ column: horizon, ...(category ? { row: category } : {}) }}
            />
            <p className="note mt-1">{t('explorer.panel.cells_click')}</p>
          </>
        )}
      </Panel>
    </div>
  )
}

/** When a cell is tinted: the rule by its short name, and how many cells it corrects for. */
function ruleOf({ judged, rule }: Context['cells']): string {
  return judged > 0 ? t('explorer.panel.cells_caption', { cells: judged, rule: rule.split(',')[0] ?? '' }) : t('explorer.panel.cells_none')
}

/** No price of this question can be scored. */
function Nothing() {
  const { t } = useWords()
  return <Empty next={t('explorer.panel.nothing_next')}>{t('explorer.panel.nothing')}</Empty>
}
