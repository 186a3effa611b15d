// @vitest-environment happy-dom
// The links of a menu ask for the files that the answer has: rows of a list, tables of one thing.
import { expect, test } from 'vitest'
import { draw } from '../charts/drawForTest'
import { Files } from './Files'

const links = (address: string, answer: object) =>
  [...draw(<Files of={{ address, answer, failure: null }} />).querySelectorAll('a')].map((link) => link.getAttribute('href'))

test('one thing is JSON, and every table of it CSV and Parquet, with the question kept', () => {
  expect(links('/scoreboard/explorer?b.category=politics', { data: { n: 1, strip: [{ key: 'brier' }], diagram: { bins: [{ n: 2 }] } } })).toEqual([
    '/scoreboard/explorer?b.category=politics&format=json',
    '/scoreboard/explorer?b.category=politics&format=csv&table=strip',
    '/scoreboard/explorer?b.category=politics&format=parquet&table=strip',
    '/scoreboard/explorer?b.category=politics&format=csv&table=diagram.bins',
    '/scoreboard/explorer?b.category=politics&format=parquet&table=diagram.bins',
  ])
})

test('a list has three forms, of all rows where a page of them is shown', () => {
  expect(links('/markets?limit=50', { data: [{ market_id: '1' }], next_cursor: 'x' })).toEqual(
    ['csv', 'parquet', 'json'].map((format) => `/markets?format=${format}&limit=10000`),
  )
})

test('a table without words is shown by its name, which is not translated', () => {
  const menu = draw(<Files of={{ address: '/x', answer: { data: { strip: [{ n: 1 }], other_things: [{ n: 1 }] } }, failure: null }} />)
  expect([...menu.querySelectorAll('[data-table]')].map((one) => one.querySelector('code[translate=no]')?.textContent)).toEqual([undefined, 'other_things'])
})
