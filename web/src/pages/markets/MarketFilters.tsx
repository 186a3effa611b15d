// The filters of the list of markets: each writes its column into the address; what is set stands below as chips.
import { useMemo, type ReactNode } from 'react'
import { useSearch } from '../../app/search'
import { FilterBar, type SetFilter } from '../../ui/FilterBar'
import { useWords, type Key } from '../../words/words'
import type { MarketRow } from '../shared/answers'
import { Select, TextFilter, Toggle } from '../shared/Select'
import { useValues } from '../shared/useValues'
import { CATEGORIES, LIQUIDITY, STATUS, VENUES } from '../shared/vocabulary'

const FILTERS = ['text', 'status', 'category', 'liquidity_bucket', 'venue', 'tag', 'trust', 'outside_range', 'event_id']

export function MarketFilters({ rows }: { rows: MarketRow[] }): ReactNode {
  const { t } = useWords()
  const value = useValues()
  const tags = useMemo(() => [...new Set(rows.flatMap((row) => row.category_tags))].sort(), [rows])
  const venues = useMemo(() => [...new Set([...VENUES, ...rows.map((row) => row.venue)])], [rows])
  return (
    <form className="grid gap-2 print:hidden" role="search" aria-label={t('lists.markets.filters')} onSubmit={(event) => event.preventDefault()}>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <TextFilter name="text" label={t('lists.markets.text')} placeholder={t('lists.markets.text.placeholder')} wide />
        <Select name="status" label={t('lists.markets.status')} options={STATUS.map((one) => ({ value: one, label: value('status', one) }))} />
        <Select name="category" label={t('lists.markets.category')} options={CATEGORIES.map((one) => ({ value: one, label: value('category', one) }))} />
        <Select name="liquidity_bucket" label={t('lists.markets.liquidity_bucket')} options={LIQUIDITY.map((one) => ({ value: one, label: value('liquidity', one) }))} />
        <Select name="venue" label={t('lists.markets.venue')} options={venues.map((one) => ({ value: one, label: value('venue', one) }))} />
        <TextFilter name="tag" label={t('lists.markets.tag')} list={tags} />
        <TextFilter name="trust" label={t('lists.markets.trust_least')} numeric />
        <Toggle name="outside_range" label={t('lists.markets.outside_range')} />
      </div>
      <FilterBar filters={useSetFilters()} />
    </form>
  )
}

/** What is set now, in words. */
function useSetFilters(): SetFilter[] {
  const { t } = useWords()
  const value = useValues()
  const search = useSearch()
  const words = (name: string, asked: string): string => {
    if (name === 'status') return value('status', asked)
    if (name === 'category') return value('category', asked)
    if (name === 'liquidity_bucket') return value('liquidity', asked)
    if (name === 'venue') return value('venue', asked)
    return asked
  }
  return FILTERS.flatMap((name) => {
    const asked = search.get(name)
    if (!asked) return []
    if (name === 'outside_range') return [{ name, words: t('lists.markets.outside_range') }]
    return [{ name, words: t('lists.markets.set', { column: t(`lists.markets.${name}` as Key), value: words(name, asked) }) }]
  })
}
