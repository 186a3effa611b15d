// A forecast: the area between its outer quantiles and the line of its median, broken where a step is missing.
import { Band } from './Band'
import { Line } from './Line'

export interface FanStep {
  x: number
  low: number | null
  middle: number | null
  high: number | null
}

export function Fan({ steps, tone = 'var(--yes)', dash }: { steps: readonly FanStep[]; tone?: string; dash?: string }) {
  return (
    <g data-fan>
      <Band edges={steps} meaning="forecast" tone={tone} />
      <Line points={steps.map((step) => [step.x, step.middle] as const)} tone={tone} width={1.8} dash={dash} />
    </g>
  )
}
