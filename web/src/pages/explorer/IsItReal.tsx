/** Is it real? The verdict in one word, what it means, and what it rests on. */
import type { ReactNode } from 'react'
import { fixed, slope as printedSlope } from '../../format'
import { Chip, type Tone } from '../../ui/Chip'
import { tOr, useWords } from '../../words/words'
import { said, verdictKey } from './names'
import type { Est, OtherSet, Verdict } from './types'

const TONES: Record<string, Tone> = { differs: 'breach', inside_the_spread: 'warn', outcome_visible: 'warn' }

interface IsItRealProps {
  verdict: Verdict
  /** the slope that the verdict is about, and the p-value of the joint test */
  slope?: Est | undefined
  p?: number | null | undefined
}

export function IsItReal({ verdict, slope, p }: IsItRealProps) {
  const { t } = useWords()
  const key = verdictKey(verdict.word)
  return (
    <Answer name="verdict" word={verdict.word} title={t('explorer.verdict.title')} means={tOr(`explorer.verdict.${key}.means`, verdict.sentence)}>
      <Grounds verdict={verdict} slope={slope} p={p} />
    </Answer>
  )
}

/**
 * Is A different from B? The slope decides: Brier score and separation also follow from which questions were asked. Other figures
 * that differ beyond chance are named below.
 */
export function AreTheyDifferent({ other }: { other: OtherSet }) {
  const { t } = useWords()
  const slope = other.differences.find((one) => one.key === 'slope')
  const word = !slope || slope.estimate.few ? 'too few' : slope.beyond_chance ? 'differs' : 'no difference seen'
  const figures = other.differences.filter((one) => one.beyond_chance && one.key !== 'slope').map((one) => t(`explorer.figure.${one.key}`)).join(', ')
  return (
    <Answer name="verdict_compare" word={word} title={t('explorer.verdict.compare_title')} means={tOr(`explorer.verdict.compare.${verdictKey(word)}`, word)}>
      {figures && `${t('explorer.verdict.compare.seen', { figures })} `}
      {t('explorer.verdict.b_alone', { verdict: tOr(`explorer.verdict.${verdictKey(other.verdict.word)}`, other.verdict.word) })}
    </Answer>
  )
}

interface AnswerProps {
  name: string
  word: string
  title: string
  means: string
  children: ReactNode
}

function Answer({ name, word, title, means, children }: AnswerProps) {
  const key = verdictKey(word)
  return (
    <div data-panel={name} data-verdict={word} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <h2 className="text-lede! font-[650]">{title}</h2>
      <Chip tone={TONES[key] ?? 'plain'}>{tOr(`explorer.verdict.${key}`, word)}</Chip>
      <p className="text-lede text-ink">{means}</p>
      <p className="w-full text-small text-ink-3 empty:hidden">{children}</p>
    </div>
  )
}

/** The API's own sentence in English; in other languages the figures that it is made of. */
function Grounds({ verdict, slope, p }: Pick<IsItRealProps, 'verdict' | 'slope' | 'p'>) {
  const { t, lang } = useWords()
  if (lang === 'en') return verdict.sentence
  if (!slope || slope.few || slope.value === null) return said(verdict.sentence)
  if (p === null || p === undefined) return t('explorer.verdict.slope', { slope: printedSlope(slope.value, slope.low, slope.high, lang) })
  return t('explorer.verdict.measured', { slope: printedSlope(slope.value, slope.low, slope.high, lang), p: fixed(p, 3) })
}
