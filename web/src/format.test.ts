// The formats of the browser and of the server agree: both are held to the same cases.
import { expect, test } from 'vitest'
import type { Zone } from './app/reader'
import cases from './format.cases.json'
import * as format from './format'
import type { Lang } from './words/words'

type Case = { kind: string; input: any; lang: string; zone?: string; output: string }

const KINDS: Record<string, (input: any, lang: Lang, zone: Zone) => string> = {
  probability: format.probability,
  probability_table: format.probabilityInTable,
  share: format.share,
  interval: ({ value, low, high }, lang) => format.interval(value, low, high, lang),
  score: ({ value, low, high }, lang) => format.score(value, low, high, lang),
  score_difference: ({ value, low, high }, lang) => format.score(value, low, high, lang, { signed: true }),
  slope: ({ value, low, high }, lang) => format.slope(value, low, high, lang),
  difference: ({ value, low, high }, lang) => format.difference(value, low, high, lang),
  points: format.points,
  price_paid: format.pricePaid,
  money: (input, lang) => format.money(input, lang),
  money_short: format.moneyShort,
  count: format.count,
  sample: ({ markets, events }, lang) => format.sample(markets, events, lang),
  shares: format.shares,
  wallet: (input) => format.wallet(input),
  age: format.age,
  time: (input, lang, zone) => format.time(input, zone, lang),
  clock: (input, _lang, zone) => format.clock(input, zone),
  day: format.day,
}

test.each(cases as Case[])('$kind of $input in $lang', ({ kind, input, lang, zone, output }) => {
  expect(KINDS[kind], `no format for ${kind}`).toBeDefined()
  expect(KINDS[kind]?.(input, lang as Lang, (zone ?? 'UTC') as Zone)).toBe(output)
})

test('money without its unit where the head says it', () => {
  expect(format.money(18400, 'en', { unit: false })).toBe('18,400')
})
