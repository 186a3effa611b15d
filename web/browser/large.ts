/**
 * The explorer on a lake of 500,000 markets: fifty random changes of its filters, and how long each took to new pixels.
 * `make pixels`; CREDENCE_BROWSER_LAKE names a lake that lies there already. Nothing fails here but a panel of an older state.
 */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { controlsOf } from './controls'
import { settled, visit } from './visit'

const CHANGES = 50
const SEED = 4
const LEFT = ['compare', 'draws', 'window'] // two questions at once, a wait that is asked for, and weeks of which this lake has none

test('fifty changes of the filters', { timeout: 300_000 }, async () => {
  const { page, go, clean } = await visit()
  await go('/scoreboard/explorer')
  await page.waitForLoadState('networkidle')
  const draw = numbers(SEED)
  const [main, whole, asked]: number[][] = [[], [], []]
  for (let done = 0; done < CHANGES; ) {
    const at = page.url()
    const choices = (await controlsOf(page)).filter(({ act, name }) => act !== 'type' && act !== 'slide' && !LEFT.includes(name))
    const { selector, act, value } = choices[Math.floor(draw() * choices.length)]!
    const took = await change(page, selector, act === 'choose' ? value! : null)
    if (page.url() === at) continue // asks for nothing else
    done += 1
    main!.push(took.main)
    whole!.push(took.whole)
    asked!.push(took.asked)
    await settled(page)
    const drawn = await page.locator('[data-panel][data-address]').evaluateAll((all) => all.map((one) => new URL(one.getAttribute('data-address')!, location.href).search))
    expect(new Set(drawn.map(sorted)).size, `${page.url()} ${selector}`).toBe(1)
    if (await page.locator('[data-too-few]').count() > 8 || done % 6 === 5) await go('/scoreboard/explorer')
  }
  clean()
  for (const [name, all] of [['until all panels of the answer are new', main], ['until the context below is new, too', whole], ['of which the request took', asked]] as const) {
    all!.sort((a, b) => a - b)
    console.log(`${name}: p50 ${all![CHANGES / 2]!.toFixed(0)} ms, p95 ${all![Math.ceil(0.95 * CHANGES) - 1]!.toFixed(0)} ms, most ${all!.at(-1)!.toFixed(0)} ms`)
  }
})

/** Uses a control inside the page, and measures in it: ms from the event to the frame after the new figures are in the document. */
function change(page: Page, selector: string, value: string | null): Promise<{ main: number; whole: number; asked: number }> {
  return page.evaluate(async ([selector, value]) => {
    const one = document.querySelector<HTMLElement>(selector!)!
    const before = location.href
    performance.clearResourceTimings()
    const start = performance.now()
    if (value === null) one.click()
    else {
      const select = one as HTMLSelectElement
      Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')!.set!.call(select, value)
      select.dispatchEvent(new Event('change', { bubbles: true }))
    }
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const until = async (isBusy: () => boolean) => {
      do await frame()
      while (isBusy() && performance.now() - start < 10_000)
      await frame() // what the last one drew is on screen
      return performance.now() - start
    }
    await frame()
    if (location.href === before && !document.querySelector('main[aria-busy="true"]')) return { main: 0, whole: 0, asked: 0 }
    const main = await until(() => document.querySelector('main[aria-busy="true"]') !== null)
    const whole = await until(() => document.querySelector('[aria-busy="true"]') !== null)
    const [request] = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    return { main, whole, asked: request ? request.responseEnd - request.startTime : 0 }
  }, [selector, value] as const)
}

/** Parameters in an order of their own; what a panel asks beyond the page's state is left out. */
function sorted(search: string): string {
  return [...new URLSearchParams(search)].map(([name, value]) => `${name}=${value}`).sort().join('&')
}

/** Numbers from 0 to 1 that are the same each time (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32
}
