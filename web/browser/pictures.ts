/**
 * Pictures of every page for docs/pages.md: light and dark, 1440 and 390 px wide, on one sheet per page. `make pictures`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'vitest'
import { PAGES } from './addresses'
import { browser, visit } from './visit'

const FOLDER = resolve(import.meta.dirname, '../../docs/pictures/pages')
const SHOTS = [
  { colorScheme: 'light', width: 1440, height: 1000 },
  { colorScheme: 'dark', width: 1440, height: 1000 },
  { colorScheme: 'light', width: 390, height: 1000 },
  { colorScheme: 'dark', width: 390, height: 1000 },
] as const

test.each(Object.entries(PAGES))('%s', async (name, path) => {
  const pictures = []
  for (const { colorScheme, width, height } of SHOTS) {
    const reader = await visit({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce' })
    await reader.go(path)
    await reader.page.waitForLoadState('networkidle')
    pictures.push((await reader.page.screenshot()).toString('base64'))
    await reader.context.close()
  }
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(resolve(FOLDER, `${name}.jpg`), await sheet(pictures))
})

/** The pictures of one page side by side, at four tenths of their size. */
async function sheet(pictures: string[]): Promise<Buffer> {
  const page = await (await browser()).newPage({ viewport: { width: 1512, height: 420 } })
  const drawn = pictures.map((data) => `<img height="400" src="data:image/png;base64,${data}">`).join('')
  await page.setContent(`<body style="margin:8px;display:flex;gap:12px;background:#888">${drawn}</body>`)
  const picture = await page.screenshot({ type: 'jpeg', quality: 70 })
  await page.close()
  return picture
}
