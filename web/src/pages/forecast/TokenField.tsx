// The server asks for a token: it is taken here, kept in memory for this page, and never written anywhere.
import { useId, type ReactNode } from 'react'
import { useWords } from '../../words/words'
import type { Forecasting } from './useForecast'

export function TokenField({ forecasting, onUse }: { forecasting: Forecasting; onUse: () => void }): ReactNode {
  const { t } = useWords()
  const id = useId()
  return (
    <div className="grid gap-1 rounded-control border border-warn bg-warn-t p-3" data-control="token">
      <label className="note" htmlFor={id}>{t('lists.forecast.token')}</label>
      <span className="flex gap-2">
        <input id={id} type="password" className="field min-w-0 grow" autoComplete="off" value={forecasting.token} aria-describedby={`${id}-help`}
          onChange={(event) => forecasting.setToken(event.target.value)}
          onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); onUse() } }} />
        <button type="button" className="button" onClick={onUse}>{t('lists.forecast.token.send')}</button>
      </span>
      <p id={`${id}-help`} className="note m-0">{t('lists.forecast.token.help')}</p>
    </div>
  )
}
