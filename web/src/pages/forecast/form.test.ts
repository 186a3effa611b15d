// The form of a forecast: what is read, what is refused and at which field, and the way through the address.
import { describe, expect, it } from 'vitest'
import { bodyOf, emptyForm, fromHash, levelsOf, momentOf, problemsOf, readSeries, stepSeconds, toHash } from './form'

const asked = { ...emptyForm('har'), market_id: '512904', as_of_ts: '2026-01-31T14:05:00Z' }

describe('fields', () => {
  it('reads steps, moments and levels, and refuses the rest', () => {
    expect([stepSeconds('5m'), stepSeconds('1h'), stepSeconds('10s'), stepSeconds('2d'), stepSeconds('x')]).toEqual([300, 3600, null, null, null])
    expect(momentOf('2026-01-31 14:05')).toBe(Date.UTC(2026, 0, 31, 14, 5))
    expect(momentOf('2026-01-31T23:05:00+09:00')).toBe(Date.UTC(2026, 0, 31, 14, 5))
    expect([momentOf('1769868300'), momentOf('yesterday')]).toEqual([1_769_868_300_000, null])
    expect([levelsOf('0.1, 0.5; 0.9'), levelsOf('0.5 0.1'), levelsOf('0, 0.5'), levelsOf('')]).toEqual([[0.1, 0.5, 0.9], null, null, null])
  })

  it('reads a pasted series with and without times', () => {
    expect(readSeries('0.5\n0.51, nan 0.52')).toEqual({ ts: null, y: [0.5, 0.51, null, 0.52] })
    expect(readSeries('ts,p\n2026-01-31T14:00:00Z,0.5\n2026-01-31T14:05:00Z,0.51')).toEqual({ ts: [1_769_868_000, 1_769_868_300], y: [0.5, 0.51] })
  })

  it('names what is wrong with a series', () => {
    expect(readSeries('62\n63')).toBe('series_range')
    expect(readSeries('0.5\nhalf a dollar')).toBe('series_number')
    expect(readSeries('2026-01-31,0.5\n2026-01-30,0.5')).toBe('series_order')
    expect(readSeries(Array(5000).fill('0.5').join('\n'))).toBe('series_long')
  })
})

describe('problems', () => {
  it('has none for a whole question', () => expect(problemsOf(asked)).toEqual([]))

  it('stands at the field that is wrong', () => {
    const wrong = { ...asked, market_id: '', as_of_ts: 'now', freq: '5', horizon_steps: '0', quantiles: '1', methods: [] }
    expect(problemsOf(wrong).map((problem) => problem.field)).toEqual(['market_id', 'as_of_ts', 'freq', 'horizon_steps', 'quantiles', 'methods'])
  })

  it('refuses a series that looks ahead', () => {
    expect(problemsOf({ ...asked, series: '2026-01-31T14:00:00Z,0.5\n2026-01-31T14:06:00Z,0.6' })).toEqual([{ field: 'series', word: 'series_future' }])
  })
})

describe('the request', () => {
  it('is what the API takes', () => {
    expect(bodyOf({ ...asked, space: 'logit' }, { ts: [1, 2], y: [0.5, 0.6] }, 'tollama/a/b')).toEqual({
      market_id: '512904', as_of_ts: '2026-01-31T14:05:00Z', freq: '1h', horizon_steps: 24, quantiles: [0.1, 0.5, 0.9], y: [0.5, 0.6], y_ts: [1, 2],
      transform: { space: 'logit' }, model: { provider: 'tollama', model_name: 'a/b' },
    })
  })

  it('comes back from the address as it went in, defaults left out', () => {
    const defaults = emptyForm('har')
    const form = { ...asked, methods: ['ewma', 'har'], series: '0.5\n0.6' }
    expect(fromHash(`#${toHash(form, defaults)}`, defaults)).toEqual(form)
    expect(toHash(defaults, defaults)).toBe('')
    expect(fromHash('#how=main', defaults)).toEqual(defaults)
  })
})
