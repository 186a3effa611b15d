// @vitest-environment happy-dom
// What a chart says and does for those who do not see it: sentences, the table with the same values, keys that walk and keep the focus.
import { act } from 'react'
import { describe, expect, it, vi } from 'vitest'
import en from '../words/parts/charts.en.json'
import ko from '../words/parts/charts.ko.json'
import { CoverageGrid } from './CoverageGrid'
import { CubeCells } from './CubeCells'
import { draw } from './drawForTest'
import { Readings } from './Readings'
import { Reliability } from './Reliability'
import { RunSteps, stepFailed } from './RunSteps'
import { Sparkline } from './Sparkline'

const press = (target: Element | null, key: string) =>
  act(() => void target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))
const focus = (target: Element | null | undefined) => act(() => (target as HTMLElement | null)?.focus())
const bins = [0.1, 0.4, 0.8].map((low, k) => ({
  low,
  high: low + 0.1,
  price: low + 0.04,
  share_yes: low + 0.05,
  share_low: low,
  share_high: low + 0.09,
  n: 200,
  events: 100 + k,
  outside: false,
  few: false,
}))

describe('a figure', () => {
  it('is entered once by Tab and walked by arrows, Home, End', () => {
    const place = draw(<Reliability diagram={{ bins }} onBin={() => undefined} />)
    const marks = [...place.querySelectorAll('[data-mark]')]
    expect(marks.map((mark) => mark.getAttribute('tabindex'))).toEqual(['0', '-1', '-1'])
    focus(marks[0])
    press(document.activeElement, 'ArrowRight')
    expect(document.activeElement).toBe(marks[1])
    press(document.activeElement, 'End')
    expect(document.activeElement).toBe(marks[2])
    press(document.activeElement, 'Home')
    expect(document.activeElement).toBe(marks[0])
    expect(marks.map((mark) => mark.getAttribute('tabindex'))).toEqual(['0', '-1', '-1'])
  })
  it('says the sentence of a mark when it has the focus, and is silent after Esc', () => {
    const place = draw(<Reliability diagram={{ bins }} />)
    focus(place.querySelector('[data-mark]'))
    expect(place.querySelector('[role=tooltip]')?.textContent).toBe(place.querySelector('[data-mark]')?.getAttribute('aria-label'))
    press(document.activeElement, 'Escape')
    expect(place.querySelector('[role=tooltip]')).toBeNull()
  })
  it('chooses with Enter', () => {
    const chosen = vi.fn()
    const place = draw(<Reliability diagram={{ bins }} onBin={chosen} />)
    focus(place.querySelectorAll('[data-mark]')[1])
    press(document.activeElement, 'Enter')
    expect(chosen).toHaveBeenCalledWith(4)
  })
  it('turns into a table with the same values and back, keeping the focus', () => {
    const place = draw(<Reliability diagram={{ bins }} />)
    focus(place.querySelectorAll('[data-mark]')[2] ?? null)
    press(document.activeElement, 'End')
    press(document.activeElement, 't')
    const values = [...place.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].slice(0, 4).map((cell) => Number(cell.dataset['value'])),
    )
    expect(values).toEqual(bins.map((bin) => [bin.price, bin.share_yes, bin.share_low, bin.share_high]))
    expect(document.activeElement).toBe(place.querySelector('[data-table]'))
    press(document.activeElement, 't')
    expect(document.activeElement).toBe(place.querySelector("[data-mark][tabindex='0']"))
  })
})

describe('cells', () => {
  const slope = (value: number | null, few = false) => ({ value, low: 1.1, high: 1.4, n: 90, n_events: few ? 12 : 60, few, reason: '' })
  const cells = {
    rows: ['politics'],
    columns: ['1h', '24h', '7d'],
    rule: '',
    cells: [
      { category: 'politics', horizon: '1h', slope: slope(1.24), significant: true },
      { category: 'politics', horizon: '24h', slope: slope(1.5), significant: false },
      { category: 'politics', horizon: '7d', slope: slope(9.99, true), significant: false },
    ],
  }
  it('tints only what is significant, and gives no number where there are too few', () => {
    const place = draw(<CubeCells cells={cells} hrefOf={(row, column) => `/scoreboard?category=${row}&horizon=${column}`} />)
    const links = [...place.querySelectorAll('a')]
    expect(links.map((link) => link.dataset['tint'])).toEqual(['above', undefined, undefined])
    expect([...(links[2]?.querySelectorAll('[aria-hidden]') ?? [])].map((one) => one.textContent)).toEqual(['too few', '12'])
    expect(place.innerHTML).not.toContain('9.99')
    expect(links[1]?.getAttribute('href')).toBe('/scoreboard?category=politics&horizon=24h')
  })
})

describe('other charts', () => {
  it('a reading that is off is hollow, one that is not known is hatched', () => {
    const place = draw(
      <Readings
        price={{ value: 0.62, low: 0.61, high: 0.63 }}
        recalibrated={{ value: 0.6, low: 0.5, high: 0.7, verdict: 'does not help here' }}
        normal={null}
      />,
    )
    expect(place.querySelectorAll('[data-filled=false]')).toHaveLength(1)
    expect(place.textContent).toContain('does not help here')
    const unknown = draw(<Readings price={{ value: null, low: null, high: null }} recalibrated={null} normal={null} />)
    expect(unknown.querySelector("rect[fill^='url']")).not.toBeNull()
  })
  it('coverage below one is hatched, and what is not stated is not called seen', () => {
    const place = draw(
      <CoverageGrid
        days={[
          { day: '2026-11-20', source: 'clob', share: 0.62 },
          { day: '2026-11-21', source: 'clob', share: 1 },
          { day: '2026-11-20', source: 'gamma', share: null },
        ]}
      />,
    )
    expect(place.querySelectorAll('[data-hatch]')).toHaveLength(1)
    expect(place.querySelectorAll("[data-share='']")).toHaveLength(2)
    expect(place.querySelector('[data-mark]')?.getAttribute('aria-label')).toContain('62\u202f%')
  })
  it('a step with rows in and none out is failed', () => {
    const step = { step: 'ingest', status: 'done', started_at: '2026-11-20T00:00:00Z', ended_at: '2026-11-20T00:00:01Z', rows_in: 5, rows_out: 0 }
    expect(stepFailed(step)).toBe(true)
    expect(draw(<RunSteps steps={[step]} />).textContent).toContain('failed')
  })
  it('a sparkline has a text alternative', () => {
    const place = draw(<Sparkline values={[0.54, null, 0.62]} outside />)
    expect(place.querySelector('svg')?.getAttribute('aria-label')).toBe('from 54\u202f% to 62\u202f%, outside its range')
  })
})

describe('words', () => {
  const places = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((found) => found[1]))].sort()
  it('are the same keys in both languages, with the same places', () => {
    expect(Object.keys(ko)).toEqual(Object.keys(en))
    for (const [key, text] of Object.entries(en)) expect([key, places((ko as Record<string, string>)[key] ?? '')]).toEqual([key, places(text)])
  })
})
