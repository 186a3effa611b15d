// The house rules of the source: short files that say what they are about, no colour outside the tokens, no words outside the words.
import ts from 'typescript'
import { expect, test } from 'vitest'
import { sources } from './files'

const MOST_LINES = 250
const MOST_LINES_CHART = 150

test('files are short', () => {
  const long = sources('.ts', '.tsx')
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ path, lines }) => lines > (path.startsWith('charts/') ? MOST_LINES_CHART : MOST_LINES))
  expect(long).toEqual([])
})

test('every file says at its head what it is about', () => {
  const silent = sources('.ts', '.tsx', '.css').filter(({ text }) => !/^(\/\/ \S|\/\*)/.test(text)).map(({ path }) => path)
  expect(silent).toEqual([])
})

test('one way of writing: no line ends with a semicolon, modules are named in single quotes', () => {
  const found = sources('.ts', '.tsx')
    .filter(({ path }) => path !== 'api/schema.d.ts')
    .flatMap(({ path, text }) => [...text.matchAll(/^.*;$|^.*\b(?:from|import)\(? ?"[^"]+".*$/gm)].map(([line]) => `${path}: ${line}`))
  expect(found).toEqual([])
})

test('no colour outside tokens.css', () => {
  const found = sources('.ts', '.tsx', '.css')
    .filter(({ path }) => path !== 'style/tokens.css')
    .flatMap(({ path, text }) => [...text.matchAll(/(?<![\w&])#[0-9a-fA-F]{3,8}\b(?!\w)|\b(?:rgba?|hsla?|oklch)\(/g)].map(([colour]) => `${path}: ${colour}`))
  expect(found).toEqual([])
})

// Signs and units that are the same in every language, and the two outcomes, which are names.
const NOT_WORDS = /^[\s\d.,:;·…×↑↓→/+\-–%()[\]|&?!"'#=]*$|^(YES|NO|pt|UTC|KST|USDC|curl)$|^credence [a-z]+$/
const SHOWN_ATTRIBUTES = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'note', 'description', 'caption', 'head'])

/** A key of the keyboard is named by what is printed on it. */
function isKeyCap(node: ts.JsxText): boolean {
  return ts.isJsxElement(node.parent) && node.parent.openingElement.tagName.getText() === 'kbd'
}

/** Letters shown to readers that are not from the words files, as "line: text". */
export function shownLetters(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const note = (node: ts.Node, words: string) => {
    if (!NOT_WORDS.test(words.trim())) found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${words.trim()}`)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && !isKeyCap(node)) note(node, node.text)
    const literal = (expression: ts.Node | undefined) => {
      if (expression && ts.isStringLiteralLike(expression)) note(expression, expression.text)
      if (expression && ts.isConditionalExpression(expression)) [expression.whenTrue, expression.whenFalse].forEach(literal)
      if (expression && ts.isTemplateExpression(expression)) [expression.head, ...expression.templateSpans.map((span) => span.literal)].forEach((part) => note(part, part.text))
    }
    if (ts.isJsxExpression(node) && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent))) literal(node.expression)
    if (ts.isJsxAttribute(node) && SHOWN_ATTRIBUTES.has(node.name.getText()))
      literal(node.initializer && ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

test('the scanner sees what is shown and nothing else', () => {
  expect(shownLetters('a.tsx', 'const A = () => <p title="Hi" className="x">Hello {`a ${b} c`} {t("k")} {x ? "yes" : "0"} 12 %</p>')).toEqual([
    'a.tsx:1: Hi', 'a.tsx:1: Hello', 'a.tsx:1: a', 'a.tsx:1: c', 'a.tsx:1: yes',
  ])
  expect(shownLetters('a.tsx', 'const A = () => <p data-x="word">{t("key")} · {n} YES</p>')).toEqual(['a.tsx:1: · YES'].slice(1))
})

test('no shown letters outside the words', () => {
  expect(sources('.tsx').flatMap(({ path, text }) => shownLetters(path, text))).toEqual([])
})
