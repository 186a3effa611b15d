// What did a run do, in what order and how long? One bar per step on one time axis; rows in and out beside it.
import { Chip } from '../ui/Chip'
import { useWords } from '../words/words'
import { Mark } from './Mark'
import type { RunStepsProps } from './props'
import { RowsChart } from './RowsChart'
import { roundTicks } from './scale'
import { count, heads, lasting } from './say'
import { ms } from './time'

type Step = RunStepsProps['steps'][number]

/** A step that took rows and gave none has failed, whatever its status says. */
export const stepFailed = (step: Step) => /fail|error/i.test(step.status) || ((step.rows_in ?? 0) > 0 && step.rows_out === 0)

export function RunSteps({ steps, title, description }: RunStepsProps) {
  const { t } = useWords()
  const start = Math.min(...steps.map((step) => ms(step.started_at)))
  const second = (iso: string) => (ms(iso) - start) / 1000
  const end = Math.max(0.001, ...steps.map((step) => second(step.ended_at ?? step.started_at)))
  const rowsWords = (step: Step) =>
    t('charts.run.rows', {
      rows_in: step.rows_in === null ? '\u2013' : count(step.rows_in),
      rows_out: step.rows_out === null ? '\u2013' : count(step.rows_out),
    })
  const took = (step: Step) => lasting(step.seconds ?? (step.ended_at ? second(step.ended_at) - second(step.started_at) : null))
  const sentence = (step: Step) =>
    t(stepFailed(step) ? 'charts.run.step_failed' : 'charts.run.step', { name: step.step, took: took(step), rows: rowsWords(step) })
  const failed = steps.filter(stepFailed).length
  return (
    <RowsChart
      title={title ?? t('charts.run.title')}
      description={description ?? t('charts.run.description', { n: steps.length, failed, took: lasting(end) })}
      scale={{ label: t('charts.run.x'), domain: [0, end], ticks: roundTicks(0, end), format: (n) => (n ? lasting(n) : '0') }}
      rowHeight={24}
      nameRoom={200}
      valueRoom={190}
      rows={steps.map((step, k) => ({
        key: `${step.step}${k}`,
        name: <span className="font-normal">{step.step}</span>,
        value: <span className="text-small text-ink-2">{rowsWords(step)}</span>,
        chip: stepFailed(step) ? (
          <Chip tone="breach">{t('charts.run.failed')}</Chip>
        ) : (step.attempt ?? 1) > 1 ? (
          <Chip>{t('charts.run.attempt', { n: step.attempt ?? 1 })}</Chip>
        ) : undefined,
        draw: ({ x, height }) => {
          const from = x(second(step.started_at))
          const broad = Math.max(x(second(step.ended_at ?? step.started_at)) - from, 2)
          return (
            <Mark
              x={from + broad / 2}
              y={height / 2}
              label={sentence(step)}
              series={k}
              hit={{ x: Math.min(from, x(end) - 24), y: 0, width: Math.max(broad, 24), height }}
            >
              <rect
                x={from}
                width={broad}
                y={height / 2 - 5}
                height={10}
                rx={1}
                fill={stepFailed(step) ? 'var(--breach)' : 'var(--yes)'}
                fillOpacity={stepFailed(step) ? 1 : 0.75}
                data-step={step.step}
              />
            </Mark>
          )
        },
      }))}
      table={{
        columns: heads(t, 'step', 'status', 'seconds', 'rows_in', 'rows_out', 'attempt', 'error'),
        rows: steps.map((step) => [step.step, step.status, step.seconds ?? null, step.rows_in, step.rows_out, step.attempt ?? 1, step.error ?? '']),
      }}
    />
  )
}
