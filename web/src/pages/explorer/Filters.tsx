/** Which markets: each dimension with its own distribution, linked to all the others; and what is set, as chips. */
import { useEffect, useState } from 'react'
import { useSearch } from '../../app/search'
import { fixed } from '../../format'
import { Facet } from '../../ui/Facet'
import { FilterBar } from '../../ui/FilterBar'
import { RangeFacet } from '../../ui/RangeFacet'
import { tOr, useWords } from '../../words/words'
import { named, said } from './names'
import { FILTERS } from './question'
import type { Facet as FacetOf } from './types'

interface FiltersProps {
  facets: FacetOf[]
  events: number | null
  comparing: boolean
}

const titleOf = (name: string) => tOr(`explorer.facet.${name}`, name)

/** At the left of the page, from 900 px on. */
export function Filters(props: FiltersProps) {
  const { t } = useWords()
  return (
    <aside aria-label={t('explorer.filters.title')} data-panel="filters" className="hidden border-r border-line pr-4 md:block">
      <List {...props} />
    </aside>
  )
}

/** Chips for what is set; on small screens also the way to the filters, which then lie in a sheet. */
export function FilterChips(props: FiltersProps) {
  const { get } = useSearch()
  const filters = FILTERS.flatMap((name) => {
    const value = get(name)
    return value ? [{ name, words: `${titleOf(name)}: ${value.split(',').map(named).join(', ')}` }] : []
  })
  return (
    <FilterBar filters={filters}>
      <List {...props} />
    </FilterBar>
  )
}

function List({ facets, events, comparing }: FiltersProps) {
  const { t } = useWords()
  return (
    <div className="grid gap-4">
      {comparing && <h2>{t('explorer.filters.set_a')}</h2>}
      <TextFilter />
      {inOrder(facets).map((facet) => (
        <One key={facet.name} facet={facet} />
      ))}
      {events !== null && <p className="note">{t('explorer.filters.counted', { events })}</p>}
    </div>
  )
}

/** What is chosen most comes first; tags, of which there are many, come last. */
function inOrder(facets: FacetOf[]): FacetOf[] {
  const place = ({ name }: FacetOf) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)
  return [...facets].sort((one, two) => place(one) - place(two))
}

const ORDER = ['category', 'liquidity_bucket', 'volume', 'duration', 'ends', 'spread', 'age', 'traders', 'venue', 'price_source', 'tag']

/** So many values are shown; a longer list opens. */
const AT_ONCE = 10

function One({ facet }: { facet: FacetOf }) {
  const { unit, reason } = facet
  const shown = {
    ...facet, title: titleOf(facet.name), label: named,
    ...(unit ? { unit: tOr(`explorer.unit.${unit}`, unit) } : {}), ...(reason ? { reason: said(reason) } : {}),
  }
  if (facet.kind === 'range') return <RangeFacet facet={shown} format={brief} />
  if ((facet.values?.length ?? 0) <= AT_ONCE) return <Facet facet={shown} single />
  return (
    <details open={facet.values?.some((one) => one.chosen)}>
      <summary className="min-h-6 cursor-pointer text-small font-[600]">{shown.title}</summary>
      <Facet facet={shown} single />
    </details>
  )
}

/** An end of a range: few digits, whatever its size. */
function brief(value: number | null): string {
  if (value === null) return ''
  return fixed(value, Math.abs(value) >= 10 || Number.isInteger(value) ? 0 : Math.abs(value) >= 1 ? 1 : 3)
}

/** Part of the question: typing replaces the address, and makes one entry when it rests. */
function TextFilter() {
  const { t } = useWords()
  const search = useSearch()
  const asked = search.get('text') ?? ''
  const [text, setText] = useState(asked)
  useEffect(() => setText(asked), [asked])
  return (
    <label className="grid gap-1 text-small font-[600]" data-facet="text">
      {t('explorer.facet.text')}
      <input
        type="search" className="field w-full font-[400]" data-control="text" value={text} placeholder={t('explorer.facet.text_hint')}
        onChange={(event) => {
          setText(event.target.value)
          search.set({ text: event.target.value }, { replace: true })
        }}
      />
    </label>
  )
}
