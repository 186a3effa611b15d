// Single keys and what they do now. A page or block says which it answers; the latest one to say so wins.
import { useEffect, useRef } from 'react'
import type { Key } from '../words/words'

type Actions = Record<string, () => void>

const stack: { current: Actions }[] = []

/** All keys there are, in the order of the list that `?` shows. `page`: only where a page or block answers it. */
export const KEYS: { key: string; word: Key }[] = [
  { key: '/', word: 'ui.keys.search' },
  { key: 'mod k', word: 'ui.keys.palette' },
  { key: 'g o', word: 'ui.keys.go_overview' },
  { key: 'g s', word: 'ui.keys.go_scoreboard' },
  { key: 'g m', word: 'ui.keys.go_markets' },
  { key: 'g f', word: 'ui.keys.go_forecast' },
  { key: 'g d', word: 'ui.keys.go_coverage' },
  { key: 'f', word: 'ui.keys.filters' },
  { key: 'b', word: 'ui.keys.compare' },
  { key: 'z', word: 'ui.keys.zone' },
  { key: 'p', word: 'ui.keys.pause' },
  { key: 'j', word: 'ui.keys.next_row' },
  { key: 'k', word: 'ui.keys.previous_row' },
  { key: 'Enter', word: 'ui.keys.open' },
  { key: 'o', word: 'ui.keys.open' },
  { key: '[', word: 'ui.keys.previous_page' },
  { key: ']', word: 'ui.keys.next_page' },
  { key: 't', word: 'ui.keys.table' },
  { key: 'c', word: 'ui.keys.permalink' },
  { key: 'd', word: 'ui.keys.download' },
  { key: 'h', word: 'ui.keys.how' },
  { key: '?', word: 'ui.keys.help' },
  { key: 'Esc', word: 'ui.keys.escape' },
]

/** Answers keys while the component is on screen: useKeys({ b: toggleCompare }). */
export function useKeys(actions: Actions): void {
  const now = useRef(actions)
  now.current = actions
  useEffect(() => {
    stack.push(now)
    return () => void stack.splice(stack.indexOf(now), 1)
  }, [])
}

/** What a key does now; undefined where nothing answers it. */
export function actionOf(key: string): (() => void) | undefined {
  for (let at = stack.length - 1; at >= 0; at--) {
    const action = stack[at]?.current[key]
    if (action) return action
  }
  return undefined
}

/** Whether the event belongs to a field, or to the browser: then no key of ours does anything. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return true
  return Boolean(target?.closest('textarea, select, [contenteditable], [role=combobox], input:not([type=checkbox], [type=radio], [type=range])'))
}
