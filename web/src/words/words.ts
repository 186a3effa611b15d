// The words on the pages, in two languages. Whole sentences with named places: t("table.rows", { rows: 12 }).
// {rows} puts the value in, numbers as the language writes them; {rows|row|rows} picks the form that fits the number.
// The words of the frame and of the charts are always there; those of pages come with the pages that use them.
import { useSyncExternalStore } from 'react'
import charts from './parts/charts.en.json'
import type explorer from './parts/explorer.en.json'
import type lists from './parts/lists.en.json'
import ui from './parts/ui.en.json'

export type Lang = 'en' | 'ko'
export type Key = keyof typeof charts | keyof typeof explorer | keyof typeof lists | keyof typeof ui
export type Area = 'charts' | 'explorer' | 'lists' | 'ui'
export type Places = Record<string, string | number>
type Words = Record<string, string>

const PARTS = import.meta.glob<Words>(['./parts/*.json', '!./parts/ui.en.json', '!./parts/charts.en.json'], { import: 'default' })

const tables: Record<Lang, Words> = { en: { ...charts, ...ui }, ko: {} }
const areas = new Set<Area>(['charts', 'ui'])
const loaded = new Map<string, Promise<void>>()
const listeners = new Set<() => void>()
let lang: Lang = 'en'
let coming: Lang = 'en' // what is being loaded; the words of a page follow it

/** Makes a language the present one, loading its words first. */
export async function loadWords(next: Lang): Promise<void> {
  coming = next
  await Promise.all([...areas].map((area) => part(area, next)))
  lang = next
  listeners.forEach((listener) => listener())
}

/** Loads the words of pages before they are shown. */
export async function loadAreas(...wanted: Area[]): Promise<void> {
  wanted.forEach((area) => areas.add(area))
  await Promise.all(wanted.map((area) => part(area, coming)))
}

function part(area: Area, language: Lang): Promise<void> {
  const path = `./parts/${area}.${language}.json`
  const load = PARTS[path]
  const begun = loaded.get(path) ?? load?.().then((words) => void Object.assign(tables[language], words)) ?? Promise.resolve()
  loaded.set(path, begun)
  return begun
}

export function currentLang(): Lang {
  return lang
}

/** The words for a key in the present language, with the named places filled; the key itself where words are missing. */
export function t(key: Key, places: Places = {}): string {
  return filled(tables[lang][key] ?? tables.en[key] ?? key, places, lang)
}

/** The words for a key made at run time ("state.open"), or the fallback where there are none. */
export function tOr(key: string, fallback: string, places: Places = {}): string {
  const words = tables[lang][key] ?? tables.en[key]
  return words === undefined ? fallback : filled(words, places, lang)
}

/** `t` for a component that must draw itself again when the language changes. */
export function useWords() {
  const now = useSyncExternalStore(subscribe, currentLang)
  return { t, tOr, lang: now }
}

export function filled(words: string, places: Places, language: Lang): string {
  return words.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = places[name]
    if (value === undefined) return whole
    if (one !== undefined) return (new Intl.PluralRules(language).select(Number(value)) === 'one' ? one : other) ?? ''
    return typeof value === 'number' ? new Intl.NumberFormat(language === 'ko' ? 'ko-KR' : 'en-GB').format(value) : value
  })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
