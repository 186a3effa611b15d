// A single value, read by the kind that its column's name tells: a probability, money, an age, a moment, an id with its page.
import type { ReactNode } from 'react'
import { age, count, fixed, money, probability } from '../../format'
import { Copy } from '../../ui/Copy'
import { Estimate, type EstimateKind } from '../../ui/Estimate'
import { useWords } from '../../words/words'
import { Moment, NotKnown } from '../shared/values'
import { estimateIn, isEstimate, isRecord, type Row } from './shape'

const PROBABILITIES = /^(p|p_.*|price|q\d+|q\d+_1h|bid|ask|sum|mean_p|mean_yes|mean_no|share|.*_share|base_rate|coverage)$/
const MONEY = /^(volume.*|open_interest|oi_change|.*_usdc)$/
const AGES = /(^seconds$|_seconds$|_s$)/
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/
const KINDS: [RegExp, EstimateKind][] = [
  [/slope|skill|intercept|in_the_large|against/, 'slope'], [/share|p_|believable|coverage|miss|closed|open|base_rate|mean_price/, 'probability'],
  [/difference|bias|separation|gap|deviation/, 'points'],
]
const MOST_TEXT = 240 // a longer one is a document: its beginning stands here, a click copies it whole
const SHOWN_TEXT = 40
const PLACES: Record<string, string> = { market_id: '/markets/', event_id: '/events/', run_id: '/ops/runs/' }

export function Value({ name, row }: { name: string; row: Row }): ReactNode {
  const { t, lang } = useWords()
  const estimate = estimateIn(name, row)
  if (estimate) {
    const kind = KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'score'
    return <Estimate kind={kind} value={estimate.value} low={estimate.low} high={estimate.high} markets={estimate.n} events={estimate.n_events} few={estimate.few} />
  }
  const value = row[name]
  if (value === null || value === undefined || value === '') return <NotKnown />
  if (typeof value === 'boolean') return t(value ? 'lists.yes' : 'lists.no')
  if (typeof value === 'number') return numberText(name, value, lang)
  if (Array.isArray(value)) return <span lang="en">{value.map((one) => String(one)).join(', ')}</span>
  if (isRecord(value) && !isEstimate(value)) return <code>{JSON.stringify(value)}</code>
  return text(name, String(value))
}

function numberText(name: string, value: number, lang: 'en' | 'ko'): string {
  if (PROBABILITIES.test(name)) return probability(value, lang)
  if (MONEY.test(name)) return money(value, lang)
  if (AGES.test(name)) return age(value, lang)
  if (Number.isInteger(value)) return count(value, lang)
  return fixed(value, Math.abs(value) >= 10 ? 1 : 3)
}

function text(name: string, value: string): ReactNode {
  if (MOMENT.test(value)) return <Moment at={value} />
  const place = PLACES[name]
  if (place) return <a className="link" href={`${place}${encodeURIComponent(value)}`}><code>{value}</code></a>
  if (value.length > MOST_TEXT) return <Copy text={value} className="text-left"><code title={value}>{value.slice(0, SHOWN_TEXT)}…</code></Copy>
  return <span lang="en">{value}</span>
}

/** Whether a column is made of figures, which stand at the right. */
export function isFigure(name: string, rows: Row[]): boolean {
  return rows.some((row) => typeof row[name] === 'number' || estimateIn(name, row) !== null)
}

export const isLong = (name: string, rows: Row[]): boolean => rows.some((row) => typeof row[name] === 'string' && !MOMENT.test(row[name]) && row[name].length > 32 && row[name].length <= MOST_TEXT)
