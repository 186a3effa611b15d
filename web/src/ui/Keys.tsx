// The keys of every page: single letters, silent in fields, and switched off by the reader's own wish. `?` lists them.
import { useEffect, useRef, useState } from 'react'
import { useGo } from '../app/location'
import { PLACES } from '../app/plan'
import { useReader } from '../app/reader'
import { useWords } from '../words/words'
import { copyText } from './Copy'
import { actionOf, isTyping, KEYS, useKeys } from './keyboard'
import { Dialog } from './Over'
import { clickPage, focusRow, howHash, openRow, panelAction, permalink } from './steering'

export { useKeys } from './keyboard'

const SEQUENCE_MS = 1200 // how long `g` waits for its second letter

export function Keys() {
  const { t } = useWords()
  const reader = useReader()
  const { push } = useGo()
  const [listed, setListed] = useState(false)
  const waitingSince = useRef(0)
  const on = useRef(reader.keys)
  on.current = reader.keys

  useKeys({
    ...Object.fromEntries(PLACES.flatMap((place) => (place.keys ? [[place.keys, () => push(place.address)]] : []))),
    z: () => reader.set({ zone: reader.zone === 'UTC' ? 'Asia/Seoul' : 'UTC' }),
    j: () => focusRow(1),
    k: () => focusRow(-1),
    o: openRow,
    '[': () => clickPage('previous') || history.back(),
    ']': () => void clickPage('next'),
    t: () => void panelAction('table'),
    d: () => void panelAction('menu'),
    h: () => push(location.pathname + location.search + howHash()),
    c: () => void copyText(permalink()),
    '?': () => setListed(true),
  })

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!on.current || isTyping(event) || event.defaultPrevented || document.querySelector('dialog[open]')) return
      const second = Date.now() - waitingSince.current < SEQUENCE_MS
      waitingSince.current = !second && event.key === 'g' ? Date.now() : 0
      const action = actionOf(second ? `g${event.key}` : event.key)
      if (!action) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])

  return (
    <Dialog title={t('ui.keys.title')} open={listed} onClose={() => setListed(false)}>
      <label className="mb-3 flex min-h-6 items-center gap-2">
        <input type="checkbox" className="check" checked={reader.keys} onChange={() => reader.set({ keys: !reader.keys })} />
        {t('ui.keys.on')}
      </label>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 sm:grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)]">
        {KEYS.map(({ key, word }) => (
          <div key={key} className="contents">
            <dt className="flex gap-1"><KeyCaps keys={key} /></dt>
            <dd className="text-ink-2">{t(word)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

/** A combination as key caps; `mod` is Ctrl, or Cmd on a Mac. */
export function KeyCaps({ keys }: { keys: string }) {
  const { t } = useWords()
  const mod = /Mac|iP/.test(navigator.platform) ? t('ui.key.cmd') : t('ui.key.ctrl')
  return keys.split(' ').map((key) => <kbd key={key}>{key === 'mod' ? mod : key}</kbd>)
}
