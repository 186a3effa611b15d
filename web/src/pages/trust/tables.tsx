/** The two tables of the page: the fifths of one group, and the verdict of every group. */
import { count, fixed } from '../../format'
import { Chip } from '../../ui/Chip'
import type { Column } from '../../ui/DataTable'
import { Estimate } from '../../ui/Estimate'
import { t, type Lang } from '../../words/words'
import { named, said, span } from '../explorer/names'
import { verdictOf, type TrustRow } from './types'

const counts = (lang: Lang): Column<TrustRow>[] => [
  { name: 'n', head: t('explorer.column.n'), cell: (row) => count(row.n, lang) },
  { name: 'n_events', head: t('explorer.column.n_events'), definition: t('explorer.define.n_events'), cell: (row) => count(row.n_events, lang) },
]

export function fifthColumns(lang: Lang): Column<TrustRow>[] {
  return [
    { name: 'quintile', head: t('explorer.column.quintile'), align: 'left', cell: (row) => t('explorer.trust.fifth', { n: row.quintile }) },
    { name: 'mean_trust', head: t('explorer.column.mean_trust'), cell: (row) => (row.mean_trust === null ? '' : fixed(row.mean_trust, 0)) },
    {
      name: 'slope', head: t('explorer.column.slope'), definition: t('explorer.define.slope'),
      cell: (row) => (
        <Estimate
          kind="slope" value={row.slope} low={row.slope_low} high={row.slope_high} markets={row.n} events={row.n_events} reason={said(row.verdict)}
        />
      ),
    },
    ...counts(lang),
  ]
}

export function groupColumns(lang: Lang): Column<TrustRow>[] {
  return [
    { name: 'anchor', head: t('explorer.column.anchor'), align: 'left', cell: (row) => named(row.anchor) },
    { name: 'horizon', head: t('explorer.column.horizon'), align: 'left', cell: (row) => span(row.horizon) },
    { name: 'trust_version', head: t('explorer.control.version'), align: 'left', cell: (row) => row.trust_version },
    {
      name: 'verdict', head: t('explorer.column.verdict'), align: 'left',
      cell: (row) => (
        <Chip tone={verdictOf(row) === 'trust_orders' ? 'ok' : 'plain'}>{t(`explorer.trust.verdict.${verdictOf(row)}`)}</Chip>
      ),
    },
    ...counts(lang),
  ]
}
