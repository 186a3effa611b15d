/**
 * One simulated lake, one server and one browser for all browser tests: `credence up --demo --once`, `credence serve` on a free
 * port, and the system's chromium. CREDENCE_BROWSER_URL names a server that runs already; CREDENCE_BROWSER_LAKE keeps the lake
 * between runs; CREDENCE_CHROMIUM names a browser that lies elsewhere.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type BrowserServer, chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'

const BIN = resolve(import.meta.dirname, '../../.venv/bin')
const CREDENCE = join(BIN, 'credence')

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--no-first-run',
] // prettier-ignore

export interface Served {
  url: string
  stop: () => Promise<void>
}

/** A server over a lake, on a free port of loopback or the one named; resolves once it answers. */
export async function serve(lake: string, port = '0'): Promise<Served> {
  const child = spawn(CREDENCE, ['serve', '--lake', lake, '--port', port])
  const url = await addressOf(child)
  return {
    url,
    stop: () =>
      new Promise((done) => {
        child.once('exit', () => done())
        child.kill('SIGINT')
      }),
  }
}

/** A lake of a small made-up world, in a folder that did not exist. */
export function demonstration(lake: string, markets = 400): void {
  execFileSync(CREDENCE, ['up', '--demo', '--once', '--markets', String(markets), '--lake', lake], { stdio: 'pipe' })
}

/** SQL over a lake, as rows. */
export function query(lake: string, sql: string): Record<string, unknown>[] {
  const out = execFileSync(CREDENCE, ['query', sql, '--lake', lake, '--json'], { stdio: 'pipe' })
  return JSON.parse(out.toString()).data
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = ''
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const match = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (match) found(match[0])
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)))
  })
}

function startBrowser(): Promise<BrowserServer> {
  const executablePath = process.env.CREDENCE_CHROMIUM ?? PLACES.find((place) => existsSync(place))
  if (!executablePath) throw new Error('chromium is missing: install it, or name it in CREDENCE_CHROMIUM')
  return chromium.launchServer({ executablePath, args: FLAGS })
}

/** Before all files: the lake, the server and the browser; after all: all of them away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kept = process.env.CREDENCE_BROWSER_LAKE
  const folder = kept ?? join(mkdtempSync(join(tmpdir(), 'credence-browser-')), 'lake')
  if (!existsSync(join(folder, 'derived'))) demonstration(folder)
  const running = process.env.CREDENCE_BROWSER_URL
  const server = running ? { url: running, stop: async () => {} } : await serve(folder)
  const browser = await startBrowser()
  project.provide('lake', folder)
  project.provide('url', server.url)
  project.provide('browser', browser.wsEndpoint())
  return async () => {
    await browser.close()
    await server.stop()
    if (!kept) rmSync(resolve(folder, '..'), { recursive: true, force: true })
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    lake: string
    url: string
    /** Where the one browser listens. */
    browser: string
  }
}
