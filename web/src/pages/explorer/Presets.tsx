/** Views that people ask for most, one click each. */
import { useSearch } from '../../app/search'
import { useWords, type Key } from '../../words/words'

const PRESETS: { name: string; word: Key; query: string }[] = [
  { name: 'thin_90d', word: 'explorer.preset.thin_90d', query: '?liquidity_bucket=LOW&window=90d' },
  { name: 'thin_thick', word: 'explorer.preset.thin_thick', query: '?b.liquidity_bucket=HIGH&liquidity_bucket=LOW' },
  { name: 'everything', word: 'explorer.preset.everything', query: '' },
]

export function Presets() {
  const { t } = useWords()
  const { href } = useSearch()
  const here = href({}).split('?')[1] ?? ''
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-small text-ink-3 print:hidden">
      {t('explorer.preset.label')}
      {PRESETS.map(({ name, word, query }) => (
        <a
          key={name} className="link inline-flex min-h-6 items-center" data-preset={name} href={`/scoreboard/explorer${query}`}
          aria-current={query.slice(1) === here ? 'true' : undefined}
        >
          {t(word)}
        </a>
      ))}
    </p>
  )
}
