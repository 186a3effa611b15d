/** What goes wrong, said and survived: the API fails, is slow, is gone; the lake is empty, old, incomplete, or new. */
import { cpSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Route } from 'playwright-core'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { PAGES } from './addresses'
import { address, arrives, settled, temporary, visit } from './visit'
import { serve } from './world'

const DOCUMENT = 'application/vnd.credence.page+json'
const ERROR = { error: { kind: 'internal', message: 'the table is being written', next_step: 'ask again in a minute' } }
/** Pages that have all they need without a lake; a pasted series can be forecast. */
const WITHOUT_LAKE = ['docs', 'words', 'docs-api', 'forecast']
const asksForDocument = (route: Route) => route.request().headers().accept === DOCUMENT
const row = (page: Page) => page.locator('[data-row]').first().innerText()

describe('the API fails', () => {
  test.each([
    ['with an error of its own', (route: Route) => route.fulfill({ status: 500, json: ERROR }), 'ask again in a minute'],
    ['with a page of something between', (route: Route) => route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>Busy</h1>' }), '503'],
    ['without an answer', (route: Route) => route.abort('connectionrefused'), ''],
  ])('%s: the old rows stay, marked as old, and asking again brings the new ones', async (_, fail, said) => {
    const { page, go } = await visit()
    await go('/markets')
    const before = await row(page)
    await page.route('**/events?*', (route) => (asksForDocument(route) ? fail(route) : route.continue()))
    await page.locator('header nav a[href="/coverage"]').hover()
    await page.evaluate(() => document.querySelector<HTMLAnchorElement>('header nav a')!.setAttribute('href', '/events'))
    await page.locator('header nav a').first().click()
    const failed = page.locator('[data-failed]')
    await failed.waitFor()
    expect(await failed.innerText()).toContain(said)
    expect(await row(page)).toBe(before)
    expect(await page.locator('main > .note').first().innerText()).not.toBe('')
    await page.unroute('**/events?*')
    await failed.locator('button').click()
    await expect.poll(() => page.getAttribute('main', 'data-page')).toBe('events')
    await settled(page)
    expect(await page.locator('[data-failed]').count()).toBe(0)
    expect(await row(page)).not.toBe(before)
  })

  test('in one panel: the others stand', async () => {
    const { page, go } = await visit()
    await page.route('**/scoreboard/explorer/context*', (route) => route.fulfill({ status: 500, json: ERROR }))
    await go('/scoreboard/explorer')
    expect(await page.locator('[data-panel=cells] [data-failed]').innerText()).toContain('ask again in a minute')
    expect(await page.locator('[data-panel=reliability] circle').count()).toBeGreaterThan(3)
  })

  test.each(['/markets/no-such-market', '/no/such/address', '/markets?sort=nothing', '/scoreboard/explorer?horizon=5y'])(
    '%s is a page that says what to do',
    async (path) => {
      const { page } = await visit()
      const answer = await page.goto(path)
      await settled(page)
      expect(answer!.status()).toBeGreaterThanOrEqual(404)
      expect(await page.locator('[data-failed]').innerText()).toMatch(/\w{3,}[^]*\n[^]*\w{3,}/)
      expect(await page.locator('h1').count()).toBe(1)
      expect(await page.locator('header nav a').count()).toBeGreaterThan(3)
    },
  )

  test.each([
    ['/markets/no-such-market', ['/markets', '/search?q=no-such-market'], 0],
    ['/ops/runs/none', ['/ops/runs'], 0],
    ['/no/such/address', ['/search?q=address'], 0],
    ['/markets?sort=nothing', [], 1],
  ] as [string, string[], number][])('%s leads on to where something is', async (path, links, without) => {
    const { page, go } = await visit()
    await go(path)
    expect(await page.locator('[data-sentence] a').evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual(links)
    expect(await page.locator('[data-failed] a').count()).toBe(without)
    await page.locator('[data-sentence] a, [data-failed] a').first().click()
    await expect.poll(() => page.locator('[data-failed]').count()).toBe(0)
  })
})

describe('the answer is slow', () => {
  test('the old picture stays, dimmed; words of waiting come only after 300 ms', async () => {
    const { page, go } = await visit()
    await page.clock.install()
    await go('/markets')
    const before = await row(page)
    const release = await held(page, '**/markets?*status=ACTIVE*')
    await page.clock.pauseAt(Date.now() + 3_600_000)
    await page.locator('[data-control=status] select').selectOption('ACTIVE')
    await page.waitForSelector('main[data-stale]')
    expect(await row(page)).toBe(before)
    expect(await page.locator('main > .grid').evaluate((one) => getComputedStyle(one).opacity)).toBe('0.6')
    const status = page.locator('main > [role=status]')
    await page.clock.runFor(250)
    expect(await status.innerText()).toBe('')
    await page.clock.runFor(100)
    await expect.poll(() => status.innerText()).not.toBe('')
    await page.clock.resume()
    release()
    await arrives(page, '/markets?status=ACTIVE')
    expect(await page.locator('main > .grid').evaluate((one) => getComputedStyle(one).opacity)).toBe('1')
  })

  test('the last question wins, whatever answer comes last', async () => {
    const { page, go, clean } = await visit()
    await go('/scoreboard/explorer')
    const release = await held(page, '**/scoreboard/explorer?*horizon=7d*')
    await page.locator('[data-control=horizon] button[data-value="7d"]').click()
    await page.locator('[data-control=horizon] button[data-value="1h"]').click()
    await arrives(page, '/scoreboard/explorer?horizon=1h')
    const shown = await page.locator('[data-panel=figures]').innerText()
    release()
    await page.waitForLoadState('networkidle')
    expect(await page.locator('[data-panel=figures]').innerText()).toBe(shown)
    expect(address(page)).toBe('/scoreboard/explorer?horizon=1h')
    clean()
  })
})

describe('the lake', () => {
  test('is empty: every page says so and what to do next', { timeout: 120_000 }, async () => {
    const folder = temporary()
    const server = await serve(folder)
    onTestFinished(server.stop)
    const { page } = await visit({}, server.url)
    const silent: string[] = []
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(path)
      await settled(page)
      if (WITHOUT_LAKE.includes(name)) continue
      const text = await page.locator('main').innerText()
      if (/\b(undefined|NaN|null|\[object)/.test(text)) silent.push(`${name}: ${text.slice(0, 200)}`)
      if (!/credence (up|sync|backfill)/.test(text)) silent.push(`${name}: ${text.slice(0, 300)}`)
    }
    expect(silent).toEqual([])
  })

  test('is old, or incomplete: the strip and the grid of coverage say it', async () => {
    const { page, go } = await visit()
    await page.route('**/coverage?*', async (route) => {
      const document = await (await route.fetch()).json()
      Object.assign(document.strip, { stale: true, age_seconds: 200_000, seen_share: 0.62, gaps: 1 })
      const { meta, data } = document.panels.main.answer
      meta.days = [{ day: '2026-06-29', source: 'clob', share: 0.25 }, { day: '2026-06-30', source: 'clob', share: 1 }]
      data[0] = { ...data[0], source: 'clob', status: 'gap', detail: 'the source was down', since: '2026-06-29T00:00:00Z', until: '2026-06-29T18:00:00Z' }
      await route.fulfill({ json: document })
    })
    await go('/markets')
    expect(await page.locator('[data-strip] [data-tone=warn]').allInnerTexts()).not.toContain('2\u00a0d old')
    await page.locator('header nav a[href="/coverage"]').click()
    await arrives(page, '/coverage')
    expect((await page.locator('[data-strip] [data-tone=warn]').allInnerTexts()).join()).toMatch(/2\sd old/)
    expect(await page.locator('[data-seen]').getAttribute('data-seen')).toBe('0.62')
    expect(await page.locator('[data-panel=grid] svg [data-hatch]').count()).toBe(1)
    expect(await page.locator('[data-panel=gaps] [data-row]').first().innerText()).toContain('the source was down')
  })
})

describe('the server', () => {
  test('goes and comes back: the page says so, then is live again, and hears of a new lake once', { timeout: 90_000 }, async () => {
    const lake = temporary()
    cpSync(inject('lake'), lake, { recursive: true })
    const first = await serve(lake)
    const { page, go } = await visit({}, first.url)
    await page.clock.install()
    await go('/markets')
    const lag = (state: string) => page.locator(`[data-lag=${state}]`).waitFor({ timeout: 20_000 })
    await lag('live')
    await first.stop()
    await expect.poll(async () => {
      await page.clock.runFor(20_000)
      return page.locator('[data-lag=quiet]').count()
    }).toBe(1)
    await page.locator('main[data-quiet]').waitFor()
    expect(await page.locator('[data-no-news]').innerText()).toMatch(/since .*\d\d:\d\d UTC: the values shown may be old/)
    expect(await borderOf(page)).toBe('dashed')
    const opened = page.waitForResponse('**/stream?*', { timeout: 60_000 })
    const second = await serve(lake, new URL(first.url).port)
    onTestFinished(second.stop)
    await opened
    await expect.poll(async () => {
      await page.clock.runFor(5_000)
      return page.locator('[data-lag=live]').count()
    }, { timeout: 20_000 }).toBe(1)
    expect(await page.locator('[data-quiet], [data-no-news]').count()).toBe(0)
    expect(await borderOf(page)).toBe('solid')
    expect(await page.locator('[data-newer]').count()).toBe(0)
    newVersion(lake)
    await page.locator('[data-newer]').waitFor({ timeout: 20_000 })
    expect(await page.locator('[data-newer]').count()).toBe(1)
    await page.locator('[data-newer]').click()
    await expect.poll(() => page.locator('[data-newer]').count()).toBe(0)
  })

  test('has no stream: within 50 s the values are marked as old, and a new lake is found by asking, in a tab that is seen, and offered', { timeout: 90_000 }, async () => {
    const lake = temporary()
    cpSync(inject('lake'), lake, { recursive: true })
    const server = await serve(lake)
    onTestFinished(server.stop)
    const { page, go } = await visit({}, server.url)
    const asked = { health: 0, document: 0 }
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/health') asked.health++
      if (request.headers().accept === DOCUMENT) asked.document++
    })
    await page.route('**/stream?*', (route) => route.abort())
    await page.clock.install()
    await go('/markets')
    await page.clock.pauseAt(Date.now() + 1000)
    const comesTo = (selector: string, count: number) =>
      expect.poll(async () => {
        await page.clock.runFor(2_000)
        return page.locator(selector).count()
      }).toBe(count)
    await comesTo('main[data-quiet] [data-no-news]', 1)
    expect(await page.locator('[data-lag=quiet]').count()).toBe(1)
    await passes(page, 30_000, '/health')
    expect(asked).toEqual({ health: 1, document: 0 })

    newVersion(lake)
    await passes(page, 30_000, '/health')
    await comesTo('[data-newer]', 1)
    expect(asked).toEqual({ health: 2, document: 0 })
    const again = page.waitForResponse((answer) => answer.request().headers().accept === DOCUMENT)
    await page.locator('[data-newer]').click()
    await again
    await comesTo('[data-newer]', 0)

    await hide(page, true)
    await page.clock.runFor(120_000)
    await hide(page, false)
    expect(asked).toEqual({ health: 2, document: 1 })

    await page.unroute('**/stream?*')
    await comesTo('[data-lag=live]', 1)
    expect(await page.locator('[data-quiet], [data-no-news]').count()).toBe(0)
    const before = asked.health
    await page.clock.runFor(35_000) // longer than between two questions, shorter than a line may be silent
    expect(asked.health).toBe(before)
  })

  test('says nothing on a line that is open: within 50 s the values are marked as old', async () => {
    const { page, go } = await visit()
    await page.addInitScript(() => {
      class Silent extends EventTarget {
        readyState = 1
        constructor() {
          super()
          ;(window as any).opened = ((window as any).opened ?? 0) + 1
          if ((window as any).opened === 1) setTimeout(() => this.dispatchEvent(new Event('open')), 10)
        }
        close() {}
      }
      ;(window as any).EventSource = Silent
    })
    await page.clock.install()
    await go('/markets')
    await page.clock.runFor(1_000)
    await page.locator('[data-lag=live]').waitFor()
    await page.clock.runFor(49_000)
    expect(await page.locator('main[data-quiet] [data-no-news]').count()).toBe(1)
    expect(await page.locator('[data-lag=quiet]').count()).toBe(1)
    expect(await page.evaluate(() => (window as any).opened)).toBe(2)
  })
})

/** How the values of a page are framed. */
const borderOf = (page: Page) => page.locator('main .panel').first().evaluate((one) => getComputedStyle(one).borderTopStyle)

/** Lets time pass, until an address has been asked for and has answered. */
async function passes(page: Page, time: number, path: string): Promise<void> {
  const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === path)
  await page.clock.runFor(time)
  await (await answered).finished()
}

/** As if the reader went to another tab, or came back. */
function hide(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((now) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => now })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
}

/** Holds back the documents of an address until it is released. */
async function held(page: Page, address: string): Promise<() => void> {
  let release = () => {}
  const open = new Promise<void>((done) => (release = done))
  await page.route(address, async (route) => {
    await open
    await route.continue().catch(() => {}) // given up meanwhile
  })
  return release
}

/** A commit without rows: what readers of the lake see as a new version. */
function newVersion(lake: string): void {
  const log = join(lake, 'derived/band_decision/_delta_log')
  const next = String(readdirSync(log).filter((name) => name.endsWith('.json')).length).padStart(20, '0')
  writeFileSync(join(log, `${next}.json`), JSON.stringify({ commitInfo: { timestamp: 0, operation: 'WRITE', operationParameters: {} } }))
}
