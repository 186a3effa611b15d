/**
 * A reader in a real browser. Every request that leaves the origin is refused and counted, every console error, page error and
 * violation of the content-security policy is kept, and `clean()` says that there was none. A reader goes when its test ends.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, expect, inject, onTestFinished } from 'vitest'

let opened: Promise<Browser> | null = null

/** The browser that all files share. */
export function browser(): Promise<Browser> {
  opened ??= chromium.connect(inject('browser'))
  return opened
}

afterAll(async () => {
  await (await opened)?.close()
  opened = null
})

export interface Visit {
  page: Page
  context: BrowserContext
  /** Addresses beyond the origin that were asked for. */
  elsewhere: string[]
  /** What the browser complained of. */
  complaints: string[]
  go: (path: string) => Promise<void>
  json: (path: string) => Promise<any>
  /** Fails unless nothing was asked elsewhere and nothing complained of. */
  clean: () => void
}

/** A new reader with an empty memory. */
export async function visit(options: BrowserContextOptions = {}, url = inject('url')): Promise<Visit> {
  const context = await (await browser()).newContext({
    baseURL: url, viewport: { width: 1440, height: 900 }, locale: 'en-GB', timezoneId: 'UTC', ...options,
  }) // prettier-ignore
  onTestFinished(() => context.close())
  context.setDefaultTimeout(15_000)
  const elsewhere: string[] = []
  const complaints: string[] = []
  await context.route(
    (asked) => asked.origin !== url && asked.protocol.startsWith('http'),
    (route) => {
      elsewhere.push(route.request().url())
      return route.abort()
    },
  )
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return {
    page, context, elsewhere, complaints,
    go: async (path) => {
      await page.goto(path)
      if (options.javaScriptEnabled !== false) await settled(page)
    },
    json: (path) => json(path, url),
    clean: () => {
      expect(elsewhere).toEqual([])
      expect(complaints).toEqual([])
    },
  } // prettier-ignore
}

/** The JSON at an address. */
export async function json(path: string, url = inject('url')): Promise<any> {
  return (await fetch(new URL(path, url), { headers: { Accept: 'application/json' } })).json()
}

/** Waits until the application shows the page of the present address, with every panel filled and drawn at its width. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const main = document.querySelector('main[data-page]')
    return main !== null && document.querySelector('[aria-busy="true"]') === null
  })
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** Path and query of the present address. */
export function address(page: Page): string {
  const { pathname, search } = new URL(page.url())
  return pathname + search
}

/** Waits until the address is this one, and its page is shown. */
export async function arrives(page: Page, path: string): Promise<void> {
  await expect.poll(() => address(page), { timeout: 10_000 }).toBe(path)
  await settled(page)
}

/** A folder that is gone after the test. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'credence-browser-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
