// A panel: a title, one answer of the API in one form, and what can be done with it: table, embed, files, link, how computed.
import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react'
import { changed } from '../app/address'
import { usePlace } from '../app/location'
import { usePage, type PagePanel } from '../app/page'
import { PanelView } from '../charts/view'
import { useWords } from '../words/words'
import { copyText } from './Copy'
import { Failed } from './Failed'
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
  const search = new URL(usePlace().href, location.origin).search
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
          {(Array.isArray(of.answer?.data) ? FORMATS : ONE_THING).map((format) => (
            <a key={format} href={changed(of.address, { format, ...whole(of) })} download data-format={format}>{t('ui.panel.download', { format: format.toUpperCase() })}</a>
          ))}
          <button type="button" data-closes onClick={() => void copyText(permalink())}>{t('ui.panel.link')} <kbd aria-hidden="true">c</kbd></button>
          <button type="button" data-closes onClick={() => void copyText(embedCode(name, search))}>{t('ui.panel.embed')}</button>
          <a href={`#how=${encodeURIComponent(name)}`}>{t('ui.how')} <kbd aria-hidden="true">h</kbd></a>
        </Menu>
      )}
    </span>
  )
}

/** A file holds all rows of the view, not the page of them that is shown; up to what the API gives at once. */
function whole(of: PagePanel): { limit?: string } {
  const isPart = Boolean(of.answer?.next_cursor) || of.address.includes('cursor=')
  return isPart ? { limit: MOST_ROWS } : {}
}

const MOST_ROWS = '10000'
const ONE_THING = ['json'] // no rows, so no table of them
const FORMATS = ['csv', 'parquet', 'json']

/** HTML that shows this panel in another page, with the same question. */
function embedCode(name: string, search: string): string {
  const address = new URL(`/embed/${name}${search}`, location.origin)
  return `<iframe src="${address.href.replaceAll('&', '&amp;')}" width="100%" height="420" loading="lazy"></iframe>`
}
