// News of the lake: one connection for the page, closed while the tab is hidden. A connection that breaks is resumed by the browser with the
// last id; one that is opened anew has no last id, and is told the present version again.
import { useSyncExternalStore } from 'react'

export type News = {
  /** Version of the lake that the last message named; null before the first. */
  lake_version: string | null
  as_of: string | null
  /** When the source said so, ms. */
  source_at: number | null
  /** Whether there ever was a connection. */
  connected: boolean
  /** Since when there is none, ms; null while there is one. */
  lost_at: number | null
  /** Lost for so long that the reader should know, and that the lake's version is asked for instead. */
  quiet: boolean
  paused: boolean
  /** Messages held back while paused. */
  waiting: number
}

type LakeMessage = { lake_version: string; as_of: string | null; source_at: string | null }

const AGAIN_MS = 15_000 // when the server refused and the browser gave up
const QUIET_MS = 10_000 // a connection may break and come back without anybody having to know
const SILENT_MS = 40_000 // the server says something every 15 s; a line that is dead without an error says nothing

const listeners = new Set<() => void>()
let news: News = { lake_version: null, as_of: null, source_at: null, connected: false, lost_at: null, quiet: false, paused: false, waiting: 0 }
let held: LakeMessage | null = null
let source: EventSource | null = null
let quieting = 0
let silent = 0

function tell(changes: Partial<News>): void {
  news = { ...news, ...changes }
  listeners.forEach((listener) => listener())
}

function take(message: LakeMessage): void {
  tell({ lake_version: message.lake_version, as_of: message.as_of, source_at: message.source_at ? Date.parse(message.source_at) : null })
}

/** While paused, only another version waits: a connection that is opened anew brings the one that is known. */
function hold(message: LakeMessage): void {
  const isNew = message.lake_version !== (held?.lake_version ?? news.lake_version)
  if (!isNew && !held) return take(message)
  held = message
  if (isNew) tell({ waiting: news.waiting + 1 })
}

function open(): void {
  if (source || document.hidden || listeners.size === 0) return
  source = new EventSource('/stream?topics=lake')
  source.addEventListener('open', () => {
    window.clearTimeout(quieting)
    tell({ connected: true, lost_at: null, quiet: false })
    alive()
  })
  source.addEventListener('beat', alive)
  source.addEventListener('error', () => {
    lose()
    if (source?.readyState !== EventSource.CLOSED) return
    close()
    setTimeout(open, AGAIN_MS)
  })
  source.addEventListener('lake', (event) => {
    alive()
    const message = JSON.parse((event as MessageEvent<string>).data) as LakeMessage
    if (!news.paused) return take(message)
    hold(message)
  })
}

/** Something came; when nothing does for too long, the line is taken for dead and another is opened. */
function alive(): void {
  window.clearTimeout(silent)
  silent = window.setTimeout(() => {
    lose()
    close()
    open()
  }, SILENT_MS)
}

function lose(): void {
  if (news.lost_at !== null) return
  tell({ lost_at: Date.now() })
  quieting = window.setTimeout(() => tell({ quiet: true }), QUIET_MS)
}

function close(): void {
  window.clearTimeout(silent)
  source?.close()
  source = null
}

function onVisibility(): void {
  if (document.hidden) close()
  else open()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', onVisibility)
    open()
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    document.removeEventListener('visibilitychange', onVisibility)
    close()
  }
}

export function useNews(): News {
  return useSyncExternalStore(subscribe, () => news)
}

/** A version of the lake of which something else brought news. */
export function hear(version: string): void {
  tell({ lake_version: version })
}

/** Holds back what comes, or lets all of it through at once. */
export function setPaused(paused: boolean): void {
  tell({ paused, waiting: paused ? news.waiting : 0 })
  if (!paused && held) {
    take(held)
    held = null
  }
}
