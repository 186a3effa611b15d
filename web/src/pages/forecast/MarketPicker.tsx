// Find a market by words of its question and take it; an id can be typed as it is.
import { useEffect, useState, type ReactNode } from 'react'
import { useAnswer } from '../../app/page'
import { useWords } from '../../words/words'
import type { List } from '../shared/answers'
import { VenueText } from '../shared/VenueText'
import { Field } from './Field'
import type { Problem } from './form'

type Hit = { market_id: string; question: string | null }

const SETTLED_MS = 250
const MOST = 8

export function MarketPicker({ id, value, problem, onChange }: {
  id: string; value: string; problem: Problem | null; onChange: (marketId: string) => void
}): ReactNode {
  const { t } = useWords()
  const [asked, setAsked] = useState(value)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const timer = window.setTimeout(() => setAsked(value.trim()), SETTLED_MS)
    return () => window.clearTimeout(timer)
  }, [value])
  const found = useAnswer<List<Hit>>(asked ? `/search?limit=${MOST}&q=${encodeURIComponent(asked)}` : null).answer?.data ?? []
  const taken = found.find((hit) => hit.market_id === value.trim())
  const take = (hit: Hit): void => {
    onChange(hit.market_id)
    setOpen(false)
  }
  return (
    <div onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false) }}>
      <Field id={id} name="market_id" label={t('lists.forecast.market_id')} problem={problem}>
        {(props) => (
          <input {...props} className="field w-full" value={value} autoComplete="off" placeholder={t('lists.forecast.market_id.placeholder')}
            onFocus={() => setOpen(true)} onChange={(event) => { setOpen(true); onChange(event.target.value) }} />
        )}
      </Field>
      {taken && <p className="note mt-1"><VenueText id={taken.market_id}>{taken.question}</VenueText></p>}
      {open && asked && !taken && (
        <ul className="m-0 mt-1 max-h-56 list-none overflow-y-auto rounded-control border border-line p-0" aria-label={t('lists.forecast.found')}>
          {found.length === 0 && <li className="note p-2">{t('lists.forecast.found.none')}</li>}
          {found.map((hit) => (
            <li key={hit.market_id}>
              <button type="button" className="block w-full px-2 py-1.5 text-left hover:bg-sunken" onClick={() => take(hit)}>
                <VenueText id={hit.market_id}>{hit.question}</VenueText> <code className="text-ink-3">{hit.market_id}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
