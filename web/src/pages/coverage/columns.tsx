// The columns of the ledger of coverage.
import { count, share } from '../../format'
import { Chip, type Tone } from '../../ui/Chip'
import type { Column } from '../../ui/DataTable'
import { useWords } from '../../words/words'
import type { CoverageRow } from '../shared/answers'
import { useValues } from '../shared/useValues'
import { Moment, NotKnown } from '../shared/values'

const TONES: Record<string, Tone> = { complete: 'ok', truncated: 'breach', gap: 'breach', stale: 'warn', fallback: 'warn' }

export function useLedgerColumns(): Column<CoverageRow>[] {
  const { t, lang } = useWords()
  const value = useValues()
  return [
    { name: 'source', head: t('lists.coverage.source'), align: 'left', cell: (row) => <code>{row.source}</code> },
    { name: 'scope', head: t('lists.coverage.scope'), align: 'left', cell: (row) => <span lang="en">{row.scope}</span> },
    { name: 'status', head: t('lists.coverage.status'), align: 'left', cell: (row) => <Chip tone={TONES[row.status] ?? 'plain'}>{value('coverage_status', row.status)}</Chip> },
    { name: 'expected', head: t('lists.coverage.expected'), cell: (row) => (row.expected === null ? <NotKnown /> : count(row.expected, lang)) },
    { name: 'received', head: t('lists.coverage.received'), cell: (row) => (row.received === null ? <NotKnown /> : count(row.received, lang)) },
    { name: 'share', head: t('lists.coverage.share'), cell: (row) => (row.expected && row.received !== null ? share(Math.min(1, row.received / row.expected), lang) : <NotKnown />) },
    { name: 'since', head: t('lists.coverage.since'), align: 'left', cell: (row) => <Moment at={row.since} /> },
    { name: 'until', head: t('lists.coverage.until'), align: 'left', cell: (row) => <Moment at={row.until} /> },
    { name: 'detail', head: t('lists.coverage.detail'), align: 'left', wrap: true, cell: (row) => <span lang="en">{row.detail}</span> },
    { name: 'run_id', head: t('lists.coverage.run'), align: 'left', cell: (row) => <a className="link" href={`/ops/runs/${encodeURIComponent(row.run_id)}`}><code>{row.run_id}</code></a> },
  ]
}
