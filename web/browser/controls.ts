/** The controls of a page that ask for something else: found by their marks, changed one at a time, and read as a state. */
import type { Page } from 'playwright-core'

/** One way to change what a page asks: what to act on, and how. */
export interface Control {
  name: string
  selector: string
  act: 'press' | 'check' | 'choose' | 'type' | 'slide'
  /** What to choose or to type. */
  value?: string
}

/** Words to type, by the name of the field; all of them leave some rows. */
const TYPED: Record<string, string> = { text: 'will', tag: 'sports', trust: '50', q: 'sweden' }

/** Every control of the page that can be used now. Of each choice and facet one other value, so that its name is walked once. */
export function controlsOf(page: Page): Promise<Control[]> {
  return page.evaluate((typed) => {
    const found: Control[] = []
    const add = (name: string, selector: string, act: Control['act'], value?: string) => {
      const one = document.querySelector<HTMLElement>(`main ${selector}`)
      if (one && one.checkVisibility()) found.push({ name, selector: `main ${selector}`, act, ...(value !== undefined && { value }) })
    }
    const seen = new Set<string>()
    const once = (name: string | undefined) => name !== undefined && !seen.has(name) && Boolean(seen.add(name))
    for (const box of document.querySelectorAll<HTMLElement>('main [data-control]')) {
      const name = box.dataset.control
      if (!once(name)) continue
      const inside = `[data-control="${name}"]`
      const other = box.querySelector<HTMLElement>('button[data-value][aria-pressed="false"]:not(:disabled)')
      const select = box.matches('select') ? (box as HTMLSelectElement) : box.querySelector('select')
      const field = box.matches('input') ? (box as HTMLInputElement) : box.querySelector<HTMLInputElement>('input:not([type=checkbox])')
      if (other) add(name!, `${inside} button[data-value="${other.dataset.value}"]`, 'press')
      else if (select) {
        const option = [...select.options].find((one) => one.value !== select.value && one.value !== '')
        if (option) add(name!, box === select ? `select${inside}` : `${inside} select`, 'choose', option.value)
      } else if (field?.type === 'checkbox') add(name!, `input${inside}`, 'check')
      else if (field) add(name!, box === field ? `input${inside}` : `${inside} input`, 'type', typed[name!] ?? 'a')
      else if (box.matches('button')) add(name!, `button${inside}`, 'press')
    }
    for (const box of document.querySelectorAll<HTMLElement>('main [data-facet]')) {
      const name = box.dataset.facet
      if (!once(name)) continue
      const check = box.querySelector<HTMLElement>('input[type=checkbox]')
      if (check) add(name!, `[data-facet="${name}"] input[data-value="${check.dataset.value}"]`, 'check')
      else add(name!, `[data-facet="${name}"] [data-handle=low]`, 'slide')
    }
    for (const head of document.querySelectorAll<HTMLElement>('main a[data-sort]')) add(`sort ${head.dataset.sort}`, `a[data-sort="${head.dataset.sort}"]`, 'press')
    return found
  }, TYPED)
}

/** Uses a control and waits until this is one entry of the history, which for typing and dragging is when they rest. */
export async function use(page: Page, { selector, act, value }: Control): Promise<void> {
  const before = await page.evaluate(() => history.state.__TSR_index as number)
  const one = page.locator(selector).first()
  if (act === 'press') await one.click()
  else if (act === 'check') await one.click({ force: true })
  else if (act === 'choose') await one.selectOption(value ?? '')
  else if (act === 'type') await one.fill(value ?? '')
  else {
    await one.focus()
    await page.keyboard.press('ArrowRight')
  }
  await page.waitForFunction((former) => history.state.__TSR_index > former, before)
}

/** What all controls say now, and the first rows: the state that a reader sees. */
export function stateOf(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const said: [string, string][] = []
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(`main ${selector}`)]
    for (const one of all('[data-control] [aria-pressed=true], button[data-control][aria-pressed=true]'))
      said.push([`pressed ${one.closest<HTMLElement>('[data-control]')!.dataset.control}`, one.dataset.value ?? 'true'])
    for (const one of all('select')) said.push([`chosen ${(one as HTMLSelectElement).name || one.dataset.control}`, (one as HTMLSelectElement).value])
    for (const one of all('input[type=checkbox]:checked'))
      said.push([`checked ${one.closest<HTMLElement>('[data-facet]')?.dataset.facet ?? one.dataset.control}`, one.dataset.value ?? 'true'])
    for (const one of all('input:not([type=checkbox])')) said.push([`typed ${(one as HTMLInputElement).name || one.dataset.control}`, (one as HTMLInputElement).value])
    for (const one of all('[role=slider]')) said.push([`slid ${one.getAttribute('aria-label')}`, one.getAttribute('aria-valuetext') ?? ''])
    for (const one of all('th[aria-sort]')) said.push([`sorted ${one.dataset.column}`, one.getAttribute('aria-sort')!])
    all('[data-row]').slice(0, 5).forEach((row, at) => said.push([`row ${at}`, row.textContent ?? '']))
    all('[data-estimate]').slice(0, 5).forEach((one, at) => said.push([`figure ${at}`, one.textContent ?? '']))
    return Object.fromEntries(said)
  })
}
