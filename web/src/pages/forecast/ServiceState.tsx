// How the forecast service is doing: which method answers by default, which stands in, and each provider's breaker.
import type { ReactNode } from 'react'
import type { PagePanel } from '../../app/page'
import { count } from '../../format'
import { Chip } from '../../ui/Chip'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import { type Fact, Facts } from '../shared/Facts'
import type { Service } from './types'

export function ServiceState({ service, panel }: { service: Service; panel: PagePanel }): ReactNode {
  const { t, tOr, lang } = useWords()
  const facts: Fact[] = [
    { name: 'default', word: t('lists.forecast.service.default'), value: <code>{service.default}</code> },
    { name: 'baseline', word: t('lists.forecast.service.baseline'), value: <code>{service.baseline}</code> },
    { name: 'conformal', word: t('lists.forecast.service.conformal'), value: t(service.conformal ? 'lists.yes' : 'lists.no') },
    { name: 'kept_answers', word: t('lists.forecast.service.kept'), value: count(service.kept_answers, lang) },
    ...Object.entries(service.providers).map(([name, state]): Fact => ({
      name: `providers.${name}`,
      word: <code>{name}</code>,
      value: (
        <span className="inline-flex flex-wrap gap-2">
          <Chip tone={state.circuit_breaker_state === 'closed' ? 'ok' : 'warn'}>
            {tOr(`lists.forecast.meta.breaker.${state.circuit_breaker_state}`, state.circuit_breaker_state)}
          </Chip>
          <Chip tone={state.degradation_state === 'normal' ? 'ok' : 'warn'}>
            {tOr(`lists.forecast.service.degradation.${state.degradation_state}`, state.degradation_state)}
          </Chip>
        </span>
      ),
    })),
  ]
  return <Panel title={t('lists.forecast.service')} of={panel} name="main"><Facts facts={facts} /></Panel>
}
