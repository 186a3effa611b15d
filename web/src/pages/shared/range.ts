// A range of prices in words: as many digits as its width earns, so that two ends never read the same.
import { fixed, probabilityInTable } from '../../format'
import { t, type Lang } from '../../words/words'

const NARROW = 0.02

/** "50 to 57" for 0.50 and 0.57, "64.1 to 64.3" for a narrow one; both ends are prices 0..1. */
export function rangeText(low: number, high: number, lang: Lang): string {
  const end = (price: number): string => (high - low < NARROW ? fixed(100 * price, 1) : probabilityInTable(price, lang))
  return t('lists.markets.range', { low: end(low), high: end(high) })
}
