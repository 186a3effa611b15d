// The one region that screen readers listen to: at most one message per five seconds, the last one wins.
import { useSyncExternalStore } from 'react'

const PAUSE_MS = 5000
const listeners = new Set<() => void>()
let words = ''
let saidAt = 0
let timer = 0

/** Says something to those who listen instead of looking. */
export function say(next: string): void {
  window.clearTimeout(timer)
  timer = window.setTimeout(() => {
    words = next
    saidAt = Date.now()
    listeners.forEach((listener) => listener())
  }, Math.max(0, saidAt + PAUSE_MS - Date.now()))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function Live() {
  const now = useSyncExternalStore(subscribe, () => words)
  return <div aria-live="polite" className="hidden-but-read" data-live>{now}</div>
}
