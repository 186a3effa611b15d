// Words for the values of columns: status ACTIVE is "active" on the page and stays ACTIVE in the address.
import { useWords } from '../../words/words'

type Column =
  | 'status' | 'outcome' | 'category' | 'venue' | 'market.horizon' | 'liquidity' | 'coverage_status' | 'run_status' | 'provenance' | 'market.anchor' | 'market.price_status'
  | 'market.end_known' | 'market.trust.part' | 'events.kind'

/** value("status", "ACTIVE") in the reader's language; a value without a word stays as it is. */
export function useValues() {
  const { t, tOr } = useWords()
  return (column: Column, value: string | null | undefined): string =>
    value === null || value === undefined || value === '' ? t('lists.value.none') : tOr(`lists.${column}.${value}`, value)
}
