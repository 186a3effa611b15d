// The columns of the list of markets, named as the API names them; each says what it means at its head.
import { useMemo, type ReactNode } from 'react'
import { interval, money, probabilityInTable, share } from '../../format'
import { Chip } from '../../ui/Chip'
import type { Column } from '../../ui/DataTable'
import { useWords, type Key } from '../../words/words'
import type { MarketRow } from '../shared/answers'
import { rangeText } from '../shared/range'
import { useValues } from '../shared/useValues'
import { NotKnown, Ends } from '../shared/values'
import { VenueText } from '../shared/VenueText'

const SEEN_ENOUGH = 0.9

export function useColumns(): Column<MarketRow>[] {
  const { t, lang } = useWords()
  const value = useValues()
  return useMemo(() => {
    const column = (name: string, cell: (row: MarketRow) => ReactNode, more: Partial<Column<MarketRow>> = {}): Column<MarketRow> => ({
      name, head: t(`lists.markets.${name}` as Key), cell, sort: name, ...more,
    })
    const faint = (row: MarketRow, shown: ReactNode): ReactNode =>
      row.seen_share !== null && row.seen_share < SEEN_ENOUGH ? <span className="text-ink-3">{shown}</span> : shown
    const figure = (name: string, read: (row: MarketRow) => ReactNode, more: Partial<Column<MarketRow>> = {}) =>
      column(name, (row) => faint(row, read(row)), more)
    const meaning = (name: string) => t(`lists.markets.${name}.definition` as Key)
    return [
      column('question', (row) => <VenueText id={row.market_id} wraps>{row.question}</VenueText>, { align: 'left', wrap: true }),
      column('status', (row) => <Chip tone={row.status === 'ACTIVE' ? 'ok' : 'plain'}>{value('status', row.status)}</Chip>, { align: 'left' }),
      column('category', (row) => value('category', row.category), { align: 'left' }),
      column('liquidity_bucket', (row) => value('liquidity', row.liquidity_bucket), { align: 'left' }),
      figure('price', (row) => (row.price === null ? <NotKnown /> : probabilityInTable(row.price, lang)), { definition: meaning('price') }),
      figure('p_recalibrated', (row) => <Recalibrated row={row} />, {
        head: t('lists.markets.recalibrated'), definition: meaning('recalibrated'),
      }),
      figure('q10_1h', (row) => <Normal row={row} />, { head: t('lists.markets.normal'), definition: meaning('normal') }),
      figure('trust', (row) => (row.trust === null ? <NotKnown /> : Math.round(row.trust)), { definition: meaning('trust') }),
      figure('volume_24h', (row) => (row.volume_24h === null ? <NotKnown /> : money(row.volume_24h, lang, { unit: false }))),
      figure('open_interest', (row) => (row.open_interest === null ? <NotKnown /> : money(row.open_interest, lang, { unit: false }))),
      column('end_ts', (row) => <Ends at={row.end_ts} seconds={row.tte_seconds} />),
      figure('seen_share', (row) => (row.seen_share === null ? <NotKnown /> : share(row.seen_share, lang)), { definition: meaning('seen_share') }),
    ]
  }, [t, lang, value])
}

/** The recalibrated price with its interval, or the words why there is none. */
function Recalibrated({ row }: { row: MarketRow }): ReactNode {
  const { t, lang } = useWords()
  if (row.p_recalibrated !== null)
    return interval(row.p_recalibrated, row.recalibrated_low, row.recalibrated_high, lang)
  if (!row.recalibration_verdict) return <NotKnown />
  const word = row.recalibration_verdict.startsWith('too few') ? 'too_few' : 'does_not_help'
  return <span className="text-ink-3">{t(`lists.markets.no_recalibration.${word}`)}</span>
}

/** The normal range of the next hour, and in words when the price lies outside of it. */
function Normal({ row }: { row: MarketRow }): ReactNode {
  const { t, lang } = useWords()
  if (row.q10_1h === null || row.q90_1h === null) return <NotKnown />
  const range = rangeText(row.q10_1h, row.q90_1h, lang)
  if (!row.outside_range) return range
  const above = row.price !== null && row.price > row.q90_1h
  return (
    <span className="inline-flex items-baseline gap-2">
      {range}
      <Chip tone="breach">{t(above ? 'lists.markets.above' : 'lists.markets.below')}</Chip>
    </span>
  )
}
