import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.LUCKYGAS_SERVER ?? 'http://127.0.0.1:8080'

/** Nothing that runs in an office prints to its console; libraries would. */
const output = {
  minify: { compress: { dropConsole: true }, mangle: true, codegen: { removeWhitespace: true } },
} as const

/** The office app at `/`; every built file but the page itself carries the hash of its content. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  worker: { format: 'es', rolldownOptions: { output } },
  server: { proxy: { '/api': { target: server, ws: true }, '/driver': server } },
  build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 1200, rolldownOptions: { output } },
})
