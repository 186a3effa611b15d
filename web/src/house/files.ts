// The source files, for tests about the source itself.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export const ROOT = new URL('..', import.meta.url).pathname

export type Source = { path: string; text: string }

/** All files under src with one of the endings, tests and generated types left out. */
export function sources(...endings: string[]): Source[] {
  return readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && endings.some((ending) => one.name.endsWith(ending)))
    .map((one) => relative(ROOT, join(one.parentPath, one.name)))
    .filter((path) => !/\.test\.tsx?$|^house\/|schema\.d\.ts$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
}
