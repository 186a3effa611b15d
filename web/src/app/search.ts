// The query of the address as state: read it, change it, link to it. Nothing else keeps what the reader chose.
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { canonical, changed, pairs } from './address'
import { useAddress, useGo } from './location'

export type Changes = Record<string, string | string[] | null>

const SETTLED_MS = 300

/** `defaults`: values that mean the same as nothing; they are read back and never written. */
export function useSearch(defaults: Record<string, string> = {}) {
  const address = useAddress()
  const { push, replace: put } = useGo()
  const settle = useRef<{ timer: number; from: string } | null>(null)
  const typed = useRef<{ field: Element; at: string } | null>(null)
  const now = useRef(address)
  now.current = address
  const kept = useRef(defaults)
  kept.current = defaults

  useEffect(() => () => window.clearTimeout(settle.current?.timer), [])

  /** One history entry from the state before the drag to the state after it. */
  const go = useCallback(
    (from: string, to: string) => {
      put(from)
      if (canonical(from) !== canonical(to)) push(to)
    },
    [put, push],
  )

  const href = useCallback((changes: Changes) => changed(now.current, withoutDefaults(changes, kept.current)), [])

  /** What is typed into a field from its focus to its blur is one entry: the first change makes it, the others replace it. */
  const type = useCallback(
    (field: Element, to: string) => {
      const goesOn = typed.current?.field === field && typed.current.at === now.current // else Back was used meanwhile
      typed.current = { field, at: to }
      now.current = to
      if (goesOn) return put(to)
      field.addEventListener('blur', () => { typed.current = null; }, { once: true })
      push(to)
    },
    [put, push],
  )

  /** Choosing makes a history entry; with `replace` so does typing, and dragging once nothing moved for 300 ms. */
  const set = useCallback(
    (changes: Changes, { replace = false }: { replace?: boolean } = {}) => {
      const from = settle.current?.from ?? now.current
      const to = changed(now.current, withoutDefaults(changes, kept.current))
      const field = document.activeElement
      if (replace && field instanceof HTMLInputElement) return to === now.current ? undefined : type(field, to)
      window.clearTimeout(settle.current?.timer)
      settle.current = null
      now.current = to
      if (!replace) return go(from, to)
      put(to)
      settle.current = { from, timer: window.setTimeout(() => { settle.current = null; go(from, to); }, SETTLED_MS) }
    },
    [go, put, type],
  )

  return useMemo(() => {
    const all = pairs(address.split('?')[1] ?? '')
    return {
      get: (name: string): string | null => all.find(([one]) => one === name)?.[1] ?? kept.current[name] ?? null,
      all: (name: string): string[] => all.filter(([one]) => one === name).flatMap(([, value]) => value.split(',')),
      set,
      href,
    }
  }, [address, set, href])
}

function withoutDefaults(changes: Changes, defaults: Record<string, string>): Changes {
  return Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value === defaults[name] ? null : value]))
}
