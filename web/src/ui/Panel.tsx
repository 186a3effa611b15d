// A panel: a title, one answer of the API in one form, and what can be done with it: table, embed, files, link, how computed.
import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react'
import { usePlace } from '../app/location'
import { fetchJson, usePage, type PagePanel } from '../app/page'
import { PanelView } from '../charts/view'
import { useWords } from '../words/words'
import { copyText } from './Copy'
import { Failed } from './Failed'
import { Files } from './Files'
import { Menu } from './Menu'
import { permalink } from './steering'
import { Waiting } from './Waiting'

type Props = {
  title: ReactNode
  note?: ReactNode
  /** The answer shown; without one the panel has no files and no menu. */
  of?: PagePanel & { stale?: boolean }
  name: string
  actions?: ReactNode
  children: ReactNode
  className?: string
}

export function Panel({ title, note, of, name, actions, children, className = '' }: Props) {
  const id = useId()
  const page = usePage()
  const body = useRef<HTMLDivElement>(null)
  const [table, setTable] = useState(false)
  const [drawn, setDrawn] = useState(false)
  const view = useMemo(() => ({ table, toggle: () => setTable((now) => !now) }), [table])
  useEffect(() => setDrawn((was) => table ? was : Boolean(body.current?.querySelector('figure'))))

  return (
    <section className={`panel ${className}`} aria-labelledby={id} data-panel={name} data-address={of?.address}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {note && <span className="note">{note}</span>}
        {actions}
        <Tools of={of} name={name} table={table} toggle={drawn ? view.toggle : null} />
      </header>
      <PanelView.Provider value={view}>
        <div ref={body} className={of?.stale ? 'fades opacity-60' : 'fades'} aria-busy={of?.stale || undefined}>
          {of?.failure ? <Failed error={of.failure} retry={page.retry} /> : of && of.answer === null ? <Waiting /> : children}
        </div>
      </PanelView.Provider>
    </section>
  )
}

function Tools({ of, name, table, toggle }: { of: Props['of']; name: string; table: boolean; toggle: (() => void) | null }) {
  const { t } = useWords()
  const place = usePlace().href
  if (!of && !toggle) return null
  return (
    <span className="panel-tools">
      {toggle && (
        <button type="button" className="quiet" aria-pressed={table} data-tool="table" aria-keyshortcuts="t" onClick={toggle}>
          {t(table ? 'ui.panel.chart' : 'ui.panel.table')}
        </button>
      )}
      {of && (
        <Menu label={t('ui.panel.menu')} tool="menu" button={<span aria-hidden="true">···</span>}>
          <Files of={of} />
          <button type="button" data-closes onClick={() => void copyText(permalink())}>{t('ui.panel.link')} <kbd aria-hidden="true">c</kbd></button>
          {EMBEDDED[name]?.test(place) && <button type="button" data-closes onClick={() => void copyEmbed(place)}>{t('ui.panel.embed')}</button>}
          <a href={`#how=${encodeURIComponent(name)}`}>{t('ui.how')} <kbd aria-hidden="true">h</kbd></a>
        </Menu>
      )}
    </span>
  )
}

/** Panels that can be put into other pages, and the addresses on which they are what `/oembed` answers with. */
const EMBEDDED: Record<string, RegExp> = { reliability: /^\/scoreboard\/explorer(?=$|\?)/, prices: /^\/markets\/[^/?]+(?=$|\?)/ }

/** Copies HTML that shows the panel of an address in another page, with the same question. */
async function copyEmbed(address: string): Promise<void> {
  await copyText((await fetchJson<{ html: string }>(`/oembed?url=${encodeURIComponent(address)}`)).html)
}
