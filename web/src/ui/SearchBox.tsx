// Search in the header: the first eight hits while typing, all of them with Enter. `/` puts the cursor here.
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useGo } from '../app/location'
import { probability } from '../format'
import { useWords } from '../words/words'
import { useHits } from './hits'
import { useKeys } from './keyboard'

export function SearchBox() {
  const { t, lang } = useWords()
  const { push } = useGo()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const hits = useHits(open ? text : '')
  useKeys({ '/': () => field.current?.focus() })

  const go = (href: string) => {
    setOpen(false)
    setText('')
    field.current?.blur()
    push(href)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt((now) => Math.max(-1, Math.min(hits.length - 1, now + (event.key === 'ArrowDown' ? 1 : -1))))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const hit = hits[at]
      if (hit) go(`/markets/${encodeURIComponent(hit.market_id)}`)
      else if (text.trim()) go(`/search?q=${encodeURIComponent(text.trim()).replaceAll('%20', '+')}`)
    } else if (event.key === 'Escape') {
      setOpen(false)
      field.current?.blur()
    }
  }
  const shown = open && hits.length > 0

  return (
    <form role="search" aria-label={t('ui.search')} action="/search" className="relative hidden sm:block" onSubmit={(event) => event.preventDefault()}>
      <input
        ref={field} name="q" type="search" autoComplete="off" className="field w-[230px] border-line bg-paper pr-8" value={text}
        placeholder={t('ui.search.hint')} aria-label={t('ui.search')} aria-keyshortcuts="/"
        role="combobox" aria-expanded={shown} aria-controls={id} aria-autocomplete="list" aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        onChange={(event) => { setText(event.target.value); setOpen(true); setAt(-1) }}
        onFocus={() => setOpen(true)} onBlur={() => setOpen(false)} onKeyDown={onKeyDown}
      />
      {!text && <kbd aria-hidden="true" className="pointer-events-none absolute top-[7px] right-2">/</kbd>}
      <ul id={id} role="listbox" aria-label={t('ui.search')} className={shown ? 'menu right-0 mt-1 w-[420px] max-w-[80vw]' : 'hidden'}>
        {hits.map((hit, index) => (
          <li
            key={hit.market_id} id={`${id}-${index}`} role="option" aria-selected={index === at}
            className="flex cursor-pointer gap-3 rounded-chip px-2 py-1.5 hover:bg-sunken"
            onPointerDown={(event) => { event.preventDefault(); go(`/markets/${encodeURIComponent(hit.market_id)}`) }}
          >
            <span className="min-w-0 grow" lang="en">{hit.question ?? hit.market_id}</span>
            {hit.price !== null && <span className="shrink-0 whitespace-nowrap text-ink-3">{probability(hit.price, lang)}</span>}
          </li>
        ))}
      </ul>
    </form>
  )
}
