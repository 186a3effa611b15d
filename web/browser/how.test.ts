/** How a figure is made: the drawer shows SQL, and that SQL run from the command line gives the figure that stands on the page. */
import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { PAGES } from './addresses'
import { visit } from './visit'
import { query } from './world'

test.each([
  ['/scoreboard/explorer', 'brier', figure],
  ['/scoreboard/explorer?horizon=7d', 'brier', figure],
  ['/scoreboard/explorer?liquidity_bucket=LOW&weighting=market', 'brier', figure],
  ['/markets', 'n', counted],
  ['/markets?status=ACTIVE&category=sports', 'n', counted],
  ['/events?category=sports&open=false', 'n', counted],
] as const)('%s: its SQL gives its figure', async (path, column, shown) => {
  const { page, go } = await visit()
  await go(path)
  const figure = await shown(page)
  const sql = await opened(page)
  const [row] = query(inject('lake'), sql)
  expect(Number(row![column])).toBeCloseTo(figure, 9)
  expect(await page.locator('dialog[open]').innerText()).toContain(await page.locator('[data-manifest]').getAttribute('data-manifest'))
})

test.each(Object.entries(PAGES).filter(([name]) => !['docs', 'words', 'docs-api'].includes(name)))(
  '%s says how it is made, and how to ask for it from elsewhere',
  async (name, path) => {
    const { page, go } = await visit()
    await go(path)
    await page.locator('[data-strip] a[href="#how=main"]').click()
    const drawer = page.locator('dialog[open][data-form=drawer]')
    await drawer.locator('dl').waitFor()
    expect(await drawer.locator('[data-failed]').count()).toBe(0)
    expect(await drawer.locator('button').count()).toBeGreaterThan(4)
    if (!['runs', 'forecast'].includes(name)) expect(await drawer.locator('pre').first().innerText()).toMatch(/^(with|select)/i)
  },
)

/** The SQL in the drawer. */
async function opened(page: Page): Promise<string> {
  await page.locator('[data-strip] a[href="#how=main"]').click()
  const sql = page.locator('dialog[open][data-form=drawer] pre').first()
  await sql.waitFor()
  return sql.innerText()
}

/** The Brier score at the head of the page, in full. */
async function figure(page: Page): Promise<number> {
  return Number(await page.locator('[data-panel=figures] [data-key=brier] [data-estimate]').first().getAttribute('data-value'))
}

/** How many rows the list says there are. */
async function counted(page: Page): Promise<number> {
  const said = await page.locator('[data-panel=main] [data-below] > span').first().innerText()
  return Math.max(...said.match(/[\d,]+/g)!.map((one) => Number(one.replaceAll(',', ''))))
}
