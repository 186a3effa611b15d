// The form: a market or a pasted series, the moment, the steps, the quantiles, the methods. What is wrong stands at its field.
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { Copy } from '../../ui/Copy'
import { useWords } from '../../words/words'
import { asCommand, asCurl } from './commands'
import { Field } from './Field'
import { type Form, type Problem, problemsOf, readSeries, type Series } from './form'
import { MarketPicker } from './MarketPicker'
import { TokenField } from './TokenField'
import type { Service } from './types'
import type { Forecasting } from './useForecast'

const CURL = 'curl' // the program's name, the same in every language
const SPACES = ['', 'price', 'logit', 'arcsine'] as const

type Props = { form: Form; onChange: (form: Form) => void; service: Service | null; forecasting: Forecasting }

export function Ask({ form, onChange, service, forecasting }: Props): ReactNode {
  const { t } = useWords()
  const id = useId()
  const [tried, setTried] = useState(false)
  const problems = tried ? problemsOf(form) : []
  const set = (changes: Partial<Form>): void => onChange({ ...form, ...changes })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    const found = problemsOf(form)
    if (found.length === 0) return void forecasting.ask(form)
    document.getElementById(`${id}-${found[0]?.field}`)?.focus()
  }
  const field = (name: 'as_of_ts' | 'freq' | 'horizon_steps' | 'quantiles', help?: string): ReactNode => (
    <Field id={`${id}-${name}`} name={name} label={t(`lists.forecast.${name}`)} help={help} problem={problemOf(problems, name)}>
      {(props) => <input {...props} className="field w-full" value={form[name]} autoComplete="off" onChange={(event) => set({ [name]: event.target.value })} />}
    </Field>
  )
  return (
    <section className="panel" data-panel="ask" aria-labelledby={`${id}-head`}>
      <header className="panel-head"><h2 id={`${id}-head`}>{t('lists.forecast.ask')}</h2></header>
      <form className="grid grid-cols-[minmax(0,1fr)] gap-3" noValidate onSubmit={submit}>
        <MarketPicker id={`${id}-market_id`} value={form.market_id} problem={problemOf(problems, 'market_id')} onChange={(market_id) => set({ market_id })} />
        <Field id={`${id}-series`} name="series" label={t('lists.forecast.series')} help={t('lists.forecast.series.help')} problem={problemOf(problems, 'series')}>
          {(props) => <textarea {...props} rows={form.series ? 5 : 2} className="field w-full font-mono text-small" spellCheck={false} value={form.series} onChange={(event) => set({ series: event.target.value })} />}
        </Field>
        {field('as_of_ts', t('lists.forecast.as_of_ts.help'))}
        <div className="grid grid-cols-2 gap-3">{field('freq')}{field('horizon_steps')}</div>
        {field('quantiles')}
        <Field id={`${id}-space`} name="space" label={t('lists.forecast.space')} problem={null}>
          {(props) => (
            <select {...props} className="field w-full" value={form.space} onChange={(event) => set({ space: event.target.value as Form['space'] })}>
              {SPACES.map((space) => <option key={space} value={space}>{t(space ? `lists.forecast.space.${space}` : 'lists.forecast.space.auto')}</option>)}
            </select>
          )}
        </Field>
        <Methods id={`${id}-methods`} chosen={form.methods} service={service} problem={problemOf(problems, 'methods')} onChange={(methods) => set({ methods })} />
        {forecasting.needsToken && <TokenField forecasting={forecasting} onUse={() => void forecasting.ask(form)} />}
        <div className="flex flex-wrap items-center gap-2">
          <button type="submit" className="button min-h-8" data-main disabled={forecasting.running}>{t('lists.forecast.run')}</button>
          <CopyAs form={form} forecasting={forecasting} />
        </div>
      </form>
    </section>
  )
}

function problemOf(problems: Problem[], field: keyof Form): Problem | null {
  return problems.find((problem) => problem.field === field) ?? null
}

function Methods({ id, chosen, service, problem, onChange }: {
  id: string; chosen: string[]; service: Service | null; problem: Problem | null; onChange: (methods: string[]) => void
}): ReactNode {
  const { t } = useWords()
  const elsewhere = Object.entries(service?.providers ?? {}).flatMap(([provider, state]) => state.loaded_models.map((model) => `${provider}/${model}`))
  const all = [...new Set([...(service?.licensed_methods ?? []), ...elsewhere, ...chosen])]
  return (
    <fieldset className="m-0 grid gap-1 border-0 p-0" data-control="methods" aria-describedby={problem ? `${id}-problem` : undefined}>
      <legend className="note p-0">{t('lists.forecast.methods')}</legend>
      <div className="flex flex-wrap gap-x-4">
        {all.map((method, at) => (
          <label key={method} className="flex min-h-6 items-center gap-2">
            <input id={at === 0 ? id : undefined} type="checkbox" className="check" checked={chosen.includes(method)}
              onChange={() => onChange(chosen.includes(method) ? chosen.filter((one) => one !== method) : [...chosen, method])} />
            <code>{method}</code>
          </label>
        ))}
      </div>
      {problem && <p id={`${id}-problem`} role="alert" className="note text-breach">{t(`lists.forecast.problem.${problem.word}`)}</p>}
    </fieldset>
  )
}

function CopyAs({ form, forecasting }: { form: Form; forecasting: Forecasting }): ReactNode {
  const { t } = useWords()
  if (problemsOf(form).length > 0) return null
  const pasted = form.series.trim() ? (readSeries(form.series) as Series) : null
  const series = pasted ?? (forecasting.asked?.form.market_id === form.market_id ? forecasting.asked.series : null)
  const method = form.methods[0] ?? ''
  return (
    <span className="inline-flex items-center gap-1 text-small text-ink-3">
      {t('lists.forecast.copy')}
      <Copy text={asCommand(form, method)}>{t('lists.forecast.copy.command')}</Copy>
      {series && <Copy text={asCurl(form, series, method, location.origin, forecasting.needsToken)}><code>{CURL}</code></Copy>}
    </span>
  )
}
