/** Light and still: how much comes at the first load, how soon there is something, what moves, and what is kept in the document. */
import type { CDPSession, Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { PAGES } from './addresses'
import { arrives, settled, visit } from './visit'

const MOST = { program: 200_000, font: 50_000 } // bytes; program: HTML with its data, script and style
const FIRST_CONTENT_MS = 1000
const MOST_SHIFT = 0.02

const firsts: number[] = []
const shifts: number[] = []

test.each(Object.entries(PAGES))('%s comes light', async (_, path) => {
  await (await fetch(new URL(path, inject('url')), { headers: { Accept: 'text/html' } })).text() // the first asker of a lake makes its cache
  const { page, context, clean } = await visit()
  await page.addInitScript(() => {
    ;(window as any).shift = 0
    new PerformanceObserver((list) => {
      for (const one of list.getEntries() as any[]) if (!one.hadRecentInput) (window as any).shift += one.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  const sizes = await transferred(await context.newCDPSession(page))
  await page.goto(path)
  await settled(page)
  await page.waitForLoadState('networkidle')
  firsts.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]!.startTime))
  shifts.push(await page.evaluate(() => (window as any).shift as number))
  const { Document = 0, Script = 0, Stylesheet = 0, Font = 0 } = sizes
  expect(Document + Script + Stylesheet, JSON.stringify(sizes)).toBeLessThanOrEqual(MOST.program)
  expect(Font).toBeLessThanOrEqual(MOST.font)
  expect(Math.min(Document, Script, Stylesheet, Font)).toBeGreaterThan(1000)
  clean()
})

test('pages show something within a second and stay where they are: the middle one of all, so that a busy machine fails nothing', () => {
  expect(firsts.length).toBe(Object.keys(PAGES).length)
  expect(firsts.sort((a, b) => a - b)[Math.floor(firsts.length / 2)]).toBeLessThanOrEqual(FIRST_CONTENT_MS)
  expect(shifts.sort((a, b) => a - b)[Math.floor(shifts.length / 2)]).toBeLessThanOrEqual(MOST_SHIFT)
})

test('a later page brings less than 60 kB of program', async () => {
  const { page, go, context } = await visit()
  await go('/')
  const sizes = await transferred(await context.newCDPSession(page))
  for (const path of ['/scoreboard/explorer', '/markets', '/tsfm/forecast', '/coverage', '/docs']) {
    const before = sizes.Script ?? 0
    await page.locator(`header nav a[href="${path}"]`).click()
    await arrives(page, path)
    await page.waitForLoadState('networkidle')
    expect((sizes.Script ?? 0) - before, path).toBeLessThan(60_000)
  }
})

test('a long list keeps few rows in the document, is scrolled to its end by key, and says how long it is', async () => {
  const { page, go } = await visit()
  await go('/markets/9000038/features?limit=5000')
  const table = page.locator('table[data-rows]')
  const rows = Number(await table.getAttribute('aria-rowcount')) - 1
  expect(rows).toBeGreaterThan(300)
  const inDocument = () => page.locator('[data-row]').count()
  expect(await inDocument()).toBeLessThan(60)
  await page.locator('[data-tall]').focus()
  await page.keyboard.press('End')
  await page.locator(`[data-row][data-index="${rows - 1}"]`).waitFor()
  expect(await inDocument()).toBeLessThan(60)
  await expect.poll(() => page.locator('[data-live]').innerText(), { timeout: 8000 }).toContain(rows.toLocaleString('en-GB'))
})

test('going around the pages leaves nothing behind', async () => {
  const { page, go, context } = await visit()
  await go('/markets')
  const session = await context.newCDPSession(page)
  const around = async () => {
    for (const path of ['/scoreboard/explorer', '/coverage', '/markets']) {
      await page.locator(`header nav a[href="${path}"]`).click()
      await arrives(page, path)
    }
    return held(page, session)
  }
  await around()
  const early = await around()
  for (let rounds = 3; rounds > 0; rounds--) await around()
  const late = await around()
  expect(late.listeners - early.listeners).toBeLessThanOrEqual(20)
  expect(late.nodes - early.nodes).toBeLessThanOrEqual(300)
})

/** Bytes as they came over the wire, by type of what was asked for; grows as more comes. */
async function transferred(session: CDPSession): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {}
  const types = new Map<string, string>()
  await session.send('Network.enable')
  session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const type = types.get(requestId) ?? 'Other'
    sizes[type] = (sizes[type] ?? 0) + encodedDataLength
  })
  return sizes
}

/** Listeners and nodes that are still held after the garbage is gone. */
async function held(page: Page, session: CDPSession): Promise<{ listeners: number; nodes: number }> {
  await settled(page)
  await session.send('HeapProfiler.collectGarbage')
  const { jsEventListeners, nodes } = await session.send('Memory.getDOMCounters')
  return { listeners: jsEventListeners, nodes }
}
