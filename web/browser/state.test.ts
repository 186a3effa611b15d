/** The address is the state: every control writes it, a reload and Back restore it, one state has one address, and wrong ones are named. */
import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { PAGES } from './addresses'
import { controlsOf, stateOf, use } from './controls'
import { address, arrives, json, settled, temporary, visit } from './visit'
import { demonstration, serve } from './world'

const LOW = '[data-facet=liquidity_bucket] input[data-value=LOW]'

test('a filter is in the address; Back restores the former figures, Forward the new ones', async () => {
  const { page, go } = await visit()
  await go('/scoreboard/explorer')
  const before = await stateOf(page)
  await page.locator(LOW).click()
  await arrives(page, '/scoreboard/explorer?liquidity_bucket=LOW')
  const after = await stateOf(page)
  expect(after).not.toEqual(before)
  await page.goBack()
  await arrives(page, '/scoreboard/explorer')
  expect(await stateOf(page)).toEqual(before)
  await page.goForward()
  await arrives(page, '/scoreboard/explorer?liquidity_bucket=LOW')
  expect(await stateOf(page)).toEqual(after)
})

/** Pages whose controls ask for something else, with how many controls there are at least. The form of a forecast is a POST. */
const STEERED: [string, string, number][] = [
  ['explorer', PAGES.explorer!, 15], ['explorer, set B', '/scoreboard/explorer?compare=true', 8], ['scoreboard', PAGES.scoreboard!, 7],
  ['trust', PAGES.trust!, 2], ['bands', PAGES.bands!, 2], ['recalibration', PAGES.recalibration!, 3], ['markets', PAGES.markets!, 19],
  ['market', PAGES.market!, 1], ['events', PAGES.events!, 10], ['search', PAGES.search!, 1],
] // prettier-ignore

describe.each(STEERED)('%s', (name, path, least) => {
  test('every control survives a reload, and Back takes it away again', { timeout: 240_000 }, async () => {
    const { page, go, clean } = await visit()
    await go(path)
    const usual = await stateOf(page)
    const controls = (await controlsOf(page)).filter((one) => !name.endsWith('set B') || one.name.startsWith('b.'))
    const sorts = controls.filter((one) => one.name.startsWith('sort '))
    expect(controls.length, JSON.stringify(controls.map(({ name }) => name))).toBeGreaterThanOrEqual(least)
    const wrong: string[] = []
    for (const control of controls) {
      await use(page, control)
      await settled(page)
      if (control.act === 'type') expect(await page.evaluate(() => document.activeElement?.tagName), control.name).toBe('INPUT')
      const [changed, at] = [await stateOf(page), address(page)]
      if (JSON.stringify(changed) === JSON.stringify(usual)) wrong.push(`${control.name}: ${at} shows the same`)
      if (!sorts.slice(1).includes(control)) await page.reload() // heads are one control, of which each column is tried
      await settled(page)
      expect(await stateOf(page), `${control.name}: ${at} after a reload`).toEqual(changed)
      expect(address(page)).toBe(at)
      await page.goBack()
      await arrives(page, path)
      expect(await stateOf(page), `${control.name}: back from ${at}`).toEqual(usual)
    }
    expect(wrong).toEqual([])
    clean()
  })
})

test('what is typed slowly into a field is one entry until the field is left', async () => {
  const { page, go } = await visit()
  await go('/markets')
  const entries = () => page.evaluate(() => history.state.__TSR_index as number)
  const first = await entries()
  const field = page.locator('[data-control=text] input')
  await field.pressSequentially('will', { delay: 450 })
  await arrives(page, '/markets?text=will')
  expect(await entries()).toBe(first + 1)
  await field.blur()
  await field.press('End')
  await page.keyboard.type(' the', { delay: 450 })
  await arrives(page, '/markets?text=will+the')
  expect(await entries()).toBe(first + 2)
  await page.goBack()
  await arrives(page, '/markets?text=will')
  await page.goBack()
  await arrives(page, '/markets')
  expect(await field.inputValue()).toBe('')
})

test('a default is not written, and one state has one address by whatever way', async () => {
  const { page, go } = await visit()
  const press = async (name: string, value: string) => {
    await page.locator(`[data-control=${name}] button[data-value="${value}"]`).click()
    await settled(page)
  }
  await go('/scoreboard/explorer')
  for (const [name, value] of [['horizon', '24h'], ['anchor', 'scheduled'], ['weighting', 'event'], ['price', 'quote']]) await press(name!, value!)
  expect(address(page)).toBe('/scoreboard/explorer')
  await press('weighting', 'market')
  await press('horizon', '7d')
  const one = address(page)
  await press('weighting', 'event')
  await press('horizon', '24h')
  expect(address(page)).toBe('/scoreboard/explorer')
  await press('horizon', '7d')
  await press('weighting', 'market')
  expect(address(page)).toBe(one)
  expect(one).toBe('/scoreboard/explorer?horizon=7d&weighting=market')
  await go('/scoreboard/explorer?weighting=event&horizon=7d&anchor=scheduled')
  await arrives(page, '/scoreboard/explorer?horizon=7d')
})

