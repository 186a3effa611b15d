/** What can be believed: by category, the slope of past prices, how many are open now, and fair, timid or bold in a word. */
import type { ReactNode } from 'react'
import type { PagePanel } from '../../app/page'
import { Interval } from '../../charts/Interval'
import type { Est } from '../../charts/props'
import { count } from '../../format'
import { Chip, type Tone } from '../../ui/Chip'
import { DataTable, type Column } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { Estimate } from '../../ui/Estimate'
import { t, tOr, useWords, type Lang } from '../../words/words'
import { named, said, span, verdictKey } from '../explorer/names'
import { explorerHref } from '../explorer/question'
import { Part } from './Part'
import type { Believable as Row } from './types'

const TONES: Record<string, Tone> = { fair: 'ok', timid: 'other', bold: 'warn', differs: 'breach' }

const columns = (lang: Lang): Column<Row>[] => [
  { name: 'category', head: t('explorer.column.category'), align: 'left', cell: (row) => named(row.category) },
  {
    name: 'slope', head: t('explorer.column.slope'), definition: t('explorer.define.slope'),
    cell: ({ slope }) => (
      <Marked estimate={slope}>
        <Estimate
          kind="slope" value={slope.value} low={slope.low} high={slope.high} few={slope.few} markets={slope.n} events={slope.n_events}
          reason={said(slope.reason)}
        />
      </Marked>
    ),
  },
  {
    name: 'n_events', head: t('explorer.column.n_events'), definition: t('explorer.define.n_events'),
    cell: ({ slope }) => count(slope.n_events, lang),
  },
  { name: 'open', head: t('explorer.column.open'), wide: true, cell: (row) => count(row.open, lang) },
  {
    name: 'verdict', head: t('explorer.column.verdict'), align: 'left',
    cell: (row) => <Chip tone={TONES[row.verdict] ?? 'plain'}>{verdictWords(row.verdict)}</Chip>,
  },
]

/** A slope with its mark: where its interval lies beside 1. */
function Marked({ estimate, children }: { estimate: Est; children: ReactNode }) {
  return (
    <span className="inline-flex h-[18px] items-center gap-2 align-top">
      {!estimate.few && (
        <span className="max-sm:hidden">
          <Interval value={estimate.value} low={estimate.low} high={estimate.high} domain={[0, 2]} reference={1} width={84} />
        </span>
      )}
      {children}
    </span>
  )
}

function verdictWords(verdict: string): string {
  return tOr(`explorer.overview.${verdict}`, tOr(`explorer.verdict.${verdictKey(verdict)}`, verdict))
}

export function Believable({ rows, of }: { rows: Row[]; of: PagePanel }) {
  const { t, lang } = useWords()
  const note = t('explorer.overview.believable_note', { horizon: span('24h') })
  return (
    <Part name="believable" word="explorer.overview.believable" note={note} of={of} href="/scoreboard/explorer" all="explorer.overview.all_groups">
      <DataTable
        columns={columns(lang)}
        rows={rows}
        rowKey={(row) => row.category}
        rowHref={(row) => explorerHref({ category: row.category })}
        caption={t('explorer.overview.believable')}
        empty={<Empty next={t('explorer.overview.nothing_judged_next')}>{t('explorer.overview.nothing_judged')}</Empty>}
      />
    </Part>
  )
}
