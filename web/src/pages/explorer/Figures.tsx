/** The five head figures: estimate, interval, its mark on an axis, and what it means in words; under it set B and the difference. */
import { Interval } from '../../charts/Interval'
import { Estimate } from '../../ui/Estimate'
import { useWords, type Key } from '../../words/words'
import { said } from './names'
import type { Difference, Est, Figure, FigureKey } from './types'

type Kind = 'score' | 'slope'

/** How a figure is printed, the axis of its small mark, and the value that means fair or nothing, where there is one. */
const FORMS: Record<FigureKey, { kind: Kind; domain: [number, number]; reference?: number }> = {
  brier: { kind: 'score', domain: [0, 0.25] },
  skill: { kind: 'score', domain: [-0.5, 1], reference: 0 },
  mcb: { kind: 'score', domain: [0, 0.05], reference: 0 },
  slope: { kind: 'slope', domain: [0, 2], reference: 1 },
  separation: { kind: 'score', domain: [0.5, 1], reference: 0.5 },
}

interface FiguresProps {
  strip: Figure[]
  other?: Figure[] | undefined
  differences?: Difference[] | undefined
}

export function Figures({ strip, other, differences }: FiguresProps) {
  const of = <T extends { key: FigureKey }>(list: T[] | undefined, key: FigureKey) => list?.find((one) => one.key === key)
  return (
    <dl data-panel="figures" className="grid grid-cols-2 border-y border-line md:grid-cols-3 lg:grid-cols-5">
      {strip.map((figure) => (
        <Head key={figure.key} figure={figure} other={of(other, figure.key)?.estimate} difference={of(differences, figure.key)} />
      ))}
    </dl>
  )
}

function Head({ figure, other, difference }: { figure: Figure; other: Est | undefined; difference: Difference | undefined }) {
  const { t } = useWords()
  const { key, estimate } = figure
  const { kind, domain, reference } = FORMS[key]
  const axis = { domain, ...(reference === undefined ? {} : { reference }) }
  return (
    <div data-key={key} className="min-w-0 border-line py-2 pr-3 lg:not-first:border-l lg:not-first:pl-3.5">
      <dt className="text-small text-ink-3">{t(`explorer.figure.${key}`)}</dt>
      <dd>
        <p className="text-figure" data-column={key}>
          <Printed kind={kind} of={estimate} />
        </p>
        {!estimate.few && <Interval {...estimate} {...axis} />}
        {other && !other.few && <Interval {...other} {...axis} filled={false} tone="var(--ink)" />}
        <p className="text-small text-ink-3">{t(meaning(key, estimate))}</p>
        {other && (
          <p className="mt-1 text-small text-ink-2">
            {t('explorer.figure.b')}: <Printed kind={kind} of={other} />
          </p>
        )}
        {difference && !estimate.few && !other?.few && <Differs kind={kind} of={difference} />}
      </dd>
    </div>
  )
}

/** A less B; a figure that is not compared says why. */
function Differs({ kind, of }: { kind: Kind; of: Difference }) {
  const { t } = useWords()
  if (of.estimate.few) return <p className="text-small text-ink-3">{said(of.estimate.reason)}</p>
  return (
    <p className="text-small text-ink-2" data-difference>
      {t('explorer.figure.difference')}: <Printed kind={kind} of={of.estimate} signed />,{' '}
      <span className={of.beyond_chance ? 'font-semibold text-ink' : ''}>
        {t(of.beyond_chance ? 'explorer.figure.beyond_chance' : 'explorer.figure.no_difference')}
      </span>
    </p>
  )
}

function Printed({ kind, of, signed = false }: { kind: Kind; of: Est; signed?: boolean }) {
  const { value, low, high, n, n_events, few, reason } = of
  return <Estimate {...{ kind, signed, value, low, high, few }} markets={n} events={n_events} reason={said(reason)} />
}

/** What the figure says, as words: which side of fair its interval lies on. */
function meaning(key: FigureKey, { few, low, high }: Est): Key {
  if (few || low === null || high === null) return 'explorer.figure.few'
  if (key === 'skill') return low > 0 ? 'explorer.figure.skill.better' : high < 0 ? 'explorer.figure.skill.worse' : 'explorer.figure.skill.open'
  if (key === 'slope') return low > 1 ? 'explorer.figure.slope.timid' : high < 1 ? 'explorer.figure.slope.bold' : 'explorer.figure.slope.fair'
  return `explorer.figure.${key}.means`
}
