/**
 * Every page at once: it opens, it is honest, it asks nobody else, it is readable, in both themes, wide and narrow, in both languages.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { PAGES } from './addresses'
import { settled, visit } from './visit'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 390, height: 844 }

describe.each(Object.entries(PAGES))('%s', (_, path) => {
  test('opens with title, sentence and strip, honest and without complaint', async () => {
    const { page, go, clean } = await visit()
    await go(path)
    expect(await page.locator('h1').count()).toBe(1)
    expect((await page.locator('h1').innerText()).length).toBeGreaterThan(3)
    expect((await page.title()).length).toBeGreaterThan(3)
    expect(await page.locator('main').count()).toBe(1)
    const strip = page.locator('[data-strip]')
    expect(await strip.locator('[data-as-of]').getAttribute('data-as-of')).toMatch(/^\d{4}-/)
    expect(await strip.locator('[data-manifest]').getAttribute('data-manifest')).toMatch(/^[0-9a-f]{64}$/)
    expect(Number(await strip.locator('[data-seen]').getAttribute('data-seen'))).toBeGreaterThan(0)
    expect(await strip.innerText()).toMatch(/simulated|made-up/i)
    expect(await bare(page)).toEqual([])
    clean()
  })

  test('is accessible in both themes, wide and narrow, and fits 320 px and double size without sideways scroll', async () => {
    const { page, go } = await visit({ viewport: WIDE, reducedMotion: 'reduce' })
    await go(path)
    await page.evaluate(AXE)
    const found: string[] = []
    for (const viewport of [WIDE, NARROW]) {
      await page.setViewportSize(viewport)
      await settled(page)
      found.push(...(await findings(page, [])))
      await page.emulateMedia({ colorScheme: 'dark' })
      found.push(...(await findings(page, ['color-contrast', 'link-in-text-block'])))
      await page.emulateMedia({ colorScheme: 'light' })
    }
    expect(found).toEqual([])
    for (const viewport of [{ width: 320, height: 700 }, { width: 720, height: 450 }]) {
      await page.setViewportSize(viewport)
      await settled(page)
      expect(await tooWide(page)).toEqual([])
    }
  })

  test('is refused to frames, and its policy lets nothing in from elsewhere', async () => {
    const answer = await fetch(new URL(path, inject('url')), { headers: { Accept: 'text/html' } })
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|https?:/)
    expect(answer.headers.get('vary')).toMatch(/accept/i)
  })
})

test('a page of a former run says so and fits 320 px without sideways scroll', async () => {
  const { page, go } = await visit({ viewport: { width: 320, height: 700 } })
  await page.route('**/coverage?*', async (route) => {
    const document = await (await route.fetch()).json()
    document.strip.newer = true
    await route.fulfill({ json: document })
  })
  await go('/markets')
  await page.locator('header nav a[href="/coverage"]').click()
  await page.locator('[data-former]').waitFor()
  await settled(page)
  expect(await tooWide(page)).toEqual([])
})

/** Estimates that stand without interval and events, or with a number where there are too few. */
function bare(page: Page): Promise<string[]> {
  return page.locator('[data-estimate]').evaluateAll((all) =>
    (all as HTMLElement[])
      .filter(({ dataset, textContent }) =>
        dataset.few === undefined ? !(dataset.low && dataset.high && dataset.events) : /\d/.test(textContent ?? ''),
      )
      .map((one) => one.outerHTML.slice(0, 200)),
  )
}

/** Serious and critical findings of axe now; `only` these rules where what else there is does not depend on what changed. */
function findings(page: Page, only: string[]): Promise<string[]> {
  return page.evaluate(async (rules) => {
    const asked = { resultTypes: ['violations'], ...(rules.length > 0 && { runOnly: { type: 'rule', values: rules } }) }
    const { violations } = await (globalThis as any).axe.run(document, asked)
    return violations
      .filter((one: any) => ['serious', 'critical'].includes(one.impact))
      .map((one: any) => `${innerWidth} ${one.id}: ${one.nodes.slice(0, 3).map((node: any) => node.html.slice(0, 160)).join(' | ')}`)
  }, only)
}

/** What sticks out of the page at the right; nothing where the page does not scroll sideways. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > clientWidth + 1)
    return [`${scrollWidth} px`, ...out.slice(0, 4).map((one) => one.outerHTML.slice(0, 160))]
  })
}
