/** What belongs to the reader and not to the question: language, zone, theme, motion, colours forced by the system, and paper. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { PAGES } from './addresses'
import { address, settled, visit } from './visit'

/** Names, units, sources and methods that are the same in every language. */
const SAME = new RegExp(
  `\\b(${[
    'Credence', 'UTC', 'KST', 'USDC', 'YES', 'NO', 'CSV', 'JSON', 'Parquet', 'SQL', 'API', 'URL', 'curl', 'Python', 'BibTeX', 'Ctrl', 'Cmd', 'Esc',
    'Enter', 'English', 'EN', 'Brier', 'Benjamini and Yekutieli', 'Polymarket', 'pt', 'OpenAPI', 'HTTP', 'GET', 'Markdown',
    'clob', 'gamma', 'data_api', 'har', 'ewma',
  ].join('|')})\\b`,
  'gi',
) // prettier-ignore

describe('Korean', () => {
  const said = { ...PAGES, search: '/search?q=9000001' } // what is searched for comes back in the sentence
  test.each(Object.entries(said).filter(([name]) => !['docs', 'docs-api', 'words'].includes(name)))(
    '%s holds English only where the venue or a program wrote it',
    async (_, path) => {
      const { page, go, clean } = await visit({ locale: 'ko-KR' })
      await go(path)
      expect(await page.getAttribute('html', 'lang')).toBe('ko')
      expect(await page.locator('main').innerText()).toMatch(/\p{Script=Hangul}/u)
      const english = (await korean(page)).map((text) => text.replace(SAME, '')).filter((text) => /[A-Za-z]{2}/.test(text))
      expect([...new Set(english)]).toEqual([])
      clean()
    },
  )

  test('is chosen in the header, at once and for the next visit, and leaves the address as it is', async () => {
    const { page, go } = await visit()
    await go('/markets?status=ACTIVE')
    await page.locator('header [data-control=lang] button[data-value=ko]').click()
    await expect.poll(() => page.getAttribute('html', 'lang')).toBe('ko')
    await settled(page)
    await expect.poll(() => page.locator('h1').innerText()).toMatch(/\p{Script=Hangul}/u)
    expect(address(page)).toBe('/markets?status=ACTIVE')
    await page.reload()
    await settled(page)
    expect(await page.getAttribute('html', 'lang')).toBe('ko')
    await expect.poll(() => page.locator('h1').innerText()).toMatch(/\p{Script=Hangul}/u)
    await go('/markets?lang=en')
    await expect.poll(() => page.locator('h1').innerText()).not.toMatch(/\p{Script=Hangul}/u)
  })
})

test('the Seoul switch moves every time by nine hours, keeps the address, and is remembered', async () => {
  const { page, go } = await visit()
  await go('/ops/runs')
  const times = () => page.locator('main time').evaluateAll((all) => all.map((one) => [(one as HTMLTimeElement).dateTime, one.textContent!]))
  const [first, said] = (await times())[0]!
  expect(said).toContain(first!.slice(11, 16))
  expect(said).toContain('UTC')
  await page.locator('header [data-control=tz] button[data-value="Asia/Seoul"]').click()
  const moved = new Date(Date.parse(first!) + 9 * 3_600_000).toISOString()
  for (const again of [false, true]) {
    if (again) await page.reload()
    await settled(page)
    expect((await times())[0]![1]).toContain(`${moved.slice(11, 16)} KST`)
    expect((await times()).every(([, text]) => text!.includes('KST'))).toBe(true)
    expect(address(page)).toBe('/ops/runs')
  }
})

test('the theme follows the system, then the reader, who is remembered before anything is drawn', async () => {
  const { page, go } = await visit({ colorScheme: 'dark' })
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await go('/markets')
  const dark = await ground()
  await page.locator('header [data-control=theme]').click()
  const light = await ground()
  expect(light).not.toBe(dark)
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => ((window as any).early = getComputedStyle(document.body).backgroundColor))
  })
  await page.reload()
  await settled(page)
  expect(await page.evaluate(() => (window as any).early)).toBe(light)
  expect(await ground()).toBe(light)
  expect(address(page)).toBe('/markets')
})

test('who wants no motion sees none', async () => {
  const { page, go } = await visit({ reducedMotion: 'reduce' })
  for (const path of [PAGES.explorer!, PAGES.market!, PAGES.coverage!]) {
    await go(path)
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .filter((one) => {
          const { transitionDuration, animationName, animationDuration } = getComputedStyle(one)
          return parseFloat(transitionDuration) > 0.001 || (animationName !== 'none' && parseFloat(animationDuration) > 0.001)
        })
        .map((one) => one.outerHTML.slice(0, 100)),
    )
    expect(moving).toEqual([])
    await page.locator('header nav a').nth(2).click()
    expect(await page.evaluate(() => document.getAnimations().filter((one) => one.playState === 'running').length)).toBe(0)
  }
})

test('colours forced by the system leave YES and NO, chosen and not chosen, apart', async () => {
  const { page, go } = await visit({ forcedColors: 'active' })
  await go('/scoreboard/explorer?bin=0')
  const results = await page.locator('[data-panel=bin] td[data-column=resolved_yes]').allInnerTexts()
  expect(results.length).toBeGreaterThan(5)
  for (const one of results) expect(['YES', 'NO']).toContain(one.trim())
  expect(await page.locator('[data-panel=discrimination] svg').innerHTML()).toMatch(/YES[^]*NO|NO[^]*YES/)
  const looks = (pressed: boolean) =>
    page.locator(`[data-control=horizon] button[aria-pressed=${pressed}]`).first().evaluate((one) => {
      const { backgroundColor, color, borderColor, outlineStyle, fontWeight, textDecorationLine } = getComputedStyle(one)
      return [backgroundColor, color, borderColor, outlineStyle, fontWeight, textDecorationLine].join()
    })
  expect(await looks(true)).not.toBe(await looks(false))
})

describe('paper', () => {
  test.each(['/scoreboard/explorer', '/markets', '/markets/9000038'])('%s prints white, without what is only for the screen, and says where it is from', async (path) => {
    const { page, go } = await visit({ colorScheme: 'dark' })
    await go(path)
    const manifest = (await page.locator('[data-manifest]').getAttribute('data-manifest'))!
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)')
    expect(await page.locator('header nav').isVisible()).toBe(false)
    expect(await page.locator('main button:visible').count()).toBe(0)
    expect(await page.locator('main :is(input, select):visible').count()).toBe(0)
    const foot = await page.locator('[data-print-foot]').innerText()
    expect(foot).toContain(path)
    expect(foot).toContain(manifest)
    expect(await page.locator('thead').first().evaluate((one) => getComputedStyle(one).display)).toBe('table-header-group')
    const out = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(out).toBeLessThanOrEqual(0)
    const file = await page.pdf({ format: 'A4', printBackground: true })
    expect(file.subarray(0, 5).toString()).toBe('%PDF-')
  })
})

/** Texts on the page that claim to be Korean: not of the venue (marked with its language), not code, not hidden. */
function korean(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent!.trim()
      const around = walker.currentNode.parentElement!
      if (!text || around.closest('script, style, code, pre, kbd, svg title, [translate=no], [data-venue-text], datalist')) continue
      if (around.closest('[lang]')?.getAttribute('lang') === 'ko' && around.checkVisibility()) found.push(text)
    }
    return found
  })
}
