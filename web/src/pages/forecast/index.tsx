// The forecast playground: ask for a market or a pasted series, compare methods, and see what came where that is known.
import { useEffect, useRef, useState } from 'react'
import { usePage, usePanel } from '../../app/page'
import { Empty } from '../../ui/Empty'
import { Failed } from '../../ui/Failed'
import { Panel } from '../../ui/Panel'
import { Waiting } from '../../ui/Waiting'
import { useWords } from '../../words/words'
import type { One } from '../shared/answers'
import { Answer } from './Answer'
import { Ask } from './Ask'
import { emptyForm, type Form, fromHash, problemsOf, toHash } from './form'
import { NoPrices } from './NoPrices'
import { ServiceState } from './ServiceState'
import type { Service } from './types'
import { useForecast } from './useForecast'

export default function Forecast() {
  const { t } = useWords()
  const { strip } = usePage()
  const main = usePanel<One<Service>>()
  const service = main.answer?.data ?? null
  const [defaults] = useState(() => ({ ...emptyForm(service?.default ?? 'har'), as_of_ts: strip.as_of ?? '' }))
  const [form, setForm] = useState<Form>(() => fromHash(location.hash, defaults))
  const forecasting = useForecast(strip.as_of)
  const { asked, running, trouble, ask } = forecasting

  const kept = useRef(form)
  useEffect(() => {
    if (kept.current === form) return
    kept.current = form
    const hash = toHash(form, defaults)
    history.replaceState(history.state, '', location.pathname + location.search + (hash ? `#${hash}` : ''))
  }, [form, defaults])

  const came = useRef(location.hash.length > 1 && problemsOf(form).length === 0)
  useEffect(() => {
    if (came.current) void ask(form) // a link that holds a whole question is answered at once
    came.current = false
  }, [ask, form])

  return (
    <div className="grid items-start gap-4 lg:grid-cols-[320px_minmax(0,1fr)]">
      <Ask form={form} onChange={setForm} service={service} forecasting={forecasting} />
      <div className="grid min-w-0 gap-4">
        {trouble?.kind === 'failed' && <Failed error={trouble.failure} retry={() => void ask(form)} />}
        {trouble?.kind === 'no_prices' && <NoPrices trouble={trouble} onMoment={(as_of_ts) => setForm({ ...form, as_of_ts })} />}
        {asked && asked.results.some((result) => result.failure?.kind !== 'unauthorized') ? <Answer asked={asked} stale={running} /> : (
          <Panel title={t('lists.forecast.answer')} of={main} name="answer">
            {running
              ? <Waiting for={t('lists.forecast.running', { count: form.methods.length })} height={280} />
              : <Empty next={t('lists.forecast.empty.next')}>{t('lists.forecast.empty')}</Empty>}
          </Panel>
        )}
        {service && <ServiceState service={service} panel={main} />}
      </div>
    </div>
  )
}
