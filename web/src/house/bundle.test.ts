// What a reader loads: measured from the last build, so this says nothing where nothing was built.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { areasOf } from '../app/pages'
import { ROOT } from './files'

type Chunk = { file: string; src?: string; imports?: string[]; css?: string[]; assets?: string[]; isEntry?: boolean }

const BUILT = `${ROOT}../../src/credence/api/built/`
// Bytes of script and style in gzip, the lesser of the two packings that the server knows. The font counts apart.
const FIRST_LOAD = 200_000
const LATER_PAGE = 60_000
const FONT = 48 * 1024
const MANIFEST = `${BUILT}.vite/manifest.json`
const built = existsSync(MANIFEST)
const manifest: Record<string, Chunk> = built ? (JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Chunk>) : {}

/** The files that come with a chunk at once. */
function files(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name]
  if (!chunk || seen.has(chunk.file)) return seen
  for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) seen.add(file)
  for (const other of chunk.imports ?? []) files(other, seen)
  return seen
}

/** A page with the words that come with it. */
function page(index: string): Set<string> {
  const own = files(index)
  for (const area of areasOf(index.split('/').at(-2)!)) files(`src/words/parts/${area}.en.json`, own)
  return own
}

/** Bytes on the wire: fonts are packed already. */
function weight(names: Iterable<string>): number {
  return [...names].reduce((sum, name) => sum + statSync(BUILT + name + (isFont(name) ? '' : '.gz')).size, 0)
}

function isFont(name: string): boolean {
  return name.endsWith('.woff2')
}

describe.skipIf(!built)('the build', () => {
  const first = files('src/theme.ts', files('src/main.tsx'))
  const pages = Object.keys(manifest).filter((name) => /^src\/pages\/.*index\.tsx$/.test(name))

  test.each(pages)('first load of %s', (index) => {
    expect(weight([...new Set([...first, ...page(index)])].filter((file) => !isFont(file)))).toBeLessThanOrEqual(FIRST_LOAD)
  })

  test.each(pages)('%s after another page', (index) => {
    expect(weight([...page(index)].filter((file) => !first.has(file)))).toBeLessThanOrEqual(LATER_PAGE)
  })

  test('one font, of one alphabet, 48 kB', () => {
    const fonts = [...first].filter(isFont)
    expect(fonts).toHaveLength(1)
    expect(weight(fonts)).toBeLessThanOrEqual(FONT)
  })
})
