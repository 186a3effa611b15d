// Laws of addresses: one state, one address, by whatever way one comes to it.
import { describe, expect, test } from 'vitest'
import { canonical, changed, ofSameData, queryOf, searchOf } from './address'

const WAYS = ['/m?b=2&a=1', '/m?a=1&b=2', '/m?b=2&a=1&c=', '/m?lang=ko&a=1&b=2&theme=dark', '/m?a=1&b=2#how=main']

describe('canonical', () => {
  test.each(WAYS)('%s has one form', (way) => expect(canonical(way)).toBe('/m?a=1&b=2'))

  test('twice is once', () => {
    for (const address of [...WAYS, '/', '/m', '/m?q=a%20b%26c', '/m?tag=%ED%95%9C', '/m?a=x,y&at=10:20', '/m?v=1%2B1']) {
      expect(canonical(canonical(address))).toBe(canonical(address))
    }
  })

  test('values survive', () => {
    for (const value of ['a b', 'a+b', 'a&b', 'a=b', '한국', '100%', 'x,y', '12:00', '-volume_24h', '#1', '["9000001"]']) {
      const address = changed('/m', { q: value })
      expect(new URLSearchParams(canonical(address).split('?')[1]).get('q')).toBe(value)
    }
  })

  test('several values of one name keep their order', () => expect(canonical('/m?b=2&a=2&a=1')).toBe('/m?a=2&a=1&b=2'))
})

describe('changed', () => {
  const names = ['anchor', 'category', 'horizon', 'sort']

  test('the order of choosing does not matter', () => {
    const choose = (order: string[]) => order.reduce((address, name) => changed(address, { [name]: `${name}-1` }), '/m')
    const forms = new Set(permutations(names).map(choose))
    expect([...forms]).toEqual(['/m?anchor=anchor-1&category=category-1&horizon=horizon-1&sort=sort-1'])
  })

  test('choosing and taking back is nothing', () => {
    for (const name of names) expect(changed(changed('/m?x=1', { [name]: 'v' }), { [name]: null })).toBe('/m?x=1')
  })

  test('choosing twice is choosing once', () => {
    expect(changed(changed('/m', { a: '1' }), { a: '1' })).toBe('/m?a=1')
    expect(changed('/m?a=1&a=2', { a: '3' })).toBe('/m?a=3')
  })

  test('a new question starts at its first page', () => {
    expect(changed('/m?cursor=abc&a=1', { b: '2' })).toBe('/m?a=1&b=2')
    expect(changed('/m?a=1', { cursor: 'abc' })).toBe('/m?a=1&cursor=abc')
  })

  test('a list writes a name several times', () => expect(changed('/m', { a: ['2', '1'] })).toBe('/m?a=2&a=1'))
})

test('who is on the data of a former run stays on it, and an address that names one is left as it is', () => {
  expect(ofSameData('/markets?a=1#how=main', '/events?manifest=ab12')).toBe('/markets?a=1&manifest=ab12#how=main')
  expect(ofSameData('/markets', '/events?manifest=ab12#x')).toBe('/markets?manifest=ab12')
  expect(ofSameData('/markets?manifest=cd34', '/events?manifest=ab12')).toBe('/markets?manifest=cd34')
  expect(ofSameData('/markets?a=1', '/events?b=manifest')).toBe('/markets?a=1')
})

describe('through the router', () => {
  const through = (query: string) => queryOf(searchOf(query))

  test('what we write comes back as it is', () => {
    for (const query of ['', '?a=1', '?a=2&a=1&b=x,y', '?at=10:20', '?q=a+b%26c', '?v=1%2B1', '?q=%22x%22', '?q=true', '?tag=%ED%95%9C', '?sort=-gap']) {
      expect(canonical(`/m${query}`)).toBe(`/m${query}`)
      expect(through(query)).toBe(query)
    }
  })

  test('what is written otherwise is put in order, and nothing is lost', () => {
    expect(through('?lang=ko&b=2&a=1&c=')).toBe('?a=1&b=2&c=&lang=ko')
    expect(through(through('?b=a%20b&a=%2C'))).toBe('?a=,&b=a+b')
  })
})

function permutations<T>(all: T[]): T[][] {
  if (all.length < 2) return [all]
  return all.flatMap((one, at) => permutations([...all.slice(0, at), ...all.slice(at + 1)]).map((rest) => [one, ...rest]))
}
