// What keys and palette do to what is on screen, by the marks that blocks leave in it: rows, pages of a list, panels.
import { currentReader } from '../app/reader'
import { toast } from './Toast'
import { t } from '../words/words'

const LINKED = 12 // letters of the manifest in a permalink

/** Moves the focus to the next (1) or former (-1) row of the table in use, else of the first one. */
export function focusRow(step: 1 | -1): void {
  const table = document.activeElement?.closest('[data-rows]') ?? document.querySelector('[data-rows]')
  const rows = [...(table?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
  const now = rows.findIndex((row) => row.contains(document.activeElement))
  const next = rows[now < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, now + step))]
  const target = next?.querySelector<HTMLElement>('a[data-open]') ?? next
  target?.focus()
  target?.scrollIntoView({ block: 'nearest' })
}

/** Opens the row that has the focus. */
export function openRow(): void {
  document.activeElement?.closest('[data-row]')?.querySelector<HTMLElement>('a[data-open]')?.click()
}

/** Follows the link to the next or former page of a list; false where there is none. */
export function clickPage(which: 'next' | 'previous'): boolean {
  const link = document.querySelector<HTMLElement>(`[data-page-link=${which}]`)
  link?.click()
  return link !== null
}

/** Presses a tool of the panel in use: the one with the focus, else the one under the pointer, else the first that has it. */
export function panelAction(tool: 'table' | 'menu'): boolean {
  const selector = `[data-tool=${tool}]`
  const button = panelInUse()?.querySelector<HTMLElement>(selector) ?? document.querySelector<HTMLElement>(`[data-panel] ${selector}`)
  if (!button) toast(t('ui.keys.nothing'))
  else if (tool === 'menu') openMenu(button)
  else button.click()
  return button !== null
}

function panelInUse(): Element | null {
  return document.activeElement?.closest('[data-panel]') ?? document.querySelector('[data-panel]:hover')
}

/** Where the explanation of the panel in use lies: the part of the address behind #. */
export function howHash(): string {
  return `#how=${encodeURIComponent(panelInUse()?.getAttribute('data-panel') ?? 'main')}`
}

/** The address of a panel's answer, by the panel's name. */
export function addressOfPanel(name: string): string | null {
  return document.querySelector(`[data-panel="${CSS.escape(name)}"]`)?.getAttribute('data-address') ?? null
}

function openMenu(button: HTMLElement): void {
  button.focus()
  button.click()
}

/** The address of this page for somebody else: absolute, with the version of the data, in the language on screen only if they must
 * see it so. */
export function permalink(): string {
  const address = new URL(location.href)
  address.hash = ''
  for (const name of ['tz', 'theme', 'manifest']) address.searchParams.delete(name)
  const manifest = document.querySelector<HTMLElement>('[data-strip] [data-manifest]')?.dataset.manifest
  if (manifest) address.searchParams.set('manifest', manifest.slice(0, LINKED))
  if (currentReader().lang === 'en') address.searchParams.delete('lang')
  return address.href
}
