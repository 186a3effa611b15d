/** What the API says in English, in the reader's language; what has no words stays as it came. */
import { afterAll, expect, test } from 'vitest'
import { loadWords } from '../../words/words'
import { ahead, named, said, span, verdictKey } from './names'

afterAll(() => loadWords('en'))

test('values, moments and lengths of time', () => {
  expect([named('LOW'), named('a new category'), span('all')]).toEqual(['low', 'a new category', 'all'])
  expect(ahead(6, 3600)).toBe(span('6h'))
  expect(ahead(1, 300)).toBe(span('5m'))
})

test('reasons are said in the language of the page', async () => {
  expect(said('27.0 effective events, 30 are needed')).toContain('27')
  await loadWords('ko')
  expect(said('too few: 27.0 effective events, 30 are needed')).toMatch(/27.*30|30.*27/)
  expect(said('not available: no trades')).toBe('체결 자료 없음')
  expect(said('something new')).toBe('something new')
})

test('a verdict is the part of a key', () => {
  const words = ['differs', 'no difference seen', 'too few', 'inside the spread']
  expect(words.map(verdictKey)).toEqual(['differs', 'no_difference', 'too_few', 'inside_the_spread'])
})
