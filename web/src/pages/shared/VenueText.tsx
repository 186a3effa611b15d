// Text as the venue wrote it: never translated, marked with its language for those who listen.
import type { ReactNode } from 'react'

/** `id`: stands in where the venue gave no text; `wraps`: in a cell of a table, over several lines where it is narrow. */
export function VenueText({ children, id, wraps = false }: { children: string | null | undefined; id?: string; wraps?: boolean }): ReactNode {
  return <span lang="en" className={wraps ? 'inline-block min-w-36 whitespace-normal' : undefined}>{children || id || ''}</span>
}
