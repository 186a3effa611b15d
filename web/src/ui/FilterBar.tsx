// What is set, as chips that one click takes away; the filters themselves stand beside the page, in a sheet where it is narrow.
import { useState, type ReactNode } from 'react'
import { useSearch } from '../app/search'
import { useKeys } from './keyboard'
import { Sheet } from './Over'
import { useWords } from '../words/words'

export type SetFilter = { name: string; words: string }

/** `filters`: what is set now, in words. `children`: the filters, for the sheet. */
export function FilterBar({ filters, children }: { filters: SetFilter[]; children?: ReactNode }) {
  const { t } = useWords()
  const search = useSearch()
  const [open, setOpen] = useState(false)
  useKeys(children === undefined ? {} : { f: () => focusFilters() || setOpen(true) })

  return (
    <div className="flex flex-wrap items-center gap-2 text-small" data-filters>
      {children !== undefined && (
        <button type="button" className="button md:hidden" onClick={() => setOpen(true)}>{t('ui.filters')}</button>
      )}
      {filters.map(({ name, words }) => (
        <button
          key={name} type="button" className="chip min-h-6 hover:text-ink" aria-label={t('ui.filters.remove', { what: words })}
          onClick={() => search.set({ [name]: null })}
        >
          {words} <span aria-hidden="true">×</span>
        </button>
      ))}
      {filters.length > 0 && (
        <button
          type="button" className="link min-h-6"
          onClick={() => search.set(Object.fromEntries(filters.map(({ name }) => [name, null])))}
        >
          {t('ui.filters.clear')}
        </button>
      )}
      {children !== undefined && <Sheet title={t('ui.filters')} open={open} onClose={() => setOpen(false)}>{children}</Sheet>}
    </div>
  )
}

/** Puts the focus on the first filter that can be seen; false where they are in the sheet. */
function focusFilters(): boolean {
  const first = document.querySelector<HTMLElement>('aside :is(input, button, [role=slider])')
  if (!first || first.offsetParent === null) return false
  first.focus()
  return true
}
