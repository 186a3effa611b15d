// @vitest-environment happy-dom
// News that comes while paused: another version waits, the same one told again by a new connection does not.
import { act } from 'react'
import { expect, it, vi } from 'vitest'
import { draw } from '../charts/drawForTest'
import { setPaused, useNews, type News } from './stream'

class Line extends EventTarget {
  static open: Line[] = []
  readyState = 1
  constructor() {
    super()
    Line.open.push(this)
  }
  close() {
    Line.open = Line.open.filter((one) => one !== this)
  }
}

const lake = (lake_version: string, as_of: string) =>
  act(() => void Line.open.at(-1)!.dispatchEvent(new MessageEvent('lake', { data: JSON.stringify({ lake_version, as_of, source_at: null }) })))

function hideAndShow(): void {
  const before = Line.open.at(-1)
  for (const hidden of [true, false]) {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
    act(() => void document.dispatchEvent(new Event('visibilitychange')))
  }
  expect(Line.open).toHaveLength(1)
  expect(Line.open[0]).not.toBe(before)
}

it('counts what waits by its version, however often a connection is opened anew', () => {
  vi.stubGlobal('EventSource', Object.assign(Line, { CLOSED: 2 }))
  let news!: News
  function Reader() {
    news = useNews()
    return null
  }
  draw(<Reader />)
  const shown = () => [news.lake_version, news.as_of, news.waiting]
  lake('1', 'a')
  act(() => setPaused(true))
  hideAndShow()
  lake('1', 'b')
  expect(shown()).toEqual(['1', 'b', 0])
  lake('2', 'c')
  expect(shown()).toEqual(['1', 'b', 1])
  hideAndShow()
  lake('2', 'd')
  expect(shown()).toEqual(['1', 'b', 1])
  lake('3', 'e')
  expect(shown()).toEqual(['1', 'b', 2])
  act(() => setPaused(false))
  expect(shown()).toEqual(['3', 'e', 0])
})
