// How computed: definition, filters, SQL, versions and coverage of one answer, and how to ask for it from elsewhere.
// Open while the address ends in #how=<panel>; the page below does not change.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api, failureIn } from '../api/client'
import type { components } from '../api/schema'
import { useGo, usePlace } from '../app/location'
import { asFailure, usePage } from '../app/page'
import { count } from '../format'
import { useWords, type Key } from '../words/words'
import { Copy } from './Copy'
import { Failed } from './Failed'
import { SideDrawer } from './Over'
import { addressOfPanel } from './steering'
import { Waiting } from './Waiting'

type How = components['schemas']['How']

const COMMANDS: { name: keyof How['commands']; word: Key }[] = [
  { name: 'cli', word: 'ui.how.cli' },
  { name: 'curl', word: 'ui.how.curl' },
  { name: 'python', word: 'ui.how.python' },
  { name: 'bibtex', word: 'ui.how.bibtex' },
]

export function Drawer() {
  const { t } = useWords()
  const page = usePage()
  const { push } = useGo()
  const { hash, href } = usePlace()
  const name = hash.startsWith('how=') ? decodeURIComponent(hash.slice(4)) : null
  const address = name === null ? null : (page.panels[name]?.address ?? addressOfPanel(name) ?? page.panels['main']?.address ?? page.address)
  const { how, failure } = useHow(address)
  const close = () => push(href)

  return (
    <SideDrawer title={t('ui.how')} open={name !== null} onClose={close}>
      {failure ? <Failed error={failure} /> : how ? <Explanation how={how} /> : <Waiting height={400} />}
    </SideDrawer>
  )
}

function useHow(address: string | null) {
  const { data, error } = useQuery({
    queryKey: ['how', address],
    queryFn: async ({ signal }) => {
      const answer = await api.GET('/how', { params: { query: { address: address ?? '' } }, signal })
      return answer.data ? { how: answer.data.data, failure: null } : { how: null, failure: failureIn(answer) }
    },
    enabled: address !== null,
    placeholderData: keepPreviousData,
  })
  return { how: data?.how, failure: asFailure(error) ?? data?.failure }
}

function Explanation({ how }: { how: How }) {
  const { t, lang } = useWords()
  return (
    <>
      <h3 className="text-title" lang="en">{how.question}</h3>
      <div className="my-3 flex flex-wrap gap-2">
        <Copy className="button" text={new URL(how.address, location.origin).href}>{t('ui.how.url')}</Copy>
        {COMMANDS.map(({ name, word }) => {
          const command = how.commands[name]
          return command && <Copy key={name} className="button" text={command}>{t(word)}</Copy>
        })}
      </div>
      <dl className="facts">
        <Fact word="ui.how.definition">{how.definition}</Fact>
        {how.formula && <Fact word="ui.how.formula"><code>{how.formula}</code></Fact>}
        {how.reference && <Fact word="ui.how.reference">{how.reference}</Fact>}
        <Fact word="ui.how.filters">{how.filters.length > 0 ? how.filters.join(', ') : t('ui.how.no_filters')}</Fact>
        <Fact word="ui.how.tables">
          {how.tables.map((table) => (
            <span key={table.name} className="block">
              <code>{table.name}</code> {t('ui.how.rows', { version: table.version, rows: table.rows ?? 0 })}
            </span>
          ))}
        </Fact>
        {how.coverage !== null && how.coverage !== undefined && <Fact word="ui.how.coverage"><Plain value={how.coverage} /></Fact>}
        {how.seed !== null && <Fact word="ui.how.seed">{how.seed}</Fact>}
        {how.draws !== null && <Fact word="ui.how.draws">{count(how.draws, lang)}</Fact>}
        {how.manifest && <Fact word="ui.how.manifest"><code>{how.manifest}</code> <Copy text={how.manifest}>{t('ui.copy')}</Copy></Fact>}
        <Fact word="ui.how.version"><code>{how.code_version}</code></Fact>
      </dl>
      {how.sql && (
        <section className="mt-4">
          <header className="flex items-center justify-between">
            <h3>{t('ui.how.sql')}</h3>
            <Copy text={how.sql}>{t('ui.copy')}</Copy>
          </header>
          <pre className="overflow-x-auto rounded-control bg-sunken p-3" tabIndex={0}>{how.sql}</pre>
        </section>
      )}
    </>
  )
}

function Fact({ word, children }: { word: Key; children: ReactNode }) {
  const { t } = useWords()
  return <><dt>{t(word)}</dt><dd lang="en">{children}</dd></>
}

/** A value of a shape that the API may extend: objects as "name value" lines. */
function Plain({ value }: { value: unknown }): ReactNode {
  if (Array.isArray(value)) return value.map((one, index) => <span key={index} className="block"><Plain value={one} /></span>)
  if (typeof value === 'number') return String(Number(value.toPrecision(4)))
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value).filter(([, one]) => one !== null).map(([name, one]) => (
    <span key={name} className="block">{name} {typeof one === 'object' ? JSON.stringify(one) : <Plain value={one} />}</span>
  ))
}
