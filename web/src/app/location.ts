// The address of the browser, as the router keeps it: read it, push or replace it.
import { useLocation, useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import { canonical, ofSameData, pathOf } from './address'

export type Place = {
  /** Path and query as they stand in the address. */
  href: string
  /** What is behind #, without it. */
  hash: string
}

export function usePlace(): Place {
  const [href = '/', hash = ''] = useLocation({ select: (place) => place.href }).split('#')
  return { href, hash }
}

/** The address asked for: path and canonical query, without what belongs to the reader. */
export function useAddress(): string {
  return canonical(usePlace().href)
}

/** `push` makes an entry of the history, unless the address is the one we are at; `replace` changes the entry we are at. Only
 * another path starts at its top. The browser has the address when they return. */
export function useGo(): { push: (href: string) => void; replace: (href: string) => void } {
  const router = useRouter()
  return useMemo(() => {
    const go = (asked: string, replace: boolean) => {
      const href = ofSameData(asked, router.state.location.href)
      void router.navigate({ href, replace, resetScroll: pathOf(href) !== pathOf(router.state.resolvedLocation?.href) })
      router.history.flush()
    }
    return { push: (href) => go(href, false), replace: (href) => go(href, true) }
  }, [router])
}
