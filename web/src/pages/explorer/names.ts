/** Values, moments and reasons of the API, said in the reader's language. What has no translation stays as it came. */
import { span as spanOf } from '../../charts/say'
import { t, tOr, type Key } from '../../words/words'

/** A value of a column (LOW, scheduled, politics) as readers know it. */
export function named(value: string): string {
  return tOr(`explorer.value.${value}`, value)
}

/** A moment before the end or a length of time (24h, 7d); other words of such a column (all) are said as they are. */
export function span(text: string): string {
  return /^\d/.test(text) ? spanOf(text, t) : named(text)
}

/** Steps of so many seconds as one length of time. */
export function ahead(steps: number, stepSeconds: number): string {
  const minutes = (steps * stepSeconds) / 60
  return span(minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`)
}

const REASONS: [RegExp, Key][] = [
  [/([\d.]+) effective events, (\d+) are needed/, 'explorer.said.few_events'],
  [/no row can be scored/, 'explorer.said.no_row'],
  [/no forward prices yet/, 'explorer.said.no_forward'],
  [/no trades/, 'explorer.said.no_trades'],
  [/a fifth of trust is too small/, 'explorer.said.fifth_small'],
  [/outcomes that overlap|parts YES from NO/, 'explorer.said.parted'],
  [/too few weeks|all lie in/, 'explorer.said.few_weeks'],
  [/no rows/, 'explorer.said.no_rows'],
  [/(\d+) events?, (\d+) are needed/, 'explorer.said.few_events'],
  [/not compared: it grows/, 'explorer.said.not_compared'],
  [/not defined for these rows/, 'explorer.said.not_defined'],
  [/no cohort reaches/, 'explorer.said.no_cohort'],
  [/already show the outcome/, 'explorer.said.outcome_visible'],
  [/trades have not been read/, 'explorer.said.no_trades'],
  [/no row says where/, 'explorer.said.no_source'],
  [/no row that can be scored has it/, 'explorer.said.no_value'],
  [/not known whether recalibration helps/, 'explorer.said.not_known'],
]

/** Why there is no figure: the API's English reason, shortened to what the reader does not see already. */
export function said(reason: string): string {
  for (const [pattern, key] of REASONS) {
    const found = pattern.exec(reason)
    if (found) return t(key, { n: Math.round(Number(found[1] ?? 0)), needed: found[2] ?? '' })
  }
  return reason
}

/** The verdict's words as the part of a key: "no difference seen" is no_difference. */
export function verdictKey(word: string): string {
  const plain = word.replace(/ seen$/, '').replace(/^too few:.*/, 'too few')
  return plain.replaceAll(' ', '_')
}
