// Every pair of tokens that meets on a page can be read, in both themes; measured from the style sheet itself.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ROOT } from './files'

const css = readFileSync(`${ROOT}style/tokens.css`, 'utf8')
const blocks = [...css.matchAll(/(:root[^{]*)\{([^}]*)\}/g)].map(([, selector, body]) => ({
  selector: selector!.trim(),
  tokens: Object.fromEntries([...body!.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name!, value!])),
}))
const [light, system, chosen] = blocks.map(({ tokens }) => tokens) as [Record<string, string>, Record<string, string>, Record<string, string>]

/** Relative luminance of WCAG 2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function ratio(a: string, b: string): number {
  const [dark, bright] = [luminance(a), luminance(b)].sort((one, other) => one - other) as [number, number]
  return (bright + 0.05) / (dark + 0.05)
}

const TEXT = ['ink', 'ink-2', 'ink-3', 'yes', 'no', 'breach', 'warn', 'ok', 'other']
const TINTED = ['yes', 'no', 'breach', 'warn', 'ok', 'other']
const PAIRS: [string, string, number][] = [
  ...TEXT.flatMap((text): [string, string, number][] => [[text, 'surface', 4.5], [text, 'paper', 4.5]]),
  ...['ink', 'ink-2', 'ink-3'].map((text): [string, string, number] => [text, 'sunken', 4.5]),
  ...TINTED.map((text): [string, string, number] => [text, `${text}-t`, 4.5]),
  ['ink', 'breach-t', 4.5], ['ink-2', 'breach-t', 4.5],
  ['surface', 'ink', 4.5], // toast
  ['line-2', 'surface', 3], ['line-2', 'paper', 3], ['yes', 'surface', 3], ['yes', 'sunken', 3],
]

test('the two dark palettes are one', () => {
  expect(blocks.map(({ selector }) => selector)).toEqual([':root', ":root:not([data-theme='light'])", ":root[data-theme='dark']"])
  expect(system).toEqual(chosen)
  expect(Object.keys(system).sort()).toEqual(Object.keys(light).sort())
})

describe.each([['light', light], ['dark', chosen]])('%s', (_, tokens) => {
  test.each(PAIRS)('%s on %s: at least %d', (text, ground, least) => {
    expect(ratio(tokens[text]!, tokens[ground]!)).toBeGreaterThanOrEqual(least)
  })
})
