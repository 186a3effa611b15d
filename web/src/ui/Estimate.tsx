// The only way to print an estimate: value, interval and what stands behind it, or the words "too few".
import { difference, interval, known, sample, score, slope, type N } from '../format'
import { useWords } from '../words/words'
import type { Lang } from '../words/words'
import { Tooltip } from './Tooltip'

export type EstimateKind = 'probability' | 'score' | 'slope' | 'points'

type Props = {
  kind: EstimateKind
  value: N
  low: N
  high: N
  markets?: N
  events: N
  few?: boolean
  /** Why there is no number, from the API. */
  reason?: string
  /** A difference: always with its sign. */
  signed?: boolean
  /** Also print how many markets and events stand behind it, not only in the tool-tip. */
  sampled?: boolean
}

export function Estimate({ kind, value, low, high, markets, events, few = false, reason, signed = false, sampled = false }: Props) {
  const { t, lang } = useWords()
  const said = !few && known(value) && known(low) && known(high)
  const behind = known(markets) ? sample(markets, events, lang) : known(events) ? t('ui.events', { events }) : ''
  const facts = { 'data-estimate': kind, 'data-events': events ?? '' }

  if (!said) {
    return (
      <Tooltip text={[reason, behind].filter(Boolean).join('. ')} focusable={Boolean(reason || behind)}>
        <span {...facts} data-few className="few rounded-chip px-1.5 text-small whitespace-nowrap">{t('ui.too_few')}</span>
      </Tooltip>
    )
  }
  const [figure = '', bounds = ''] = split(printed(kind, value, low, high, lang, signed))
  return (
    <Tooltip text={t('ui.estimate.tip', { behind })}>
      <span {...facts} data-value={value} data-low={low} data-high={high} className="whitespace-nowrap">
        {figure}{' '}
        <span className="text-[0.92em] font-[400] tracking-normal text-ink-3 [.text-figure_&]:text-[11.5px]">{bounds}</span>
        {sampled && <span className="text-small font-[400] text-ink-3"> {behind}</span>}
      </span>
    </Tooltip>
  )
}

/** The text of an estimate, as it stands in the page, for sentences and labels. */
export function printed(kind: EstimateKind, value: N, low: N, high: N, lang: Lang, signed = false): string {
  if (kind === 'probability') return interval(value, low, high, lang)
  if (kind === 'score') return score(value, low, high, lang, { signed })
  if (kind === 'slope') return slope(value, low, high, lang, { signed })
  return difference(value, low, high, lang, { signed })
}

function split(text: string): [string, string] {
  const at = text.indexOf('[')
  return [text.slice(0, at).trimEnd(), text.slice(at)]
}
