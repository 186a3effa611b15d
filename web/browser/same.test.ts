/** One address, several forms: the cells of every table are the JSON of the same address, formatted once; the files hold the same rows. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { count } from '../src/format'
import { CELLS } from './cells'
import { json, settled, visit } from './visit'

const PYTHON = resolve(import.meta.dirname, '../../.venv/bin/python')

/** [page, address, panel of the table, rows of the JSON that it shows] */
const TABLES: [string, string, string, ((rows: any[]) => any[])?][] = [
  ['markets', '/markets', 'main'],
  ['markets', '/markets?liquidity_bucket=LOW&sort=-volume_24h', 'main'],
  ['markets', '/markets?status=ACTIVE&outside_range=true', 'main'],
  ['scoreboard', '/scoreboard?category=sports', 'main'],
  ['events', '/events?sort=-gap', 'main'],
  ['coverage', '/coverage', 'main'],
  ['runs', '/ops/runs', 'main'],
  ['bands', '/bands/coverage', 'main'],
  ['trust', '/trust/reliability', 'main', (rows) => rows.filter((row) => row.quintile === 0)],
  ['recalibration', '/recalibrated/evidence', 'main'],
  ['search', '/search?q=sweden', 'main'],
  ['generic', '/bands/breaches', 'main'],
]

test.each(TABLES)('%s %s: all cells are those of the JSON', async (name, path, panel, shown = (rows) => rows) => {
  const { page, go } = await visit()
  await go(path)
  const answer = await json(path)
  const rows = shown(answer.data)
  const expected = CELLS[name]!
  const cells = await cellsOf(page, panel)
  expect(await rowsOf(page, panel)).toBe(rows.length)
  expect(cells.length).toBeGreaterThan(0)
  for (const { at, cell } of cells) {
    const texts = Object.keys(cell).map((column) => [column, plain(expected[column]?.(rows[at]) ?? `no rule for ${column}`)])
    expect(cell).toEqual(Object.fromEntries(texts))
  }
  if (answer.total !== null && rows.length > 0 && rows === answer.data) {
    expect(await page.locator(`[data-panel=${panel}] [data-below]`).innerText()).toContain(count(answer.total, 'en'))
  }
})

test('the pages of a list together hold as many rows as it says', async () => {
  const { page, go } = await visit()
  const path = '/markets?limit=60&liquidity_bucket=LOW'
  await go(path)
  const { total } = await json(path)
  const seen = new Set<string>()
  for (let left = 10; left > 0; left--) {
    for (const href of await page.locator('[data-panel=main] a[data-open]').evaluateAll((all) => all.map((one) => one.getAttribute('href')!)))
      seen.add(href)
    const next = page.locator('[data-page-link=next]')
    if ((await next.count()) === 0) break
    await next.click()
    await settled(page)
  }
  expect(seen.size).toBe(total)
  expect(total).toBeGreaterThan(60)
})

test.each(['/markets?liquidity_bucket=LOW&sort=-volume_24h', '/events?kind=sum', '/scoreboard?category=sports', '/coverage'])(
  '%s: CSV, Parquet and JSON hold all rows of the view',
  async (path) => {
    const { page, go, json } = await visit()
    await go(path)
    const rows = (await json(path)).total
    await page.locator('[data-panel=main] [data-tool=menu]').click()
    const links = await page.locator('[data-panel=main] a[data-format]').evaluateAll((all) =>
      all.map((one) => [(one as HTMLElement).dataset.format!, (one as HTMLAnchorElement).href]),
    )
    const files = Object.fromEntries(await Promise.all(links.map(async ([format, href]) => [format, await download(href!)])))
    const fromJson = JSON.parse(files.json.toString()).data
    const fromCsv = table('csv', files.csv)
    const fromParquet = table('parquet', files.parquet)
    expect(fromJson.length).toBe(rows)
    expect(fromCsv.length).toBe(rows)
    expect(fromParquet.length).toBe(rows)
    const [key, figure] = 'market_id' in fromJson[0] ? ['market_id', 'price'] : Object.keys(fromJson[0])
    for (const other of [fromCsv, fromParquet]) {
      expect(other.map((row) => String(row[key!]))).toEqual(fromJson.map((row: any) => String(row[key!])))
      expect(other.map((row) => String(row[figure!]))).toEqual(fromJson.map((row: any) => String(row[figure!])))
    }
  },
)

test.each(['/', '/markets', '/markets/9000038', '/events/8000017', '/scoreboard/explorer', '/ops/runs', '/tsfm/forecast'])(
  '%s answers in the form that is asked for',
  async (path) => {
    const as = async (accept: string) => (await fetch(new URL(path, inject('url')), { headers: { Accept: accept } })).headers.get('content-type')
    expect(await as('text/html')).toContain('text/html')
    expect(await as('application/json')).toContain('application/json')
    expect(await as('*/*')).toContain('application/json')
  },
)

/** How many rows a table has: those in the document, or what it says where it keeps only those in sight there. */
async function rowsOf(page: Page, panel: string): Promise<number> {
  const said = await page.locator(`[data-panel=${panel}] table[data-rows]`).getAttribute('aria-rowcount')
  return said === null ? page.locator(`[data-panel=${panel}] [data-row]`).count() : Number(said) - 1
}

/** The text of every cell, by column, as it is read out without what is only drawn. */
function cellsOf(page: Page, panel: string): Promise<{ at: number; cell: Record<string, string> }[]> {
  return page.locator(`[data-panel=${panel}] [data-row]`).evaluateAll((rows) =>
    rows.map((row) => ({
      at: Number((row as HTMLElement).dataset.index),
      cell: Object.fromEntries(
        [...row.querySelectorAll<HTMLElement>('[data-column]')].map((cell) => {
          const copy = cell.cloneNode(true) as HTMLElement
          copy.querySelectorAll('[aria-hidden=true]').forEach((one) => one.remove())
          copy.querySelectorAll('.chip').forEach((one) => one.prepend(' '))
          return [cell.dataset.column, (copy.textContent ?? '').replace(/\s+/g, ' ').trim()]
        }),
      ),
    })),
  )
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim()

async function download(href: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(href)).arrayBuffer())
}

/** A file of the API as rows, read by what others read it with. */
function table(format: 'csv' | 'parquet', file: Buffer): Record<string, unknown>[] {
  const folder = mkdtempSync(join(tmpdir(), 'credence-browser-'))
  const path = join(folder, `rows.${format}`)
  writeFileSync(path, file)
  const code = [
    'import json, sys, pyarrow as pa, pyarrow.csv as csv, pyarrow.parquet as parquet',
    `rows = ${format === 'csv' ? 'csv.read_csv' : 'parquet.read_table'}(sys.argv[1]).to_pylist()`,
    'print(json.dumps(rows, default=str))',
  ].join('\n')
  const out = execFileSync(PYTHON, ['-c', code, path], { maxBuffer: 1 << 26 }).toString()
  rmSync(folder, { recursive: true })
  return JSON.parse(out)
}
