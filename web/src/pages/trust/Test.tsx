/** Does more trust mean fairer prices? The verdict, the trends behind it, and the placebo that keeps the test honest. */
import { fixed, share } from '../../format'
import { Chip } from '../../ui/Chip'
import { Estimate } from '../../ui/Estimate'
import { useWords, type Key } from '../../words/words'
import { said } from '../explorer/names'
import { verdictOf, type TrustRow } from './types'

export function Test({ row }: { row: TrustRow }) {
  const { t, lang } = useWords()
  const verdict = verdictOf(row)
  const trend = (value: number | null, p: number | null, digits: number) =>
    value === null || p === null ? t('explorer.verdict.too_few') : t('explorer.trust.trend', { value: fixed(value, digits, true), p: fixed(p, 3) })
  const facts: [Key, string, string][] = [
    ['explorer.trust.trend_slope', 'trend_slope', trend(row.trend_slope, row.p_value_slope, 3)],
    ['explorer.trust.trend_mcb', 'trend_mcb', trend(row.trend_mcb, row.p_value_mcb, 5)],
  ]
  return (
    <div className="grid gap-3">
      <p className="flex flex-wrap items-baseline gap-2" data-verdict={row.verdict}>
        <Chip tone={verdict === 'trust_orders' ? 'ok' : 'plain'}>{t(`explorer.trust.verdict.${verdict}`)}</Chip>
        <span>{t(`explorer.trust.verdict.${verdict}.means`)}</span>
        {verdict === 'too_few' && <span className="text-small text-ink-3">{said(row.verdict)}</span>}
      </p>
      <dl className="facts">
        {facts.map(([word, name, text]) => (
          <Fact key={name} word={t(word)} name={name} text={text} />
        ))}
        {row.against_v1 !== null && (
          <>
            <dt>{t('explorer.trust.against_v1')}</dt>
            <dd data-column="against_v1">
              <Estimate kind="slope" signed value={row.against_v1} low={row.against_v1_low} high={row.against_v1_high} events={row.n_events} />
            </dd>
          </>
        )}
      </dl>
      <p className="note">
        {row.placebo_runs > 0
          ? t('explorer.trust.placebo', { share: share(row.placebo_slope, lang), runs: row.placebo_runs })
          : t('explorer.trust.placebo_none')}
        {row.n_left_out > 0 && ` ${t('explorer.trust.left_out', { n: row.n_left_out })}`}
      </p>
    </div>
  )
}

function Fact({ word, name, text }: { word: string; name: string; text: string }) {
  return (
    <>
      <dt>{word}</dt>
      <dd data-column={name}>{text}</dd>
    </>
  )
}
