// A range of one dimension on its own histogram: two handles that are sliders for the keyboard, one history entry per drag.
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useSearch } from '../app/search'
import { fixed } from '../format'
import { useWords } from '../words/words'
import type { FacetData } from './Facet'
import { bounds, writtenRange, type Bars } from './range'

const WIDTH = 196
const HEIGHT = 34
type End = 'low' | 'high'

/** Steps are the bars of the histogram: `LEAST:MOST` in the address, an open end left empty. */
export function RangeFacet({ facet, format = plain }: { facet: FacetData; format?: (value: number) => string }) {
  const { t } = useWords()
  const label = facet.title ?? facet.name
  const search = useSearch()
  const picture = useRef<SVGSVGElement>(null)
  const [held, setHeld] = useState<End | null>(null)
  const bars = facet.bars ?? []
  const [low, high] = bounds(search.get(facet.name), bars)
  const most = Math.max(1, ...bars.map((bar) => bar.markets))
  const step = WIDTH / Math.max(1, bars.length)
  const set = low > 0 || high < bars.length

  const move = (end: End, to: number, replace: boolean) => {
    const next = end === 'low' ? [Math.max(0, Math.min(to, high - 1)), high] : [low, Math.min(bars.length, Math.max(to, low + 1))]
    if (next[0] !== low || next[1] !== high) search.set({ [facet.name]: writtenRange(next[0]!, next[1]!, bars), bin: null }, { replace })
  }
  const at = (event: PointerEvent) => {
    const box = picture.current?.getBoundingClientRect()
    return box ? Math.round(((event.clientX - box.left) / box.width) * bars.length) : 0
  }
  const onKeyDown = (end: End) => (event: KeyboardEvent) => {
    const now = end === 'low' ? low : high
    const to = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1, PageDown: now - 5, PageUp: now + 5, Home: 0, End: bars.length }[event.key]
    if (event.key === 'Escape' && set) search.set({ [facet.name]: null, bin: null })
    if (to === undefined) return
    event.preventDefault()
    move(end, to, true)
  }
  const handle = (end: End, index: number) => (
    <g
      role="slider" tabIndex={0} data-handle={end} transform={`translate(${index * step} 0)`} className="cursor-ew-resize outline-offset-0"
      aria-label={t(end === 'low' ? 'ui.range.least' : 'ui.range.most', { what: label })}
      aria-valuemin={0} aria-valuemax={bars.length} aria-valuenow={index} aria-valuetext={edge(index, bars, format)}
      onKeyDown={onKeyDown(end)}
      onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); setHeld(end) }}
      onPointerMove={(event) => held === end && move(end, at(event), true)}
      onPointerUp={() => setHeld(null)}
    >
      <rect x={-12} y={0} width={24} height={HEIGHT} fill="transparent" />
      <rect x={-1} y={0} width={2} height={HEIGHT} fill="var(--ink)" />
    </g>
  )

  return (
    <fieldset className="min-w-0" data-facet={facet.name}>
      <legend className="flex w-full items-baseline justify-between pb-1 text-small font-[600]">
        {label}
        <span className="font-[400] text-ink-3">
          {set ? t('ui.range.words', { low: edge(low, bars, format), high: edge(high, bars, format) }) : facet.unit}
        </span>
      </legend>
      {!facet.available || bars.length === 0 ? <p className="note">{facet.reason ?? t('ui.facet.missing')}</p> : (
        <svg ref={picture} viewBox={`-2 0 ${WIDTH + 4} ${HEIGHT + 2}`} className="block w-full overflow-visible touch-none">
          {bars.map((bar, index) => {
            const tall = (bar.markets / most) * (HEIGHT - 2)
            return <rect key={index} x={index * step + 0.5} y={HEIGHT - tall} width={Math.max(1, step - 1)} height={tall} fill={index >= low && index < high ? 'var(--yes)' : 'var(--ref)'} />
          })}
          <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} stroke="var(--line-2)" />
          {handle('low', low)}
          {handle('high', high)}
        </svg>
      )}
      {set && <button type="button" className="link text-small" onClick={() => search.set({ [facet.name]: null, bin: null })}>{t('ui.facet.all')}</button>}
    </fieldset>
  )
}

/** Large figures short, small ones with the decimals they have. */
function plain(value: number): string {
  if (value >= 10_000) return `${fixed(value / 1000, 0)}k`
  return fixed(value, Number.isInteger(value) ? 0 : 2)
}

function edge(index: number, bars: Bars, format: (value: number) => string): string {
  const value = index < bars.length ? bars[index]?.low : bars[bars.length - 1]?.high
  return value === undefined ? '' : format(value)
}
