// What one bin of the reliability diagram says: as a sentence, and as lines beside the chosen one.
import { useWords } from '../words/words'
import { useFrame } from './frame'
import type { ReliabilityBin } from './props'
import { wide } from './scale'
import { bracket, count, exact } from './say'

type Words = ReturnType<typeof useWords>['t']

/** A bin of which a share can be said. */
type Told = ReliabilityBin & { share_yes: number }
export const isTold = (bin: ReliabilityBin): bin is Told => !bin.few && bin.share_yes !== null

/** Index of one of ten equal bins. */
export const binIndex = (bin: ReliabilityBin) => Math.min(9, Math.floor(bin.low * 10 + 1e-9))

/** "580 of 846 events"; "about", where the share is weighted and does not give a whole number. */
export function counted(bin: Told, t: Words): string {
  const yes = bin.share_yes * bin.events
  const places = { yes: Math.round(yes), events: bin.events }
  return t(Math.abs(yes - Math.round(yes)) < 0.01 ? 'charts.of_events' : 'charts.about_of_events', places)
}

export function binSentence(bin: ReliabilityBin, t: Words, set?: 'a' | 'b'): string {
  const price = exact(bin.price)
  const words = !isTold(bin)
    ? t('charts.reliability.bin_few', { price, events: bin.events })
    : t(bin.outside ? 'charts.reliability.bin_outside' : 'charts.reliability.bin', {
        price,
        share: exact(bin.share_yes),
        counted: counted(bin, t),
        interval: bracket(bin.share_low, bin.share_high),
      })
  return set ? t(set === 'a' ? 'charts.in_set_a' : 'charts.in_set_b', { words }) : words
}

/** Four lines beside the chosen column, on the side below the diagonal where there is room. */
export function ChosenBin({ bin }: { bin: ReliabilityBin }) {
  const { t } = useWords()
  const { x, y, plot, width } = useFrame()
  const right = x(bin.high) + 10
  if (plot.right - plot.left < 320) return null
  const lines = !isTold(bin)
    ? [t('charts.reliability.priced', { price: exact(bin.price) }), t('charts.few'), t('charts.n_events', { events: count(bin.events) })]
    : [
        t('charts.reliability.priced', { price: exact(bin.price) }),
        t('charts.reliability.came_true', { share: exact(bin.share_yes) }),
        counted(bin, t),
        t('charts.interval_95', { interval: bracket(bin.share_low, bin.share_high) }),
      ]
  const fits = right + Math.max(...lines.map((line) => wide(line))) < width
  const at = fits
    ? { x: right, y: Math.min(y(isTold(bin) ? bin.share_yes : 0) + 38, plot.bottom - 72), anchor: 'start' as const }
    : { x: x(bin.low) - 10, y: Math.min(y(bin.low) + 160, plot.bottom - 86), anchor: 'end' as const }
  return (
    <g aria-hidden="true" textAnchor={at.anchor} stroke="var(--surface)" strokeWidth={4} paintOrder="stroke" pointerEvents="none">
      {lines.map((line, k) => (
        <text key={line} x={at.x} y={at.y + 15 * k} fill={k < 2 ? 'var(--ink)' : 'var(--ink-2)'} fontWeight={k < 2 ? 600 : undefined}>
          {line}
        </text>
      ))}
    </g>
  )
}

/** What it means to lie above and below the diagonal. */
export function Sides() {
  const { t } = useWords()
  const { x, y } = useFrame()
  return (
    <>
      <text x={x(0) + 12} y={y(1) + 16}>
        {t('charts.reliability.more')}
      </text>
      <text x={x(1) - 12} y={y(0) - 10} textAnchor="end">
        {t('charts.reliability.less')}
      </text>
    </>
  )
}
