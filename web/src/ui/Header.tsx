// The head of every page: name, places, search, and what belongs to the reader. Below 900 px the switches lie in a sheet.
import { useState } from 'react'
import { usePage } from '../app/page'
import { PLACES, placeOf } from '../app/plan'
import { useReader, type Theme, type Zone } from '../app/reader'
import { useWords, type Key, type Lang } from '../words/words'
import { Sheet } from './Over'
import { SearchBox } from './SearchBox'
import { Choice } from './Segments'

export function Header() {
  const { t } = useWords()
  const { address } = usePage()
  const here = placeOf(address)
  return (
    <header className="top">
      <a className="wordmark" href="/"><Mark />{t('ui.name')}</a>
      <nav className="places" aria-label={t('ui.places')}>
        {PLACES.map((place) => (
          <a key={place.name} href={place.address} aria-current={place === here ? 'page' : undefined}>{t(place.word)}</a>
        ))}
      </nav>
      <div className="ml-auto flex items-center gap-2">
        <SearchBox />
        <span className="hidden gap-2 lg:flex"><Switches /></span>
        <Narrow />
      </div>
    </header>
  )
}

/** An estimate on its interval: the sign of the whole house. */
function Mark() {
  return (
    <svg width="22" height="14" viewBox="0 0 22 14" aria-hidden="true">
      <path d="M1 2v10M21 2v10M1 7h20" stroke="var(--ink)" strokeWidth="2" fill="none" />
      <circle cx="11" cy="7" r="4.2" fill="var(--yes)" />
    </svg>
  )
}

const ZONES: { value: Zone; word: Key }[] = [{ value: 'UTC', word: 'ui.zone.utc' }, { value: 'Asia/Seoul', word: 'ui.zone.seoul' }]
const LANGS: { value: Lang; word: Key }[] = [{ value: 'en', word: 'ui.lang.en' }, { value: 'ko', word: 'ui.lang.ko' }]

function Switches() {
  const { t } = useWords()
  const reader = useReader()
  return (
    <>
      <Choice
        name="tz" title={t('ui.zone')} chosen={reader.zone} options={ZONES.map(({ value, word }) => ({ value, label: t(word) }))}
        onChoose={(zone) => reader.set({ zone: zone as Zone })}
      />
      <Choice
        name="lang" title={t('ui.lang')} chosen={reader.lang} options={LANGS.map(({ value, word }) => ({ value, label: <span lang={value}>{t(word)}</span> }))}
        onChoose={(lang) => reader.set({ lang: lang as Lang })}
      />
      <button type="button" className="button" data-control="theme" onClick={() => reader.set({ theme: otherTheme() })}>{t('ui.theme')}</button>
    </>
  )
}

/** The theme that is not on screen now. */
function otherTheme(): Theme {
  return getComputedStyle(document.documentElement).colorScheme.includes('dark') ? 'light' : 'dark'
}

function Narrow() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <span className="lg:hidden">
      <button type="button" className="button" onClick={() => setOpen(true)}>{t('ui.settings')}</button>
      <Sheet title={t('ui.settings')} open={open} onClose={() => setOpen(false)}>
        <div className="flex flex-wrap gap-3"><Switches /></div>
      </Sheet>
    </span>
  )
}
