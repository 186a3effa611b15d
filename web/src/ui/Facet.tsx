// One dimension as a filter that is also a picture: every value with its share, the chosen part blue, the rest grey.
import { useId } from 'react'
import { useSearch } from '../app/search'
import { count } from '../format'
import { useWords } from '../words/words'

export type FacetData = {
  /** The parameter of the address. */
  name: string
  kind: 'values' | 'range'
  unit?: string
  values?: { value: string; markets: number; events: number; chosen: boolean }[]
  bars?: { low: number; high: number; markets: number; chosen: boolean }[]
  available: boolean
  reason?: string
  /** Words of the dimension; the column's name without them. */
  title?: string
  /** Words of a value. */
  label?: (value: string) => string
}

/** `single`: the API takes one value only, so that choosing another replaces it. */
export function Facet({ facet, single = false }: { facet: FacetData; single?: boolean }) {
  const { t, lang } = useWords()
  const search = useSearch()
  const id = useId()
  const values = facet.values ?? []
  const most = Math.max(1, ...values.map((one) => one.markets))
  const chosen = search.all(facet.name)

  const toggle = (value: string) => {
    const others = single ? [] : chosen.filter((one) => one !== value)
    const next = chosen.includes(value) ? others : [...others, value]
    search.set({ [facet.name]: next.length === 0 || (!single && next.length === values.length) ? null : next.join(','), bin: null })
  }

  return (
    <fieldset className="min-w-0" data-facet={facet.name}>
      <legend className="flex w-full items-baseline justify-between pb-1 text-small font-[600]">
        {facet.title ?? facet.name}
        {chosen.length > 0 && (
          <button type="button" className="link font-[400]" onClick={() => search.set({ [facet.name]: null, bin: null })}>{t('ui.facet.all')}</button>
        )}
      </legend>
      {!facet.available && <p className="note">{facet.reason ?? t('ui.facet.missing')}</p>}
      {values.map((one) => {
        const set = chosen.length === 0 || chosen.includes(one.value)
        const name = facet.label?.(one.value) ?? one.value
        return (
          <label key={one.value} className="facet-row" htmlFor={`${id}-${one.value}`}>
            <input id={`${id}-${one.value}`} data-value={one.value} type="checkbox" checked={chosen.includes(one.value)} onChange={() => toggle(one.value)} />
            <span className="truncate" title={name}>{name}</span>
            <i aria-hidden="true" className={`block h-[7px] rounded-[1px] ${set ? 'bg-yes' : 'bg-ref'}`} style={{ width: `${Math.max(3, (100 * one.markets) / most)}%` }} />
            <b className="text-right text-[11.5px] font-[400] text-ink-3">{count(one.markets, lang)}</b>
          </label>
        )
      })}
    </fieldset>
  )
}
