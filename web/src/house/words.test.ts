// Both languages say the same things: same keys, same places, nothing unused, nothing untranslated.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filled } from '../words/words'
import { ROOT, sources } from './files'

const folder = `${ROOT}words/parts/`
const areas = [...new Set(readdirSync(folder).map((name) => name.split('.')[0]!))]
const read = (area: string, lang: string) => JSON.parse(readFileSync(`${folder}${area}.${lang}.json`, 'utf8')) as Record<string, string>
const all = (lang: string) => Object.assign({}, ...areas.map((area) => read(area, lang))) as Record<string, string>

const placesOf = (words: string) => [...new Set([...words.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort()

test.each(areas)('%s: the same keys in both languages', (area) => {
  expect(Object.keys(read(area, 'ko')).sort()).toEqual(Object.keys(read(area, 'en')).sort())
})

test('no key in two areas', () => {
  const keys = areas.flatMap((area) => Object.keys(read(area, 'en')))
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})

test('the same places in each pair', () => {
  const [en, ko] = [all('en'), all('ko')]
  const unequal = Object.keys(en).filter((key) => placesOf(en[key]!).join() !== placesOf(ko[key] ?? '').join())
  expect(unequal).toEqual([])
})

test('nothing is left empty', () => {
  for (const lang of ['en', 'ko']) expect(Object.entries(all(lang)).filter(([, words]) => !words.trim())).toEqual([])
})

test('no key unused', () => {
  const texts = sources('.ts', '.tsx').map(({ text }) => text)
  // Whole keys in quotes, and the fixed beginnings of keys made in templates: `explorer.value.${value}`.
  const whole = new Set(texts.flatMap((text) => [...text.matchAll(/['"`]([a-z_]+(?:\.[\w-]+)+)['"`]/g)].map(([, key]) => key!)))
  const made = texts.flatMap((text) => [...text.matchAll(/`([a-z_]+\.[\w.]*)\$\{[^`]*?\}([\w.]*)`/g)].map(([, before, after]) => [before!, after!] as const))
  const unused = Object.keys(all('en')).filter((key) => !whole.has(key) && !made.some(([before, after]) => key.startsWith(before) && key.endsWith(after)))
  expect(unused).toEqual([])
})

test('places and plurals are filled', () => {
  expect(filled('{n} {n|row|rows} of {what}', { n: 1, what: 'x' }, 'en')).toBe('1 row of x')
  expect(filled('{n} {n|row|rows}', { n: 1200 }, 'en')).toBe('1,200 rows')
  expect(filled('{n}행', { n: 1200 }, 'ko')).toBe('1,200행')
  expect(filled('{other}', {}, 'en')).toBe('{other}')
})
