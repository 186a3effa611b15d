// Where a price left its range: rings with their sentences, and short words beside those that have room.
import { useReader } from '../app/reader'
import { useWords } from '../words/words'
import { useFrame } from './frame'
import type { BreachRow } from './props'
import { Ring } from './Ring'
import { clock, moment, rangeWords, share } from './say'
import { ms } from './time'

const APART = 150 // pixels that words beside a ring need
const MOST_WORDS = 4

/** Rows from new to old: the newest is the one that must have its words. */
export function Breaches({ rows }: { rows: readonly BreachRow[] }) {
  const { t } = useWords()
  const { zone } = useReader()
  const { x, plot } = useFrame()
  const worded: number[] = []
  for (const row of rows) {
    const at = x(ms(row.ts))
    if (worded.length < MOST_WORDS && worded.every((other) => Math.abs(other - at) > APART)) worded.push(at)
  }
  return rows.map((row) => {
    const at = x(ms(row.ts))
    const above = row.side === 'above'
    const words = t(above ? 'charts.price.rose_out' : 'charts.price.fell_out', { at: clock(row.ts, zone) })
    const places = { at: moment(row.ts, zone), price: share(row.p), range: rangeWords(row.q10, row.q90, t) }
    return (
      <Ring
        key={row.ts}
        x={ms(row.ts)}
        y={row.p}
        side={at - plot.left > APART ? 'left' : 'right'}
        below={!above}
        words={worded.includes(at) && plot.right - plot.left > 3 * APART ? words : undefined}
        label={t(above ? 'charts.price.breach_above' : 'charts.price.breach_below', places)}
      />
    )
  })
}
