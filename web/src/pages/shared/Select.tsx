// A choice of one among many, and a field of words: both write the address and nothing else.
import { type ReactNode, useEffect, useId, useState } from 'react'
import { useSearch } from '../../app/search'
import { useWords } from '../../words/words'

export type SelectOption = { value: string; label: string }

/** A list to choose from; the first entry takes the filter off. */
export function Select({ name, label, options }: { name: string; label: string; options: SelectOption[] }): ReactNode {
  const { t } = useWords()
  const search = useSearch()
  const id = useId()
  const chosen = search.get(name) ?? ''
  const known = options.some((option) => option.value === chosen) || chosen === ''
  return (
    <label className="grid gap-1" htmlFor={id} data-control={name}>
      <span className="note">{label}</span>
      <select id={id} name={name} className="field" value={chosen} onChange={(event) => search.set({ [name]: event.target.value || null })}>
        <option value="">{t('lists.markets.any')}</option>
        {!known && <option value={chosen}>{chosen}</option>}
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </label>
  )
}

/** Words, as typed; the address follows, one history entry when the typing settles. */
export function TextFilter({ name, label, placeholder, list, wide = false, numeric = false }: {
  name: string; label: string; placeholder?: string; list?: string[]; wide?: boolean; numeric?: boolean
}): ReactNode {
  const search = useSearch()
  const id = useId()
  const asked = numeric ? (search.get(name) ?? '').replace(/:$/, '') : search.get(name) ?? ''
  const [text, setText] = useState(asked)
  useEffect(() => setText(asked), [asked])
  const write = (next: string): void => {
    setText(next)
    const value = next.trim()
    if (!numeric) search.set({ [name]: value || null }, { replace: true })
    else if (value === '' || Number.isFinite(Number(value))) search.set({ [name]: value === '' ? null : `${value}:` }, { replace: true })
  }
  return (
    <label className={wide ? 'grid grow gap-1' : 'grid gap-1'} htmlFor={id} data-control={name}>
      <span className="note">{label}</span>
      <input id={id} name={name} className={wide ? 'field w-full min-w-40' : 'field w-24'} value={text} placeholder={placeholder}
        inputMode={numeric ? 'decimal' : 'text'} list={list ? `${id}-list` : undefined} autoComplete="off" onChange={(event) => write(event.target.value)} />
      {list && <datalist id={`${id}-list`}>{list.map((value) => <option key={value} value={value} />)}</datalist>}
    </label>
  )
}

/** A filter that is on or off: `true` in the address, or nothing. */
export function Toggle({ name, label }: { name: string; label: string }): ReactNode {
  const search = useSearch()
  const on = search.get(name) === 'true'
  return (
    <button type="button" className="button min-h-8" aria-pressed={on} data-control={name} data-main={on || undefined}
      onClick={() => search.set({ [name]: on ? null : 'true' })}>
      {label}
    </button>
  )
}
