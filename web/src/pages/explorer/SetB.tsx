/** Set B: a second copy of the parameters. What is not set here is as in set A. */
import { useSearch } from '../../app/search'
import { useWords, type Key } from '../../words/words'
import { Select } from '../scoreboard/Select'
import { named, span } from './names'
import { ANCHORS, BUCKETS, HORIZONS, PRICES, WEIGHTINGS, WINDOWS, b, changedInB, comparing } from './question'
import type { Facet } from './types'

export function SetB({ facets }: { facets: Facet[] }) {
  const { t } = useWords()
  const search = useSearch()
  const values = (name: string) => facets.find((facet) => facet.name === name)?.values?.map((one) => one.value) ?? []
  const choices: [string, string[], (value: string) => string][] = [
    ['category', values('category'), named],
    ['liquidity_bucket', BUCKETS, named],
    ['venue', values('venue'), named],
    ['horizon', HORIZONS, span],
    ['anchor', ANCHORS, named],
    ['weighting', WEIGHTINGS, named],
    ['price', PRICES, named],
    ['window', WINDOWS.filter(Boolean), span],
    ['ends', ['observed', 'assumed'], named],
  ]
  const clear = search.href(comparing(false))
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-control border border-dashed border-line-2 px-3 py-2 print:hidden" data-panel="set_b">
      <h2>{t('explorer.filters.set_b')}</h2>
      {choices.map(([name, options, say]) => (
        <Select
          key={name}
          name={b(name)}
          onChoose={(value) => search.set(changedInB(search.get, b(name), value))}
          label={t(`explorer.control.${name}` as Key)}
          options={[{ value: '', label: t('explorer.control.as_in_a') }, ...options.map((value) => ({ value, label: say(value) }))]}
        />
      ))}
      <a className="link text-small" href={clear}>{t('explorer.filters.clear_b')}</a>
      <p className="w-full text-small text-ink-3">{t('explorer.filters.set_b_note')}</p>
    </div>
  )
}
