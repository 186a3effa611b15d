// Writes src/api/schema.d.ts from the API's own document: what the pages believe of an answer is what the server says of it.
// With --check it writes nothing and fails where the file says something else.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import openapiTypescript, { astToString } from 'openapi-typescript'

const file = new URL('../src/api/schema.d.ts', import.meta.url)
const own = new URL('../../.venv/bin/python', import.meta.url).pathname
const python = existsSync(own) ? own : 'python3'

const document = execFileSync(python, ['-m', 'credence.cli.docs', 'openapi'], { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })
const types = astToString(await openapiTypescript(JSON.parse(document), { defaultNonNullable: false }))
const text = `// Written by \`npm run types\` from the API's document; change the API, not this file.\n${types}`

if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error('src/api/schema.d.ts does not say what the API says: npm run types')
  process.exit(1)
}
