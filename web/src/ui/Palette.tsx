// Ctrl or Cmd with K: pages, actions of this page and markets in one list.
import { useEffect, useId, useMemo, useState, type KeyboardEvent } from 'react'
import { useGo } from '../app/location'
import { PLACES } from '../app/plan'
import { useReader } from '../app/reader'
import { useWords } from '../words/words'
import { useHits } from './hits'
import { actionOf, KEYS } from './keyboard'
import { KeyCaps } from './Keys'
import { Dialog } from './Over'

type Command = { id: string; words: string; keys?: string; foreign?: boolean; run: () => void }

export function Palette() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent | globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setOpen((now) => !now)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <Dialog title={t('ui.palette')} open={open} onClose={() => setOpen(false)}>
      <Chooser onDone={() => setOpen(false)} />
    </Dialog>
  )
}

function Chooser({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const { push } = useGo()
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const hits = useHits(text)
  const commands = useCommands()
  const wanted = text.trim().toLowerCase()
  const shown: Command[] = [
    ...commands.filter(({ words }) => words.toLowerCase().includes(wanted)),
    ...hits.map((hit) => ({ id: hit.market_id, words: hit.question ?? hit.market_id, foreign: true, run: () => push(`/markets/${encodeURIComponent(hit.market_id)}`) })),
  ]
  const run = (command: Command | undefined) => {
    if (!command) return
    onDone()
    setTimeout(command.run) // after the dialog has given the focus back
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt((now) => (now + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % Math.max(1, shown.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(shown[at])
    }
  }
  useEffect(() => { document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' }) }, [id, at])

  return (
    <>
      <input
        className="field w-full" data-autofocus value={text} placeholder={t('ui.palette.hint')} aria-label={t('ui.palette.hint')}
        role="combobox" aria-expanded aria-controls={id} aria-activedescendant={`${id}-${at}`}
        onChange={(event) => { setText(event.target.value); setAt(0) }} onKeyDown={onKeyDown}
      />
      <ul id={id} role="listbox" aria-label={t('ui.palette')} className="mt-2 max-h-[50vh] overflow-y-auto">
        {shown.map((command, index) => (
          <li
            key={command.id} id={`${id}-${index}`} role="option" aria-selected={index === at}
            className="flex min-h-8 cursor-pointer items-center justify-between gap-3 rounded-chip px-2 py-1 aria-selected:bg-sunken"
            onPointerEnter={() => setAt(index)} onClick={() => run(command)}
          >
            <span lang={command.foreign ? 'en' : undefined}>{command.words}</span>
            {command.keys && <span className="flex gap-1"><KeyCaps keys={command.keys} /></span>}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="note">{t('ui.palette.none')}</p>}
    </>
  )
}

/** Pages, then what this page answers to by key, then what belongs to the reader. */
function useCommands(): Command[] {
  const { t, lang } = useWords()
  const { push } = useGo()
  const reader = useReader()
  return useMemo(() => [
    ...PLACES.map((place) => ({ id: place.name, words: t('ui.palette.go', { place: t(place.word) }), ...(place.keys && { keys: place.keys.split('').join(' ') }), run: () => push(place.address) })),
    ...KEYS.filter(({ key }) => key.length === 1 && actionOf(key)).map(({ key, word }) => ({ id: key, words: t(word), keys: key, run: () => actionOf(key)?.() })),
    { id: 'lang', words: t('ui.palette.lang'), run: () => reader.set({ lang: lang === 'en' ? 'ko' : 'en' }) },
    { id: 'density', words: t('ui.palette.density'), run: () => reader.set({ density: reader.density === 'roomy' ? 'compact' : 'roomy' }) },
  ], [t, lang, reader, push])
}
