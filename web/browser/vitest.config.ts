// The pages in a real browser: one simulated lake, one server and one browser for all; two files at a time, what measures times alone.
import { defineConfig } from 'vitest/config'

/** A file that is not among the tests: `pictures` or `large`. */
const alone = process.env.CREDENCE_BROWSER_FILE
const TIMED = ['speed.test.ts']
const SAME = { root: import.meta.dirname, testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 15_000 } } }

export default defineConfig({
  test: {
    ...SAME,
    cache: false,
    globalSetup: ['./world.ts'],
    projects: alone
      ? [{ test: { ...SAME, name: alone, include: [`${alone}.ts`] } }]
      : [
          { test: { ...SAME, name: 'pages', include: ['*.test.ts'], exclude: TIMED, maxWorkers: 2, sequence: { groupOrder: 0 } } },
          { test: { ...SAME, name: 'timed', include: TIMED, maxWorkers: 1, sequence: { groupOrder: 1 } } },
        ],
  },
})
