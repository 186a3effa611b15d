/** The keyboard alone: a whole way through the pages, every key of the list, silence in fields and when switched off, and the focus. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { address, arrives, settled, visit } from './visit'

const EXPLORER = '/scoreboard/explorer'
const focused = (page: Page, of: string) => page.evaluate((selector) => document.activeElement?.closest(selector) !== null, of)

test('filter, bin, market and back, by keyboard alone', async () => {
  const { page, go, clean } = await visit()
  await go('/')
  await keys(page, 'g', 's')
  await arrives(page, EXPLORER)
  await keys(page, 'f')
  expect(await focused(page, 'aside')).toBe(true)
  await tabTo(page, '[data-facet=liquidity_bucket] input[data-value=LOW]')
  await keys(page, 'Space')
  await arrives(page, `${EXPLORER}?liquidity_bucket=LOW`)
  expect(await focused(page, '[data-facet=liquidity_bucket] input[data-value=LOW]')).toBe(true)
  await tabTo(page, '[data-panel=reliability] [data-mark]')
  await keys(page, 'Home', 'ArrowRight', 'Enter')
  await expect.poll(() => address(page)).toMatch(/\?bin=1&liquidity_bucket=LOW$/)
  await settled(page)
  expect(await focused(page, '[data-panel=reliability] [data-mark]')).toBe(true)
  const bin = address(page)
  await keys(page, 'j', 'j', 'k')
  expect(await focused(page, '[data-panel=bin] [data-row][data-index="0"]')).toBe(true)
  const market = await page.evaluate(() => document.activeElement?.getAttribute('href'))
  await keys(page, 'Enter')
  await arrives(page, market!)
  expect(await focused(page, 'h1')).toBe(true)
  await keys(page, '[')
  await arrives(page, bin)
  clean()
})

test('keys that go to places', async () => {
  const { page, go } = await visit()
  await go('/docs')
  for (const [second, path] of [['m', '/markets'], ['s', EXPLORER], ['f', '/tsfm/forecast'], ['d', '/coverage'], ['o', '/']]) {
    await keys(page, 'g', second!)
    await arrives(page, path!)
  }
})

test('keys of every page', async () => {
  const { page, go, context } = await visit()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await go('/coverage')
  await keys(page, '/')
  expect(await focused(page, 'header [role=combobox]')).toBe(true)
  await keys(page, 'Escape')
  expect(await focused(page, 'header [role=combobox]')).toBe(false)
  await keys(page, 'Control+k')
  expect(await focused(page, 'dialog[open] input')).toBe(true)
  await page.keyboard.type('markets')
  await keys(page, 'Enter')
  await arrives(page, '/markets')
  const strip = page.locator('[data-as-of]')
  expect(await strip.innerText()).toContain('UTC')
  await keys(page, 'z')
  expect(await strip.innerText()).toContain('KST')
  expect(address(page)).toBe('/markets')
  await page.locator('[data-lag=live]').waitFor()
  await keys(page, 'p')
  await page.locator('[data-lag=paused]').waitFor()
  await keys(page, 'p')
  await page.locator('[data-lag=live]').waitFor()
  await keys(page, 'c')
  await page.locator('.toast').waitFor()
  expect((await page.evaluate(() => navigator.clipboard.readText())).split('?manifest=')[0]).toBe(page.url())
  await keys(page, 'd')
  expect(await focused(page, '[data-panel] .menu')).toBe(true)
  await keys(page, 'Escape')
  expect(await page.locator('.menu a[data-format]').count()).toBe(0)
  await keys(page, '?')
  expect(await page.locator('dialog[open] kbd').count()).toBeGreaterThan(20)
  await keys(page, 'Escape')
  expect(await page.locator('dialog[open]').count()).toBe(0)
  await keys(page, 'h')
  await expect.poll(() => page.url()).toContain('#how=main')
  await page.locator('dialog[open]').waitFor()
  await keys(page, 'Escape')
  await expect.poll(() => page.url()).not.toContain('#')
})

test('keys of lists: rows, opening, pages', async () => {
  const { page, go } = await visit()
  await go('/markets?limit=20')
  const row = () => page.evaluate(() => Number((document.activeElement?.closest('[data-row]') as HTMLElement | null)?.dataset.index ?? -1))
  await keys(page, 'j', 'j', 'j')
  expect(await row()).toBe(2)
  await keys(page, 'k')
  expect(await row()).toBe(1)
  const href = await page.evaluate(() => document.activeElement?.getAttribute('href'))
  await keys(page, 'o')
  await arrives(page, href!)
  await keys(page, '[')
  await arrives(page, '/markets?limit=20')
  await keys(page, ']')
  await expect.poll(() => address(page)).toContain('cursor=')
  await settled(page)
  await keys(page, '[')
  await arrives(page, '/markets?limit=20')
})

test('keys of the explorer: compare, table', async () => {
  const { page, go } = await visit()
  await go(EXPLORER)
  await keys(page, 'b')
  await arrives(page, `${EXPLORER}?compare=true`)
  await keys(page, 'b')
  await arrives(page, EXPLORER)
  await keys(page, 't')
  await page.locator('[data-table]').first().waitFor()
  await keys(page, 't')
  expect(await page.locator('[data-table]').count()).toBe(0)
})

test('no key does anything in a field, nor with a modifier, nor once they are switched off, which is remembered', async () => {
  const { page, go } = await visit()
  await go('/markets')
  await page.locator('[data-lag=live]').waitFor()
  const shown = async () => [address(page), await page.locator('[data-strip]').innerText(), await page.locator('dialog[open], .menu, [data-table]').count()]
  const before = await shown()
  await page.locator('header [role=combobox]').focus()
  await page.keyboard.type('zthd?bp[]gm')
  expect(await page.locator('header [role=combobox]').inputValue()).toBe('zthd?bp[]gm')
  await page.locator('header [role=combobox]').fill('')
  await keys(page, 'Escape')
  expect(await shown()).toEqual(before)
  await keys(page, 'Alt+z', 'Control+b')
  expect(await shown()).toEqual(before)
  await keys(page, '?')
  await page.locator('dialog[open] input[type=checkbox]').click()
  await keys(page, 'Escape')
  for (const again of [false, true]) {
    if (again) await page.reload()
    await settled(page)
    await page.locator('[data-lag=live]').waitFor()
    await keys(page, 'z', 't', 'h', 'd', '?', '/', 'g', 'o', 'j')
    expect(await shown()).toEqual(before)
    expect(await focused(page, '[data-row], header')).toBe(false)
  }
})

test.each([EXPLORER, '/markets', '/markets/9000038', '/tsfm/forecast'])('%s: the focus is visible and not covered at each stop', async (path) => {
  const { page, go } = await visit()
  await go(path)
  const wrong: string[] = []
  const met = new Set<string>()
  for (let stops = 45; stops > 0; stops--) {
    await page.keyboard.press('Tab')
    const found = await page.evaluate(() => {
      const one = document.activeElement as HTMLElement
      if (!one || one === document.body) return null
      const name = one.outerHTML.slice(0, 120)
      const { outlineStyle, outlineWidth } = getComputedStyle(one)
      const box = one.getBoundingClientRect()
      const at = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 12))
      const seen = at !== null && (one.contains(at) || at.contains(one) || at.closest('label')?.contains(one))
      const problems = [
        ...(outlineStyle === 'none' || parseFloat(outlineWidth) < 2 ? [`no outline (${outlineStyle} ${outlineWidth})`] : []),
        ...(!seen ? [`covered by ${at?.outerHTML.slice(0, 100)}`] : []),
      ]
      return { name, problems }
    })
    if (!found) break
    met.add(found.name)
    wrong.push(...found.problems.map((one) => `${found.name}: ${one}`))
  }
  expect(wrong).toEqual([])
  expect(met.size).toBeGreaterThan(20)
})

test.each([
  ['?', 'dialog'],
  ['h', 'drawer'],
  ['Control+k', 'dialog'],
])('what %s opens keeps the focus, and gives it back', async (key, form) => {
  const { page, go } = await visit()
  await go('/markets')
  const link = page.locator('header nav a').nth(2)
  await link.focus()
  await keys(page, key)
  await page.locator(`dialog[open][data-form=${form}]`).waitFor()
  for (let stops = 25; stops > 0; stops--) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null)).toBe(true)
  }
  await page.locator('dialog[open] button').first().focus()
  await keys(page, 'Escape')
  await expect.poll(() => page.locator('dialog[open]').count()).toBe(0)
  expect(await link.evaluate((one) => one === document.activeElement)).toBe(true)
})

async function keys(page: Page, ...pressed: string[]): Promise<void> {
  for (const key of pressed) await page.keyboard.press(key)
}

/** Tabs forward until the focus is there. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let stops = 120; stops > 0; stops--) {
    if (await focused(page, selector)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not come to ${selector}`)
}
