/**
 * Keys inside a figure: Tab enters once, arrows walk over marks (left, right) and series (up, down), Home and End go to the
 * ends, Enter selects. Works on the elements with `data-mark`, so that marks need not know of each other.
 */
import type { KeyboardEvent } from 'react'

export const marksOf = (within: Element | null): (HTMLElement | SVGElement)[] =>
  Array.from(within?.querySelectorAll<HTMLElement | SVGElement>('[data-mark]') ?? [])
const number = (mark: HTMLElement | SVGElement, name: string) => Number(mark.dataset[name] ?? 0)

/** Leaves one mark in the tab order: the one that had it, else the first of the main series. */
export function settleTabStop(within: Element | null): void {
  const marks = marksOf(within)
  const kept = marks.find((mark) => mark.getAttribute('tabindex') === '0') ?? marks.find((mark) => mark.dataset['series'] === '0') ?? marks[0]
  for (const mark of marks) mark.setAttribute('tabindex', mark === kept ? '0' : '-1')
}

/** Makes a mark the tab stop and gives it the focus. */
export function focusMark(within: Element | null, mark: HTMLElement | SVGElement): void {
  for (const one of marksOf(within)) one.setAttribute('tabindex', one === mark ? '0' : '-1')
  mark.focus({ preventScroll: false })
}

/** The mark that a key leads to, or null where the key means nothing here. */
export function nextMark(marks: (HTMLElement | SVGElement)[], now: HTMLElement | SVGElement, key: string): HTMLElement | SVGElement | null {
  const row = marks.filter((mark) => mark.dataset['series'] === now.dataset['series']).sort((a, b) => number(a, 'x') - number(b, 'x'))
  const at = row.indexOf(now)
  if (key === 'ArrowRight') return row[at + 1] ?? now
  if (key === 'ArrowLeft') return row[at - 1] ?? now
  if (key === 'Home') return row[0] ?? now
  if (key === 'End') return row[row.length - 1] ?? now
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null
  const all = [...new Set(marks.map((mark) => number(mark, 'series')))].sort((a, b) => a - b)
  const series = all[all.indexOf(number(now, 'series')) + (key === 'ArrowDown' ? 1 : -1)]
  if (series === undefined) return now
  const others = marks.filter((mark) => number(mark, 'series') === series)
  return others.reduce((best, mark) =>
    Math.abs(number(mark, 'x') - number(now, 'x')) < Math.abs(number(best, 'x') - number(now, 'x')) ? mark : best,
  )
}

/** Answers a key pressed on a mark; true where it did something. */
export function walk(event: KeyboardEvent, within: Element | null): boolean {
  const now = (event.target as Element).closest<HTMLElement | SVGElement>('[data-mark]')
  if (!now || event.ctrlKey || event.metaKey || event.altKey) return false
  if (event.key === 'Enter' || event.key === ' ') {
    if (now instanceof HTMLAnchorElement || now.getAttribute('role') !== 'button') return false
    now.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    return true
  }
  const next = nextMark(marksOf(within), now, event.key)
  if (next) focusMark(within, next)
  return next !== null
}
