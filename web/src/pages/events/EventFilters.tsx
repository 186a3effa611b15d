// The filters of the list of events: each writes its parameter into the address.
import type { ReactNode } from 'react'
import { useSearch } from '../../app/search'
import { FilterBar } from '../../ui/FilterBar'
import { useWords } from '../../words/words'
import { Select, TextFilter } from '../shared/Select'
import { useValues } from '../shared/useValues'
import { CATEGORIES } from '../shared/vocabulary'

const KINDS = ['sum', 'threshold', 'deadline', 'none']

export function EventFilters(): ReactNode {
  const { t } = useWords()
  const value = useValues()
  const search = useSearch()
  const open = (asked: string): string => t(asked === 'true' ? 'lists.events.open.true' : 'lists.events.open.false')
  const set = [
    { name: 'text', head: t('lists.markets.text'), words: (asked: string) => asked },
    { name: 'kind', head: t('lists.events.kind'), words: (asked: string) => value('events.kind', asked) },
    { name: 'category', head: t('lists.markets.category'), words: (asked: string) => value('category', asked) },
    { name: 'open', head: t('lists.markets.status'), words: open },
  ].flatMap(({ name, head, words }) => {
    const asked = search.get(name)
    return asked ? [{ name, words: t('lists.markets.set', { column: head, value: words(asked) }) }] : []
  })
  return (
    <form className="grid gap-2 print:hidden" role="search" aria-label={t('lists.markets.filters')} onSubmit={(event) => event.preventDefault()}>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <TextFilter name="text" label={t('lists.events.text')} placeholder={t('lists.events.text.placeholder')} wide />
        <Select name="kind" label={t('lists.events.kind')} options={KINDS.map((one) => ({ value: one, label: value('events.kind', one) }))} />
        <Select name="category" label={t('lists.markets.category')} options={CATEGORIES.map((one) => ({ value: one, label: value('category', one) }))} />
        <Select name="open" label={t('lists.markets.status')} options={['true', 'false'].map((one) => ({ value: one, label: open(one) }))} />
      </div>
      <FilterBar filters={set} />
    </form>
  )
}
