/** The page before the program: with JavaScript off one can read, sort and page by link, download, and see what went wrong. */
import { expect, test } from 'vitest'
import { PAGES } from './addresses'
import { address, visit } from './visit'

const off = () => visit({ javaScriptEnabled: false })

test.each(Object.entries(PAGES))('%s has its title and its sentence', async (_, path) => {
  const reader = await off()
  await reader.go(path)
  expect(await reader.page.locator('h1').count()).toBe(1)
  expect(await reader.page.locator('header nav a').count()).toBeGreaterThan(3)
})

test.each(['/markets', '/scoreboard', '/coverage', '/ops/runs', '/events', '/bands/coverage'])(
  '%s has the first rows of its JSON',
  async (path) => {
    const reader = await off()
    const { data } = await reader.json(path)
    await reader.go(path)
    const rows = await reader.page.locator('main table').first().locator('tbody tr').count()
    expect(rows).toBe(Math.min(data.length, 50))
  },
)

test('sorting and the next page are links', async () => {
  const reader = await off()
  await reader.go('/markets?limit=20')
  const first = await reader.page.locator('main tbody tr').first().innerText()
  await reader.page.locator('a[rel=next]').first().click()
  expect(address(reader.page)).toContain('cursor=')
  expect(await reader.page.locator('main tbody tr').first().innerText()).not.toBe(first)
  await reader.go('/markets')
  await reader.page.locator('main thead a').first().click()
  expect(address(reader.page)).toContain('sort=')
})

test('a wrong parameter is named, with the same status as the JSON', async () => {
  const reader = await off()
  const answer = await reader.page.goto('/markets?liqudity=LOW')
  expect(answer?.status()).toBe(422)
  const said = await reader.page.locator('main').innerText()
  expect(said).toContain('liqudity')
  expect(said).toContain('liquidity_bucket')
})

test('nothing there is a page too', async () => {
  const reader = await off()
  expect((await reader.page.goto('/markets/no-such-market'))?.status()).toBe(404)
  expect((await reader.page.goto('/no-such-address'))?.status()).toBe(404)
  expect(await reader.page.locator('h1').count()).toBe(1)
})