test('switches change the figures to those of the JSON', async () => {
  const { page, go } = await visit()
  await go('/scoreboard/explorer')
  const usual = JSON.stringify(await figuresOf())
  for (const name of ['horizon', 'anchor', 'weighting', 'price']) {
    const values = await page.locator(`[data-control=${name}] button[aria-pressed=false]:not(:disabled)`).evaluateAll((all) =>
      all.map((one) => (one as HTMLElement).dataset.value!),
    )
    const changed = []
    for (const value of values) {
      await page.locator(`[data-control=${name}] button[data-value="${value}"]`).click()
      await arrives(page, `/scoreboard/explorer?${name}=${value}`)
      const shown = await figuresOf()
      const { data } = await json(`/scoreboard/explorer?${name}=${value}`)
      expect(shown, `${name}=${value}`).toEqual(
        data.strip.map(({ key, estimate }: any) => [key, estimate.few ? null : estimate.value, estimate.few ? null : estimate.low]),
      )
      changed.push(JSON.stringify(shown) !== usual)
      await page.goBack()
      await arrives(page, '/scoreboard/explorer')
    }
    if (values.length > 0) expect(changed, name).toContain(true)
  }

  function figuresOf() {
    return page.locator('[data-panel=figures] [data-key]').evaluateAll((all) =>
      all.map((one) => {
        const { value, low } = one.querySelector<HTMLElement>('[data-estimate]')!.dataset
        return [(one as HTMLElement).dataset.key, value === undefined ? null : Number(value), low === undefined ? null : Number(low)]
      }),
    )
  }
})

test('an unknown parameter is named on the page, with the address without it', async () => {
  const { page, go } = await visit()
  await go('/markets?liqudity_bucket=LOW&status=ACTIVE')
  const said = page.locator('[data-failed]')
  expect(await said.innerText()).toContain('liqudity_bucket')
  expect(await said.innerText()).toContain('did you mean')
  const answer = await fetch(new URL('/markets?liqudity_bucket=LOW', inject('url')), { headers: { Accept: 'application/json' } })
  const { error } = (await answer.json()) as any
  expect([answer.status, error.field]).toEqual([422, 'liqudity_bucket'])
  expect(error.next_step.length).toBeGreaterThan(3)
  await said.locator('a').click()
  await arrives(page, '/markets?status=ACTIVE')
  expect(await page.locator('[data-row]').count()).toBeGreaterThan(0)
})

test('a copied link opens the same state for somebody else', async () => {
  const { page, go, context } = await visit()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await go('/markets?status=ACTIVE&sort=-volume_24h')
  await page.keyboard.press('c')
  await page.locator('.toast').waitFor()
  const copied = new URL(await page.evaluate(() => navigator.clipboard.readText()))
  const state = await stateOf(page)
  const other = await visit()
  await other.go(copied.pathname + copied.search)
  expect(await stateOf(other.page)).toEqual(state)
  expect(copied.searchParams.get('manifest')).toMatch(/^[0-9a-f]{12}$/)
  expect(await other.page.locator('[data-former]').count()).toBe(0)
})

test('a copied link shows the same numbers after the next run, and that there are newer ones', { timeout: 180_000 }, async () => {
  const lake = join(temporary(), 'lake')
  demonstration(lake, 40)
  const server = await serve(lake)
  onTestFinished(server.stop)
  const { page, go, context } = await visit({}, server.url)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await go('/ops/runs')
  const cells = () => page.locator('[data-row]').allInnerTexts()
  const before = await cells()
  await page.keyboard.press('c')
  await page.locator('.toast').waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  demonstration(lake, 40)
  await go('/ops/runs')
  expect(await cells()).not.toEqual(before)
  await page.goto(copied)
  await settled(page)
  expect(await cells()).toEqual(before)
  const manifest = () => page.locator('[data-strip] [data-manifest]').getAttribute('data-manifest')
  expect((await manifest())!.slice(0, 12)).toBe(new URL(copied).searchParams.get('manifest'))
  const former = page.locator('[data-strip] [data-former]')
  expect(await former.count()).toBe(1)
  const markets = page.locator('header nav a[href^="/markets"]')
  await markets.dispatchEvent('contextmenu')
  expect(await markets.getAttribute('href')).toBe(`/markets${new URL(copied).search}`)
  await markets.click()
  await expect.poll(() => address(page)).toBe(`/markets${new URL(copied).search}`)
  await settled(page)
  expect(await former.count()).toBe(1)
  await former.locator('a').click()
  await arrives(page, '/markets')
  expect(await former.count()).toBe(0)
  expect((await manifest())!.slice(0, 12)).not.toBe(new URL(copied).searchParams.get('manifest'))
})

test('a navigation takes the focus to the question, and Back to where one was', async () => {
  const { page, go } = await visit({ viewport: { width: 1440, height: 600 } })
  await go('/markets')
  const link = page.locator('[data-row] a[data-open]').nth(40)
  await link.scrollIntoViewIfNeeded()
  const far = await page.evaluate(() => scrollY)
  expect(far).toBeGreaterThan(300)
  await link.click()
  await expect.poll(() => page.locator('main').getAttribute('data-page')).toBe('market')
  await settled(page)
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  expect(await page.evaluate(() => scrollY)).toBe(0)
  expect(await page.title()).toContain(await page.locator('h1').innerText())
  await page.goBack()
  await arrives(page, '/markets')
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(far)
})

test('the question of a forecast is behind the # of its address', async () => {
  const { page, go } = await visit()
  await go('/tsfm/forecast')
  const usual = await stateOf(page)
  await page.locator('[data-control=freq] input').fill('30m')
  await page.locator('[data-control=horizon_steps] input').fill('12')
  await page.locator('[data-control=space] select').selectOption('logit')
  const changed = await stateOf(page)
  expect(changed).not.toEqual(usual)
  await page.reload()
  await settled(page)
  expect(await stateOf(page)).toEqual(changed)
})
