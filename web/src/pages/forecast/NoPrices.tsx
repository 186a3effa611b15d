// A market without prices at the moment asked: when it has some, with the way there.
import type { ReactNode } from 'react'
import { time } from '../../format'
import { useReader } from '../../app/reader'
import { useWords } from '../../words/words'
import type { Trouble } from './useForecast'

export function NoPrices({ trouble, onMoment }: { trouble: Extract<Trouble, { kind: 'no_prices' }>; onMoment: (moment: string) => void }): ReactNode {
  const { t, lang } = useWords()
  const { zone } = useReader()
  const { first, last } = trouble
  return (
    <div role="alert" className="panel" data-failed="no_prices">
      <p className="m-0">{t('lists.forecast.no_prices')}</p>
      {first && last && (
        <p className="m-0 mt-1 text-ink-2">
          {t('lists.forecast.no_prices.span', { first: time(first, zone, lang), last: time(last, zone, lang) })}{' '}
          <button type="button" className="button" onClick={() => onMoment(last)}>{t('lists.forecast.no_prices.use')}</button>
        </p>
      )}
    </div>
  )
}
