// What the forecast service answers, and what the page keeps of a question.
import type { components } from '../../api/schema'
import type { Failure } from '../../app/page'
import type { PriceRow } from '../shared/answers'
import type { Form, Series } from './form'

/** The API's document leaves open what a transform consists of. */
export type ForecastAnswer = components['schemas']['ForecastAnswer'] & { meta: { transform: { space: string } } }
export type ForecastMeta = ForecastAnswer['meta']

/** One method's answer, or why there is none. */
export type Result = { method: string; answer: ForecastAnswer | null; failure: Failure | null }

/** A question as it was asked, with what came of it. */
export type Asked = {
  form: Form; series: Series; known: PriceRow[]; came: PriceRow[]
  /** Whether the data reach the end of the horizon, so that the last price that came stands for its last step. */
  complete: boolean; results: Result[]
}

export type Service = {
  default: string; baseline: string; kept_answers: number; conformal: boolean; licensed_methods: string[]
  methods?: { method: string; default: boolean; baseline: boolean }[]
  providers: Record<string, { circuit_breaker_state: string; degradation_state: string; loaded_models: string[]; licensed_models: string[] }>
}
