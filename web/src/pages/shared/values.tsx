// How single values stand in the cells of tables: shares, intervals of a price, time left, and what is not known.
import type { ReactNode } from 'react'
import { age, time } from '../../format'
import { useReader } from '../../app/reader'
import { useWords } from '../../words/words'

/** What nobody can say yet, in words for those who listen and a dash for those who look. */
export function NotKnown(): ReactNode {
  const { t } = useWords()
  return <span className="text-ink-3"><span aria-hidden="true">–</span><span className="hidden-but-read">{t('lists.value.none')}</span></span>
}

export function Moment({ at }: { at: string | null | undefined }): ReactNode {
  const { zone, lang } = useReader()
  return at ? <time dateTime={at}>{time(at, zone, lang)}</time> : <NotKnown />
}

/** How long a market has to go, as "101 d left" or "2 h past its end". */
export function TimeLeft({ at, seconds }: { at: string | null; seconds: number | null }): ReactNode {
  const { t, lang } = useWords()
  if (!at || seconds === null) return <NotKnown />
  return <time dateTime={at}>{t(seconds >= 0 ? 'lists.markets.left' : 'lists.markets.past', { age: age(Math.abs(seconds), lang) })}</time>
}

/** The same where a head says "ends": "in 101 d" or "29 h ago". */
export function Ends({ at, seconds }: { at: string | null; seconds: number | null }): ReactNode {
  const { t, lang } = useWords()
  if (!at || seconds === null) return <NotKnown />
  return <time dateTime={at}>{t(seconds >= 0 ? 'lists.markets.ends_in' : 'lists.markets.ended_ago', { age: age(Math.abs(seconds), lang) })}</time>
}
