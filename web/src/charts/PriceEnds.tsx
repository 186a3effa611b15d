// Words at the end of the lines of a price chart: the price now, and the coming range with how far ahead it looks.
import type { useWords } from '../words/words'
import { useFrame } from './frame'
import { wide } from './scale'
import { lasting, share } from './say'

export interface EndWords {
  now: string | null
  ahead: { upper: string; lower: string; next: string } | null
}

export function endWords(
  value: number | null,
  fan: { low: number | null; high: number | null; seconds: number } | null,
  t: ReturnType<typeof useWords>['t'],
): EndWords {
  return {
    now: value === null ? null : t('charts.price.now', { price: share(value) }),
    ahead: fan && {
      upper: t('charts.price.upper', { price: share(fan.high) }),
      lower: t('charts.price.lower', { price: share(fan.low) }),
      next: t('charts.price.next', { span: lasting(fan.seconds) }),
    },
  }
}

/** Pixels that the widest of the words needs at the right of the plot. */
export const roomOf = ({ now, ahead }: EndWords) => Math.max(0, ...[now, ...Object.values(ahead ?? {})].map((words) => wide(words ?? ''))) + 16

const LINE = 15

export function PriceEnds({ words, value, low, high }: { words: EndWords; value: number; low: number | null; high: number | null }) {
  const { y, plot } = useFrame()
  const x = plot.right + 8
  const now = y(value) + 4
  const upper = Math.min(high === null ? now : y(high) + 4, now - LINE)
  const lower = Math.max(low === null ? now : y(low) + 4, now + LINE)
  return (
    <g aria-hidden="true" pointerEvents="none">
      <text x={x} y={now} fill="var(--ink)" fontWeight={600}>
        {words.now}
      </text>
      {words.ahead && (
        <>
          <g fill="var(--yes)" fontWeight={600}>
            <text x={x} y={upper}>
              {words.ahead.upper}
            </text>
            <text x={x} y={lower}>
              {words.ahead.lower}
            </text>
          </g>
          <text x={x} y={lower + LINE - 1} fill="var(--ink-2)">
            {words.ahead.next}
          </text>
        </>
      )}
    </g>
  )
}
