// Asks the forecast service once per chosen method, and keeps the last answers on the page until the next ones are here.
import { useCallback, useRef, useState } from 'react'
import { api, failureIn } from '../../api/client'
import type { Failure } from '../../app/page'
import { bodyOf, type Form, momentOf, readSeries, type Series, stepSeconds } from './form'
import { knownPrices, laterPrices, rowsOf, seriesOf, span } from './prices'
import type { Asked, ForecastAnswer, Result } from './types'

export type Trouble = { kind: 'no_prices'; first: string | null; last: string | null } | { kind: 'failed'; failure: Failure }

export type Forecasting = {
  asked: Asked | null; running: boolean; trouble: Trouble | null; needsToken: boolean; token: string
  setToken: (token: string) => void; ask: (form: Form) => Promise<void>
}

/** `dataTo`: up to when prices are known at all; `token` lives here alone: in memory, gone with the page. */
export function useForecast(dataTo: string | null): Forecasting {
  const [asked, setAsked] = useState<Asked | null>(null)
  const [running, setRunning] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [needsToken, setNeedsToken] = useState(false)
  const [token, setToken] = useState('')
  const turn = useRef(0)

  const ask = useCallback(async (form: Form): Promise<void> => {
    const mine = ++turn.current
    setRunning(true)
    setTrouble(null)
    try {
      const question = await prepared(form, dataTo)
      if ('kind' in question) return setTrouble(question)
      const results = await Promise.all(form.methods.map((method) => oneMethod(form, question.series, method, token)))
      if (mine !== turn.current) return
      setNeedsToken(results.some((result) => result.failure?.kind === 'unauthorized'))
      setAsked({ form, ...question, results })
    } catch (error) {
      if (mine === turn.current) setTrouble({ kind: 'failed', failure: failureOf(error) })
    } finally {
      if (mine === turn.current) setRunning(false)
    }
  }, [token, dataTo])

  return { asked, running, trouble, needsToken, token, setToken, ask }
}

async function prepared(form: Form, dataTo: string | null): Promise<Omit<Asked, 'form' | 'results'> | Trouble> {
  const [asOf, step] = [momentOf(form.as_of_ts) ?? 0, stepSeconds(form.freq) ?? 300]
  if (form.series.trim()) {
    const series = readSeries(form.series) as Series
    return { series, known: rowsOf(series, asOf, step), came: [], complete: false }
  }
  const market = form.market_id.trim()
  const end = asOf + Number(form.horizon_steps) * step * 1000
  const [known, came] = await Promise.all([
    knownPrices(market, asOf, step),
    laterPrices(market, asOf, end),
  ])
  if (known.length > 0) return { series: seriesOf(known), known, came, complete: dataTo !== null && end <= Date.parse(dataTo) }
  const found = await span(market)
  return { kind: 'no_prices', first: found?.first ?? null, last: found?.last ?? null }
}

async function oneMethod(form: Form, series: Series, method: string, token: string): Promise<Result> {
  const headers = token ? { Authorization: `Bearer ${token}` } : {}
  const asked = await api.POST('/tsfm/forecast', { headers, body: bodyOf(form, series, method) })
  return asked.data ? { method, answer: asked.data as ForecastAnswer, failure: null } : { method, answer: null, failure: failureIn(asked) }
}

function failureOf(error: unknown): Failure {
  const found = error as Partial<Failure> & Error
  return { kind: found.kind ?? 'unreachable', message: found.message, next_step: found.next_step ?? '', ...(found.field ? { field: found.field } : {}) }
}
