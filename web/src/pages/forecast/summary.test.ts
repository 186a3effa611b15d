// The last step of an answer: lowest, nearest to the middle and highest level, and what came.
import { expect, it } from 'vitest'
import { emptyForm } from './form'
import { fanOf, lastStepOf } from './summary'
import type { Asked, ForecastAnswer } from './types'

const answer = { yhat_q: { '0.05': [0.4, 0.3], '0.4': [0.5, 0.52], '0.95': [0.6, 0.7] }, meta: { fallback_used: false } } as unknown as ForecastAnswer
const form = { ...emptyForm('har'), as_of_ts: '2026-01-31T14:00:00Z', freq: '1h', horizon_steps: '2' }
const came = [{ ts: '2026-01-31T15:30:00Z', p_yes: 0.71, bid: null, ask: null, price_kind: 'mid', source: 'clob' }]
const asked: Asked = { form, series: { ts: null, y: [0.5] }, known: [], came, complete: true, results: [{ method: 'har', answer, failure: null }] }

it('places steps on the clock', () => {
  expect(fanOf(form, asked.results[0]!)?.steps).toEqual([
    { ts: '2026-01-31T15:00:00.000Z', q10: 0.4, q50: 0.5, q90: 0.6 }, { ts: '2026-01-31T16:00:00.000Z', q10: 0.3, q50: 0.52, q90: 0.7 },
  ])
})

it('says the last step and what came by then', () => {
  expect(lastStepOf(asked, asked.results[0]!)).toEqual({ method: 'har', low: 0.3, middle: 0.52, high: 0.7, width: 0.7 - 0.3, came: 0.71 })
})

it('waits with what came until the data reach the end', () => {
  expect(lastStepOf({ ...asked, complete: false }, asked.results[0]!)?.came).toBeNull()
})

it('says nothing where there is no answer', () => {
  expect(lastStepOf(asked, { method: 'har', answer: null, failure: { kind: 'busy', message: '', next_step: '' } })).toBeNull()
})
