/** Filters of the groups, named after their columns; each writes the address. */
import { useSearch } from '../../app/search'
import { FilterBar } from '../../ui/FilterBar'
import { Segments } from '../../ui/Segments'
import { t, useWords, type Key } from '../../words/words'
import { named, span } from '../explorer/names'
import { ANCHORS, BUCKETS, HORIZONS, WINDOWS, WINDOWS_BY } from '../explorer/question'
import { CONTROLS } from './layout'
import { Select, options } from './Select'

export const CATEGORIES = ['politics', 'sports', 'crypto', 'economy', 'culture', 'weather', 'science', 'other']
const ANY = ''

const SEGMENTS: { name: string; values: string[]; say: (value: string) => string }[] = [
  { name: 'liquidity_bucket', values: [ANY, 'all', ...BUCKETS], say: named },
  { name: 'horizon', values: [ANY, ...HORIZONS], say: span },
  { name: 'anchor', values: [ANY, ...ANCHORS], say: named },
  { name: 'weighting', values: [ANY, 'event', 'market'], say: named },
  { name: 'ends', values: [ANY, 'all', 'observed'], say: named },
]

const NAMES = ['venue', 'category', ...SEGMENTS.map((one) => one.name), 'window', 'window_by']

/** Beside each other where there is room, else in a sheet; what is set is there as chips. */
export function GroupFilters({ venues }: { venues: string[] }) {
  const { t } = useWords()
  const { get } = useSearch()
  const filters = NAMES.flatMap((name) => {
    const value = get(name)
    return value ? [{ name, words: `${t(`explorer.control.${name}` as Key)}: ${span(value)}` }] : []
  })
  return (
    <div className="grid gap-2" data-panel="controls">
      <div className="hidden md:block">
        <Choices venues={venues} />
      </div>
      <FilterBar filters={filters}>
        <Choices venues={venues} />
      </FilterBar>
    </div>
  )
}

function Choices({ venues }: { venues: string[] }) {
  const { t } = useWords()
  const search = useSearch({ window_by: 'scheduled_end' })
  const word = (name: string) => t(`explorer.control.${name}` as Key)
  const orAny = (say: (value: string) => string) => (value: string) => (value === ANY ? t('explorer.control.any') : totalOr(say)(value))
  return (
    <div className={CONTROLS}>
      <Select name="venue" label={word('venue')} options={options([ANY, 'all', ...venues], orAny(named))} />
      <Select name="category" label={word('category')} options={options([ANY, 'all', ...CATEGORIES], orAny(named))} />
      {SEGMENTS.map(({ name, values, say }) => (
        <Segments key={name} name={name} label={word(name)} value={search.get(name) ?? ANY} default={ANY} options={options(values, orAny(say))} />
      ))}
      <Segments
        name="window" label={word('window')} value={search.get('window') ?? ANY} default={ANY}
        options={WINDOWS.map((value) => ({ value, label: value ? span(value) : named('all') }))}
      />
      {search.get('window') && (
        <Segments
          name="window_by" label={word('window_by')} value={search.get('window_by')} default="scheduled_end"
          options={WINDOWS_BY.map((value) => ({ value, label: named(value) }))}
        />
      )}
    </div>
  )
}

/** In a column of a grouped list, `all` is the total over that column. */
export function totalOr(say: (value: string) => string): (value: string) => string {
  return (value) => (value === 'all' ? t('explorer.control.total') : say(value))
}
