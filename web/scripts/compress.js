// Writes a .br and a .gz beside every built text file, so that the server never compresses an asset while someone waits.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const folder = new URL('../../src/credence/api/built/', import.meta.url).pathname

for (const name of readdirSync(folder).filter((one) => /\.(js|css|svg)$/.test(one))) {
  const bytes = readFileSync(join(folder, name))
  writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
  writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
}
