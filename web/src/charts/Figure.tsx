// The frame of every chart: caption, key of forms, table view, keys over the marks, hints. What is inside may be SVG or HTML.
import { useContext, useEffect, useId, useRef, useState, type FocusEvent, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { useReader } from '../app/reader'
import { useWords } from '../words/words'
import { Hint, type HintPlace } from './Hint'
import { focusMark, marksOf, settleTabStop, walk } from './roving'
import { TableView, type Table } from './TableView'
import { PanelView } from './view'

export interface FigureProps {
  title: string
  /** what the picture shows, in a sentence, for those who do not see it */
  description: string
  table: Table
  /** the key of forms, above the picture */
  keys?: ReactNode
  /** shown under the picture */
  note?: ReactNode
  children: ReactNode
}

const STAYS_MS = 160 // long enough to move the pointer from a mark to its hint

export function Figure({ title, description, table, keys, note, children }: FigureProps) {
  const { t } = useWords()
  const id = useId()
  const panel = useContext(PanelView)
  const reader = useReader()
  const body = useRef<HTMLDivElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [own, setOwn] = useState(false)
  const [hint, setHint] = useState<HintPlace | null>(null)
  const asTable = panel?.table ?? own
  const left = useRef<number | null>(null) // index of the mark that had the focus when the view was changed by key

  useEffect(() => settleTabStop(body.current))
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    if (left.current === null) return
    const stop = marksOf(body.current)[Math.max(0, left.current)]
    if (asTable) body.current?.querySelector<HTMLElement>('[data-table]')?.focus()
    else if (stop) focusMark(body.current, stop)
    if (!asTable) left.current = null
  }, [asTable])

  const show = (target: EventTarget) => {
    const mark = (target as Element).closest<HTMLElement | SVGElement>('[data-mark]')
    const words = mark?.getAttribute('aria-label') ?? mark?.querySelector('.sr-only')?.textContent
    if (!mark || !words || !body.current) return
    clearTimeout(timer.current)
    const around = body.current.getBoundingClientRect()
    const place = mark.getBoundingClientRect()
    const inside = mark.closest('svg')?.getBoundingClientRect()
    const at = inside
      ? { x: inside.left - around.left + Number(mark.dataset['x']), y: inside.top - around.top + Number(mark.dataset['y']) }
      : { x: place.left - around.left + place.width / 2, y: place.top - around.top }
    setHint({ ...at, words })
  }
  const hold = () => clearTimeout(timer.current)
  const release = () => {
    hold()
    timer.current = setTimeout(() => setHint(null), STAYS_MS)
  }
  const toggle = () => {
    hold()
    setHint(null)
    if (panel) panel.toggle()
    else setOwn(!own)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && hint) setHint(null)
    else if (event.key === 't' && reader.keys && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (!asTable) left.current = marksOf(body.current).indexOf(document.activeElement as HTMLElement)
      else left.current ??= 0
      toggle()
    } else if (!walk(event, body.current)) return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <figure className="relative m-0 min-w-0" aria-labelledby={`${id}title`} onKeyDown={onKeyDown}>
      <figcaption id={`${id}title`} className="sr-only">
        <span>{title}</span> <span>{description}</span>
      </figcaption>
      {(keys || !panel) && (
        <div className="mb-1.5 flex items-start gap-4 text-[11.5px] text-ink-2">
          <div className="flex min-w-0 flex-wrap gap-x-3 gap-y-1">{asTable ? null : keys}</div>
          {!panel && (
            <button
              type="button"
              aria-pressed={asTable}
              aria-keyshortcuts={reader.keys ? 't' : undefined}
              onClick={toggle}
              className="ml-auto min-h-6 shrink-0 cursor-pointer text-small text-ink-3 hover:text-ink"
            >
              {asTable ? t('charts.as_chart') : t('charts.as_table')}
            </button>
          )}
        </div>
      )}
      <div
        ref={body}
        className="relative"
        onFocus={(event: FocusEvent) => show(event.target)}
        onBlur={release}
        onPointerOver={(event: PointerEvent) => show(event.target)}
        onPointerOut={release}
      >
        {asTable ? <TableView title={title} table={table} /> : children}
        {hint && !asTable && <Hint id={`${id}hint`} hint={hint} width={body.current?.clientWidth ?? 0} hold={hold} release={release} />}
      </div>
      {note && <div className="mt-1.5 text-small text-ink-3">{note}</div>}
    </figure>
  )
}
