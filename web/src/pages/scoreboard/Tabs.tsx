/** The five things that are judged in the same form: one link each, the present one marked. */
import { usePage } from '../../app/page'
import { useWords, type Key } from '../../words/words'

const TABS: { page: string; address: string; word: Key }[] = [
  { page: 'explorer', address: '/scoreboard/explorer', word: 'explorer.tab.explorer' },
  { page: 'scoreboard', address: '/scoreboard', word: 'explorer.tab.groups' },
  { page: 'trust', address: '/trust/reliability', word: 'explorer.tab.trust' },
  { page: 'bands', address: '/bands/coverage', word: 'explorer.tab.bands' },
  { page: 'recalibration', address: '/recalibrated/evidence', word: 'explorer.tab.recalibration' },
]

const TAB =
  '-mb-px border-b-2 border-transparent py-2 whitespace-nowrap text-ink-2 hover:text-ink ' +
  'aria-[current]:border-ink aria-[current]:font-semibold aria-[current]:text-ink'

export function Tabs() {
  const { t } = useWords()
  const { page } = usePage()
  return (
    <nav aria-label={t('explorer.tab.label')} className="flex gap-5 overflow-x-auto border-b border-line text-body print:hidden">
      {TABS.map((tab) => (
        <a
          key={tab.page}
          href={tab.address}
          aria-current={tab.page === page ? 'page' : undefined}
          className={TAB}
        >
          {t(tab.word)}
        </a>
      ))}
    </nav>
  )
}
