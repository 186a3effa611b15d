// What a forecast says at its last step, and as a fan: the lowest, the middle and the highest of the quantiles asked.
import { momentOf, stepSeconds, type Form } from './form'
import type { Asked, ForecastAnswer, Result } from './types'

export type FanSteps = { method: string; steps: { ts: string; q10: number; q50: number; q90: number }[]; fallback: boolean }
export type LastStep = { method: string; low: number; middle: number; high: number; width: number; came: number | null }

/** Levels of an answer, ascending, as [lowest, nearest to one half, highest]. */
export function threeLevels(answer: ForecastAnswer): [string, string, string] {
  const levels = Object.keys(answer.yhat_q).sort((a, b) => Number(a) - Number(b))
  const middle = [...levels].sort((a, b) => Math.abs(Number(a) - 0.5) - Math.abs(Number(b) - 0.5))[0] ?? ''
  return [levels[0] ?? '', middle, levels.at(-1) ?? '']
}

export function fanOf(form: Form, result: Result): FanSteps | null {
  if (!result.answer) return null
  const { yhat_q } = result.answer
  const [low, middle, high] = threeLevels(result.answer)
  const [asOf, step] = [momentOf(form.as_of_ts) ?? 0, (stepSeconds(form.freq) ?? 0) * 1000]
  const steps = (yhat_q[middle] ?? []).map((q50, at) => ({
    ts: new Date(asOf + (at + 1) * step).toISOString(), q10: yhat_q[low]?.[at] ?? q50, q50, q90: yhat_q[high]?.[at] ?? q50,
  }))
  return { method: result.method, steps, fallback: result.answer.meta.fallback_used }
}

export function lastStepOf(asked: Asked, result: Result): LastStep | null {
  const last = fanOf(asked.form, result)?.steps.at(-1)
  if (!last) return null
  return {
    method: result.method, low: last.q10, middle: last.q50, high: last.q90, width: last.q90 - last.q10,
    came: asked.complete ? (asked.came.at(-1) ?? asked.known.at(-1))?.p_yes ?? null : null,
  }
}
