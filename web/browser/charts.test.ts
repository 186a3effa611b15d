/** What is drawn is what the JSON says: places to half a pixel, words, holes, tints; and every picture is also a table and a file. */
import type { Locator, Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { address, arrives, json, settled, visit } from './visit'

const EXPLORER = '/scoreboard/explorer'
const DOT = '[data-panel=reliability] circle[data-set=a]'
/** Dots, and the crosses of bins with too few. */
const BIN = '[data-panel=reliability] svg [data-set=a]'

test('dots lie at the mean price of their bin, bars at the ends of the interval', async () => {
  const { page, go } = await visit()
  await go(EXPLORER)
  const { data } = await json(EXPLORER)
  const { x, y } = await scales(page.locator('[data-panel=reliability] svg'))
  const bins = data.diagram.bins.filter((one: any) => one.n > 0)
  expect(await page.locator(BIN).count()).toBe(bins.length)
  expect(await page.locator(DOT).count()).toBe(bins.filter((one: any) => !one.few).length)
  for (const bin of bins) {
    if (bin.few) continue
    const dot = page.locator(`${DOT}[data-bin="${bin.index}"]`)
    expect(Math.abs(Number(await dot.getAttribute('cx')) - x(bin.price))).toBeLessThan(0.5)
    expect(await dot.getAttribute('data-filled')).toBe(String(bin.outside))
    const bar = dot.locator('xpath=../*[@data-interval]')
    expect(await bar.count()).toBe(1)
    expect(Math.abs(Number(await dot.getAttribute('cy')) - y(bin.share_yes))).toBeLessThan(0.5)
    const [, low, high] = /^M\S+ (\S+)V(\S+)$/.exec((await bar.getAttribute('d'))!)!.map(Number)
    expect(Math.abs(low! - y(bin.share_low))).toBeLessThan(0.5)
    expect(Math.abs(high! - y(bin.share_high))).toBeLessThan(0.5)
  }
})

test('pointing at a bin and focusing it say how many came true; choosing it fills the table with exactly its markets', async () => {
  const { page, go } = await visit()
  await go(EXPLORER)
  const { data } = await json(EXPLORER)
  const bin = data.diagram.bins.find((one: any) => one.n > 2 && one.n <= 50 && !one.few)
  const mark = page.locator(`${DOT}[data-bin="${bin.index}"]`).locator('xpath=..')
  const said = (await mark.getAttribute('aria-label'))!
  expect(said).toMatch(new RegExp(`\\d+ of ${bin.events} events`))
  expect(said).toContain(`[${(100 * bin.share_low).toFixed(1)}, ${(100 * bin.share_high).toFixed(1)}]`)
  const hint = page.locator('[data-panel=reliability] [role=tooltip]')
  await mark.hover()
  expect(await hint.innerText()).toBe(said)
  await page.mouse.move(5, 5)
  await hint.waitFor({ state: 'detached' })
  await mark.focus()
  expect(await hint.innerText()).toBe(said)
  await page.keyboard.press('Escape')
  await hint.waitFor({ state: 'detached' })
  await mark.locator('circle').first().click()
  await arrives(page, `${EXPLORER}?bin=${bin.index}`)
  const chosen = (await json(address(page))).data.bin
  expect(chosen.markets).toBe(bin.n)
  const shown = await page.locator('[data-panel=bin] a[data-open]').evaluateAll((all) => all.map((one) => one.getAttribute('href')))
  expect(shown).toEqual(chosen.rows.map((row: any) => `/markets/${row.market_id}`))
  for (const row of chosen.rows) expect(row.p_yes >= bin.low && row.p_yes <= bin.high).toBe(true)
})

test('a range is chosen by dragging as by key, changes every panel, and Esc takes it away', async () => {
  const { page, go } = await visit()
  await go(EXPLORER)
  const facet = page.locator('[data-facet=volume]').first()
  const figures = () => page.locator('[data-panel=figures]').innerText()
  const bars = () => facet.locator('svg > rect').evaluateAll((all) => all.map((one) => one.getAttribute('height')))
  const [usual, shape] = [await figures(), await bars()]
  const low = facet.locator('[data-handle=low]')
  const box = (await facet.locator('svg').boundingBox())!
  await low.hover()
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.31, box.y + 10, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => address(page)).toMatch(/\?volume=[\d.]+:$/)
  await rests(page, 1)
  const dragged = address(page)
  expect(await figures()).not.toBe(usual)
  expect(await bars()).toEqual(shape)
  const { data } = await json(dragged)
  expect(await page.locator('[data-panel=reliability] .note').first().innerText()).toContain(`${data.figures.n} market`)
  await low.focus()
  await page.keyboard.press('Escape')
  await arrives(page, EXPLORER)
  expect(await figures()).toBe(usual)
  for (let left = 3; left > 0; left--) await page.keyboard.press('ArrowRight')
  await expect.poll(() => address(page)).toBe(dragged)
  await settled(page)
  expect(await low.getAttribute('aria-valuetext')).toMatch(/\d/)
})

