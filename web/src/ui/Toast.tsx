// One short message after the reader's own action: six seconds, longer while pointed at or focused, perhaps with a way back.
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useWords } from '../words/words'

type Message = { id: number; words: string; undo?: () => void }

const SHOWN_MS = 6000
const listeners = new Set<() => void>()
let message: Message | null = null

/** Shows a message; the former one goes. */
export function toast(words: string, undo?: () => void): void {
  message = { id: (message?.id ?? 0) + 1, words, undo }
  listeners.forEach((listener) => listener())
}

function dismiss(): void {
  message = null
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where messages appear; once per page. */
export function Toasts() {
  const now = useSyncExternalStore(subscribe, () => message)
  const { t } = useWords()
  const [held, setHeld] = useState(false)

  useEffect(() => {
    if (!now || held) return
    const timer = setTimeout(dismiss, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [now, held])

  return (
    <div role="status" className="no-print">
      {now && (
        <div
          className="toast"
          onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}
        >
          <span>{now.words}</span>
          {now.undo && <button type="button" className="underline" onClick={() => { now.undo?.(); dismiss() }}>{t('ui.undo')}</button>}
        </div>
      )}
    </div>
  )
}
