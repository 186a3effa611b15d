// The pages in a real browser: one simulated lake, one server, one browser, one file after another.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: import.meta.dirname,
    cache: false,
    include: [process.env.CREDENCE_PICTURES ? 'pictures.ts' : '*.test.ts'],
    globalSetup: ['./world.ts'],
    fileParallelism: false,
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
