// How the web pages are built: one entry, hashed files flat in the Python package, a manifest for the server.
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  base: '/assets/',
  plugins: [react(), tailwindcss()],
  build: {
    manifest: true,
    outDir: '../src/credence/api/built',
    emptyOutDir: true,
    assetsDir: '',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['src/main.tsx', 'src/theme.ts'] },
  },
  test: { environment: 'node', setupFiles: ['src/house/setup.ts'] },
})
