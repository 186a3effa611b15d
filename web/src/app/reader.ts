// What belongs to the reader: zone, language, theme, keys, density. Kept in this browser, never in what is asked.
import { useSyncExternalStore } from 'react'
import { loadWords, type Lang } from '../words/words'

export type Zone = 'UTC' | 'Asia/Seoul'
export type Theme = 'system' | 'light' | 'dark'

export type Reader = { zone: Zone; lang: Lang; theme: Theme; keys: boolean; density: 'compact' | 'roomy' }

const KEPT_AS = 'credence.reader'
const listeners = new Set<() => void>()
let reader: Reader = { zone: 'UTC', lang: 'en', theme: 'system', keys: true, density: 'compact' }

/** Reads what was kept, then what the address asks for (?lang ?tz ?theme), for this visit only. */
export async function startReader(documentLang: Lang): Promise<void> {
  const asked = new URLSearchParams(location.search)
  reader = { ...reader, lang: documentLang, ...kept() }
  const lang = asked.get('lang')
  const zone = asked.get('tz')
  const theme = asked.get('theme')
  if (lang === 'en' || lang === 'ko') reader.lang = lang
  if (zone === 'UTC' || zone === 'Asia/Seoul') reader.zone = zone
  if (theme === 'light' || theme === 'dark') reader.theme = theme
  await loadWords(reader.lang)
  apply()
}

/** The reader's choices and the way to change them. */
export function useReader(): Reader & { set: (changes: Partial<Reader>) => void } {
  const now = useSyncExternalStore(subscribe, () => reader)
  return { ...now, set: setReader }
}

export function currentReader(): Reader {
  return reader
}

export async function setReader(changes: Partial<Reader>): Promise<void> {
  if (changes.lang) await loadWords(changes.lang)
  reader = { ...reader, ...changes }
  write(changes)
  apply()
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function kept(): Partial<Reader> {
  try {
    return JSON.parse(localStorage.getItem(KEPT_AS) ?? '{}') as Partial<Reader>
  } catch {
    return {} // storage switched off, or written by something else: as if nothing had been kept
  }
}

function write(changes: Partial<Reader>): void {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify({ ...kept(), ...changes }))
  } catch {
    return // storage switched off: the choice holds for this visit
  }
}

function apply(): void {
  const root = document.documentElement
  root.lang = reader.lang
  root.dataset.density = reader.density
  if (reader.theme === 'system') delete root.dataset.theme
  else root.dataset.theme = reader.theme
}