test('two sets are two series with their difference; a set and itself do not differ', async () => {
  const { page, go } = await visit()
  await go(`${EXPLORER}?compare=true`)
  const words = await page.locator('[data-difference]').allInnerTexts()
  expect(words.length).toBeGreaterThan(1)
  for (const one of words) expect(one).toContain('no difference beyond chance')
  const path = `${EXPLORER}?b.liquidity_bucket=LOW&liquidity_bucket=MID`
  await go(path)
  const { compare } = (await json(path)).data
  expect(await page.locator('[data-panel=reliability] svg [data-set=b]').count()).toBe(compare.diagram.bins.filter((one: any) => one.n > 0).length)
  for (const { key, estimate, beyond_chance } of compare.differences) {
    const said = page.locator(`[data-key=${key}] [data-difference]`)
    expect(await said.count()).toBe(estimate.few ? 0 : 1)
    if (estimate.few) continue
    expect(Number(await said.locator('[data-estimate]').getAttribute('data-value'))).toBe(estimate.value)
    expect(await said.innerText()).toContain(beyond_chance ? 'beyond chance' : 'no difference')
    expect((await said.innerText()).includes('no difference')).toBe(!beyond_chance)
  }
})

test('cells are tinted only where the API says significant', async () => {
  const { page, go } = await visit()
  let sent: any = null
  await page.route('**/scoreboard/explorer/context*', async (route) => {
    sent = await (await route.fetch()).json()
    sent.data.cells.cells.find((one: any) => !one.slope.few).significant = true
    await route.fulfill({ json: sent })
  })
  await go(EXPLORER)
  const cells = await page.locator('[data-panel=cells] [data-cell]').evaluateAll((all) =>
    all.map((one) => [(one as HTMLElement).dataset.cell, one.querySelector('[data-tint]') !== null]),
  )
  const asked = sent.data.cells.cells.map((one: any) => [`${one.category}/${one.horizon}`, one.significant && !one.slope.few])
  expect(Object.fromEntries(cells)).toEqual(Object.fromEntries(asked))
  expect(cells.filter(([, tinted]) => tinted).length).toBe(1)
})

test('where there are too few events the words stand, and no number', async () => {
  const { page, go } = await visit()
  const path = `${EXPLORER}?category=crypto&liquidity_bucket=LOW`
  await go(path)
  const { data } = await json(path)
  expect(data.strip.every((one: any) => one.estimate.few)).toBe(true)
  const figures = await page.locator('[data-panel=figures] [data-estimate]').allInnerTexts()
  expect(figures).toEqual(data.strip.map(() => 'too few'))
  expect(await page.locator(DOT).count()).toBe(0)
  const { x, y } = await scales(page.locator('[data-panel=reliability] svg'))
  const crosses = page.locator(BIN)
  const bins = data.diagram.bins.filter((one: any) => one.n > 0)
  expect(bins.length).toBeGreaterThan(0)
  expect(await crosses.count()).toBe(bins.length)
  for (const bin of bins) {
    const mark = page.locator(`${BIN}[data-bin="${bin.index}"]`).locator('xpath=..')
    expect(Math.abs(Number(await mark.getAttribute('data-x')) - x(bin.price))).toBeLessThan(0.5)
    expect(Math.abs(Number(await mark.getAttribute('data-y')) - y(0))).toBeLessThan(0.5)
    await mark.focus()
    expect(await page.locator('[data-panel=reliability] [role=tooltip]').innerText()).toMatch(new RegExp(`too few to say, ${bin.events} event`))
  }
  expect(await page.locator('[data-panel=reliability] svg [data-interval]').count()).toBe(0)
  expect(await page.locator('main .lede').first().innerText()).not.toMatch(/0\.\d/)
})

test('a line is broken and hatched where nothing was seen', async () => {
  const { page, go } = await visit()
  await page.route('**/markets/9000038?lang=en', async (route) => {
    const document = await (await route.fetch()).json()
    const rows = document.panels.prices.answer.data
    const [from, to] = [rows[Math.floor(rows.length * 0.4)].ts, rows[Math.floor(rows.length * 0.6)].ts]
    document.panels.prices.answer.data = rows.filter((row: any) => row.ts <= from || row.ts >= to)
    document.panels.main.answer.data.gaps = [{ since: from, until: to, source: 'clob', detail: 'the source was down' }]
    await route.fulfill({ json: document })
  })
  await go('/markets?event_id=8000017')
  await page.locator('[data-row] a[data-open]').first().click()
  await arrives(page, '/markets/9000038')
  const hatch = page.locator('[data-panel=prices] svg [data-hatch]')
  expect(await hatch.evaluateAll((all) => all.some((one) => one.getAttribute('aria-label')?.includes('the source was down')))).toBe(true)
  const lines = await page.locator('[data-panel=prices] svg path[data-line]').evaluateAll((all) => all.map((one) => one.getAttribute('d')!))
  const price = lines.reduce((longest, one) => (one.length > longest.length ? one : longest))
  expect(price.match(/M/g)!.length).toBeGreaterThan(1)
  const hole = (await hatch.filter({ has: page.locator('rect') }).last().boundingBox())!
  expect(hole.width).toBeGreaterThan(20)
})

