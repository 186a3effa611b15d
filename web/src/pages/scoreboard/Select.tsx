/** A choice of one among many; writes the address, and not when it is the usual one. */
import { useSearch } from '../../app/search'

interface SelectProps {
  name: string
  label: string
  options: { value: string; label: string }[]
  usual?: string
  /** in place of writing this one parameter */
  onChoose?: (value: string) => void
}

export function Select({ name, label, options, usual = '', onChoose }: SelectProps) {
  const search = useSearch(usual ? { [name]: usual } : {})
  return (
    <label className="inline-flex items-center gap-1.5 text-small text-ink-3">
      {label}
      <select
        className="field min-h-7 px-2 py-0.5 text-small" data-control={name} value={search.get(name) ?? usual}
        onChange={({ target: { value } }) => (onChoose ? onChoose(value) : search.set({ [name]: value || null }))}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Values as choices, each in its words. */
export function options(values: string[], say: (value: string) => string): { value: string; label: string }[] {
  return values.map((value) => ({ value, label: say(value) }))
}
