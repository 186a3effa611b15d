// How each method answered: model and version, what stood in and why, kept answers, the breaker, remarks.
import type { ReactNode } from 'react'
import { count } from '../../format'
import { Chip } from '../../ui/Chip'
import { DataTable, type Column } from '../../ui/DataTable'
import { useWords } from '../../words/words'
import type { ForecastMeta, Result } from './types'

type Row = Omit<ForecastMeta, 'asked'> & { asked: string }

export function Made({ results }: { results: Result[] }): ReactNode {
  const { t, tOr, lang } = useWords()
  const rows = results.flatMap((result): Row[] => (result.answer ? [{ ...result.answer.meta, asked: result.method }] : []))
  const columns: Column<Row>[] = [
    { name: 'asked', head: t('lists.forecast.method'), align: 'left', cell: (row) => <code>{row.asked}</code> },
    { name: 'model_name', head: t('lists.forecast.meta.model'), align: 'left', cell: (row) => <code>{row.model_name} {row.model_version}</code> },
    { name: 'fallback_reason', head: t('lists.forecast.meta.fallback'), align: 'left', wrap: true, cell: (row) => <Fallback meta={row} /> },
    { name: 'transform', head: t('lists.forecast.meta.space'), align: 'left', cell: (row) => tOr(`lists.forecast.space.${row.transform.space}`, row.transform.space) },
    { name: 'input_len', head: t('lists.forecast.meta.input'), cell: (row) => count(row.input_len, lang) },
    { name: 'cache_hit', head: t('lists.forecast.meta.cache'), align: 'left', cell: (row) => t(row.cache_hit ? 'lists.forecast.meta.cache.hit' : 'lists.forecast.meta.cache.miss') },
    {
      name: 'circuit_breaker_state', head: t('lists.forecast.meta.breaker'), align: 'left',
      cell: (row) => tOr(`lists.forecast.meta.breaker.${row.circuit_breaker_state}`, row.circuit_breaker_state),
    },
    { name: 'warnings', head: t('lists.forecast.meta.warnings'), align: 'left', wrap: true, cell: (row) => <span lang="en">{row.warnings.join('; ')}</span> },
  ]
  return <DataTable columns={columns} rows={rows} rowKey={(row) => row.asked} caption={t('lists.forecast.meta.caption')} />
}

function Fallback({ meta }: { meta: Row }): ReactNode {
  const { t, tOr } = useWords()
  if (!meta.fallback_used) return t('lists.no')
  const reason = meta.fallback_reason ?? ''
  return (
    <>
      <Chip tone="warn">{t('lists.forecast.fallback', { method: meta.method })}</Chip>{' '}
      {tOr(`lists.forecast.fallback.reason.${reason}`, t('lists.forecast.fallback.reason.other', { reason }))}
    </>
  )
}