test.each([EXPLORER, '/markets/9000038', '/trust/reliability', '/bands/coverage', '/coverage'])(
  '%s: t turns each picture into a table and back, with the focus kept',
  async (path) => {
    const { page, go } = await visit()
    await go(path)
    const names = await page.locator('[data-panel]:has([data-tool=table])').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.panel!))
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) {
      const panel = page.locator(`[data-panel="${name}"]`)
      const stop = panel.locator('[data-mark][tabindex="0"]').first()
      await stop.focus()
      const said = await stop.evaluate((one) => one.getAttribute('aria-label') ?? one.textContent)
      await page.keyboard.press('t')
      await panel.locator('[data-table] tbody tr').first().waitFor()
      expect(await panel.locator('figure svg[viewBox] [data-mark]').count(), name).toBe(0)
      await page.keyboard.press('t')
      await panel.locator('[data-mark]').first().waitFor()
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent), name).toBe(said)
    }
  },
)

test('the table of a picture holds the values that are drawn', async () => {
  const { page, go } = await visit()
  await go(EXPLORER)
  const drawn = await page.locator(BIN).evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset.price)))
  await page.locator('[data-panel=reliability] [data-tool=table]').click()
  const told = await page.locator('[data-panel=reliability] [data-table] tbody td:nth-child(2)').evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset.value)))
  expect(told).toEqual(drawn)
})

test.each(['/scoreboard/reliability.svg', '/scoreboard/reliability.svg?liquidity_bucket=LOW', '/markets/9000038/price.svg'])(
  '%s is the same twice, and says what it is',
  async (path) => {
    const [one, two] = await Promise.all([picture(path), picture(path)])
    expect(one).toBe(two)
    expect(one).toMatch(/<title>[^<]{5,}<\/title><desc>[^<]*Data to 2026-06-30[^<]*Manifest [^<]+<\/desc>/)
  },
)

test('an embed shows the same picture and the figures of its page', async () => {
  const { page, clean } = await visit()
  await page.goto('/embed/reliability?liquidity_bucket=LOW')
  const drawn = await page.locator('svg').evaluate((one) => [...one.querySelectorAll('circle')].map((dot) => dot.getAttribute('cx')))
  const file = await picture('/scoreboard/reliability.svg?liquidity_bucket=LOW')
  expect(drawn.length).toBeGreaterThan(3)
  expect([...file.matchAll(/<circle cx="([^"]+)"/g)].map(([, cx]) => cx)).toEqual(drawn)
  const { data } = await json(`${EXPLORER}?liquidity_bucket=LOW`)
  expect(await page.locator('.lede').innerText()).toContain(data.strip[0].estimate.value.toFixed(3))
  expect(await page.locator('header').count()).toBe(0)
  clean()
})

test.each([[`${EXPLORER}?liquidity_bucket=LOW`, 'reliability', 'liquidity_bucket=LOW'], ['/markets/9000038?window=1d', 'prices', 'market_id=9000038']])(
  'the embed code that %s offers is a frame with the same question',
  async (path, panel, question) => {
    const { page, go, context } = await visit()
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await go(path)
    await page.locator(`[data-panel=${panel}] [data-tool=menu]`).click()
    await page.locator(`[data-panel=${panel}]`).getByText('Copy embed code').click()
    await page.locator('.toast').waitFor()
    const frame = new URL(/src="([^"]+)"/.exec(await page.evaluate(() => navigator.clipboard.readText()))![1]!.replaceAll('&amp;', '&'))
    expect(frame.search).toBe(`?${question}`)
    expect((await fetch(frame)).status).toBe(200)
  },
)

async function picture(path: string): Promise<string> {
  return (await fetch(new URL(path, inject('url')))).text()
}

/** Pixels of a value, read off the axes of a picture from 0 to 100 per cent. */
async function scales(svg: Locator): Promise<{ x: (n: number) => number; y: (n: number) => number }> {
  const ticks = (axis: string) =>
    svg.locator(`[data-axis=${axis}] text`).evaluateAll((all) =>
      all.map((one) => [Number(one.textContent) / 100, Number(one.getAttribute('x')), Number(one.getAttribute('y'))] as const),
    )
  const [ax, bx] = (await ticks('x')).filter(([value]) => value > 0 && value < 1)
  const [ay, by] = (await ticks('y')).filter(([value]) => value >= 0)
  const line = (a: number, pa: number, b: number, pb: number) => (n: number) => pa + ((n - a) / (b - a)) * (pb - pa)
  return { x: line(ax![0], ax![1], bx![0], bx![1]), y: line(ay![0], ay![2] - 4, by![0], by![2] - 4) }
}

/** Dragging has made its entry in the history, `entries` after the first. */
async function rests(page: Page, entries: number): Promise<void> {
  await page.waitForFunction((wanted) => history.length > wanted, entries)
  await settled(page)
}
