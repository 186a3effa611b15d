/** How well do prices come true, and where not? One question: its filters, its answer in words and figures, its pictures. */
import { usePanel } from '../../app/page'
import { Heading } from '../../ui/Heading'
import { useKeys } from '../../ui/Keys'
import { useSearch } from '../../app/search'
import { Tabs } from '../scoreboard/Tabs'
import { Controls } from './Controls'
import { Figures } from './Figures'
import { FilterChips, Filters } from './Filters'
import { AreTheyDifferent, IsItReal } from './IsItReal'
import { Pictures } from './Pictures'
import { Presets } from './Presets'
import { SetB } from './SetB'
import { compares, comparing } from './question'
import type { Explorer, One } from './types'

export default function ExplorerPage() {
  const search = useSearch()
  const { answer } = usePanel<One<Explorer>>('main')
  const data = answer?.data ?? null
  const compare = compares(search.get)
  const onCompare = () => search.set(comparing(!compare))
  const filters = { facets: data?.facets ?? [], events: data?.figures?.n_events ?? null, comparing: compare }
  useKeys({ b: onCompare })
  return (
    <div className="grid gap-6 md:grid-cols-[228px_minmax(0,1fr)]">
        <Filters {...filters} />
        <div className="grid min-w-0 content-start gap-3">
          <Heading />
          <Tabs />
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
            <Presets />
            <FilterChips {...filters} />
          </div>
          <Controls facets={filters.facets} compare={compare} onCompare={onCompare} />
          {compare && <SetB facets={data?.facets ?? []} />}
          {data && <Answer data={data} />}
        </div>
      </div>
  )
}

function Answer({ data }: { data: Explorer }) {
  const { compare, strip } = data
  const slope = strip.find((figure) => figure.key === 'slope')?.estimate
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 rounded-panel border border-line bg-surface px-4 py-3">
        <IsItReal verdict={data.verdict} slope={slope} p={data.figures?.tests?.joint.p_value} />
        {compare && <AreTheyDifferent other={compare} />}
      </div>
      <Figures strip={strip} other={compare?.strip} differences={compare?.differences} />
      <Pictures data={data} />
    </div>
  )
}
