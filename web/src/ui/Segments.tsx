// A choice of one among few, side by side. Writes the address and nothing else; the default is not written.
import type { ReactNode } from 'react'
import { useSearch } from '../app/search'

export type Option = {
  value: string
  label: ReactNode
  /** A string says why it cannot be chosen. */
  disabled?: boolean | string
}

export function Segments({ name, value, options, default: usual, label }: {
  /** The parameter of the address. */
  name: string
  /** What is chosen; left out, the address says it. */
  value?: string | null
  options: Option[]
  default?: string
  /** Words before the choice; without them, `name` of the group must be clear from around it. */
  label?: string
}) {
  const search = useSearch(usual === undefined ? {} : { [name]: usual })
  const chosen = value ?? search.get(name)
  return (
    <Choice
      label={label} chosen={chosen} options={options} name={name}
      onChoose={(next) => search.set({ [name]: next })}
    />
  )
}

/** The same form for a choice that is not part of the address. */
export function Choice({ label, title, name, chosen, options, onChoose }: {
  /** Words in front. */
  label?: string | undefined
  /** Words for the group where none stand in front. */
  title?: string
  name: string
  chosen: string | null
  options: Option[]
  onChoose: (value: string) => void
}) {
  return (
    <span className="inline-flex items-center gap-[7px] text-small text-ink-3" data-control={name}>
      {label && <span aria-hidden="true" className="shrink-0 whitespace-nowrap">{label}</span>}
      <span className="segments" role="group" aria-label={label ?? title ?? name}>
        {options.map((option) => (
          <button
            key={option.value} type="button" aria-pressed={option.value === chosen} data-value={option.value}
            disabled={Boolean(option.disabled)} title={typeof option.disabled === 'string' ? option.disabled : undefined}
            onClick={() => onChoose(option.value)}
          >
            {option.label}
          </button>
        ))}
      </span>
    </span>
  )
}
