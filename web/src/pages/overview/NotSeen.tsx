/** What was not seen: share of the expected rows by source and day, and what is missing otherwise, each with its page. */
import type { PagePanel } from '../../app/page'
import { CoverageGrid } from '../../charts/CoverageGrid'
import { count } from '../../format'
import { useWords, type Key } from '../../words/words'
import { Part } from './Part'
import type { NotSeen as Data } from './types'

const COUNTS: { name: 'gaps' | 'truncated' | 'stale_markets' | 'unlabelled'; word: Key; href: string }[] = [
  { name: 'gaps', word: 'explorer.overview.count_gaps', href: '/coverage?status=gap' },
  { name: 'truncated', word: 'explorer.overview.count_truncated', href: '/coverage?status=truncated' },
  { name: 'stale_markets', word: 'explorer.overview.count_stale', href: '/markets?sort=-price_age_seconds&status=ACTIVE' },
  { name: 'unlabelled', word: 'explorer.overview.count_unlabelled', href: '/markets?status=UNRESOLVED' },
]

export function NotSeen({ data, of }: { data: Data; of: PagePanel }) {
  const { t, lang } = useWords()
  const days = new Set(data.days.map((one) => one.day)).size
  return (
    <Part
      name="not_seen" word="explorer.overview.not_seen" note={t('explorer.overview.not_seen_note', { days })} of={of} href="/coverage"
      all="explorer.overview.all_coverage"
    >
      <CoverageGrid
        days={data.days}
        hrefOf={(_, source) => `/coverage?source=${encodeURIComponent(source)}`}
        title={t('explorer.overview.not_seen')}
      />
      <ul className="mt-2 grid grid-cols-2 gap-x-4 text-small">
        {COUNTS.map(({ name, word, href }) => (
          <li key={name}>
            <a href={href} data-column={name} className="flex min-h-6 items-center justify-between border-b border-line hover:bg-sunken">
              <span className="text-ink-2">{t(word)}</span>
              <b className="font-[600]">{count(data[name], lang)}</b>
            </a>
          </li>
        ))}
      </ul>
    </Part>
  )
}
