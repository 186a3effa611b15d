/** Which prices, when, counted how: segments that write the address. What cannot be asked is there, disabled, with the reason. */
import { useSearch } from '../../app/search'
import { Segments } from '../../ui/Segments'
import { useWords, type Key } from '../../words/words'
import { CONTROLS } from '../scoreboard/layout'
import { named, said, span } from './names'
import { ANCHORS, DEFAULTS, DRAWS, HORIZONS, PRICES, WEIGHTINGS, WINDOWS, WINDOWS_BY, unavailable } from './question'
import type { Facet } from './types'

const ROWS: { name: string; values: string[]; say: (value: string) => string }[] = [
  { name: 'horizon', values: HORIZONS, say: span },
  { name: 'anchor', values: ANCHORS, say: named },
  { name: 'weighting', values: WEIGHTINGS, say: named },
  { name: 'price', values: PRICES, say: named },
  { name: 'window', values: WINDOWS, say: (value) => (value ? span(value) : named('all')) },
  { name: 'window_by', values: WINDOWS_BY, say: named },
]

export function Controls({ facets, compare, onCompare }: { facets: Facet[]; compare: boolean; onCompare: () => void }) {
  const { t } = useWords()
  const search = useSearch(DEFAULTS)
  const missing = unavailable(facets)
  const shown = ROWS.filter((row) => row.name !== 'window_by' || search.get('window'))
  return (
    <div className={CONTROLS} data-panel="controls">
      {shown.map(({ name, values, say }) => (
        <Segments
          key={name}
          name={name}
          label={t(`explorer.control.${name}` as Key)}
          value={search.get(name) ?? ''}
          default={DEFAULTS[name] ?? ''}
          options={values.map((value) => {
            const chosen = search.get(name) === value
            const reason = chosen ? undefined : missing[name]?.[value]
            return reason ? { value, label: <Why label={say(value)} reason={reason} />, disabled: true } : { value, label: say(value) }
          })}
        />
      ))}
      <Switch name="compare" word="explorer.control.compare" on={compare} toggle={onCompare} hotkey="b" />
      <Switch
        name="draws"
        word="explorer.control.band_draw"
        hint={t('explorer.control.band_hint')}
        on={search.get('draws') === DRAWS}
        toggle={() => search.set({ draws: search.get('draws') === DRAWS ? null : DRAWS })}
      />
    </div>
  )
}

/** A choice that cannot be made: its reason is read out, and shown on hover. */
function Why({ label, reason }: { label: string; reason: string }) {
  const { t } = useWords()
  const why = t('explorer.filters.unavailable', { reason: said(reason) })
  return (
    <span title={why} className="line-through decoration-line-2">
      {label}
      <span className="hidden-but-read">{why}</span>
    </span>
  )
}

interface SwitchProps {
  name: string
  word: Key
  hint?: string
  on: boolean
  toggle: () => void
  hotkey?: string
}

function Switch({ name, word, hint, on, toggle, hotkey }: SwitchProps) {
  const { t } = useWords()
  return (
    <label className="inline-flex min-h-6 items-center gap-1.5 text-small text-ink-3" title={hint}>
      <input type="checkbox" role="switch" className="check" data-control={name} checked={on} onChange={toggle} aria-keyshortcuts={hotkey} />
      {t(word)}
    </label>
  )
}
