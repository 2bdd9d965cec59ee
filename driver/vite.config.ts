import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { installable } from './build/installable.ts'
import { ownProblems } from './build/own-problems.ts'

const server = process.env.LUCKYGAS_SERVER ?? 'http://127.0.0.1:8080'
const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as {
  version: string
}
const base = '/driver/'

/** The driver app under `/driver/`; the worker keeps its name, everything else carries the hash of its content. */
export default defineConfig({
  root: import.meta.dirname,
  base,
  plugins: [ownProblems(), react(), installable(base)],
  define: { __APP_VERSION__: JSON.stringify(version) },
  server: { proxy: { '/api': { target: server, ws: true } } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    rolldownOptions: {
      // The shared choice of a language lives beside the desk's i18next, which the driver's own words do without.
      treeshake: { moduleSideEffects: [{ test: /node_modules\/(react-)?i18next\//, sideEffects: false }] },
      input: { index: `${import.meta.dirname}/index.html`, sw: `${import.meta.dirname}/src/worker/sw.ts` },
      output: {
        entryFileNames: chunk => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        minify: { compress: { dropConsole: true }, mangle: true, codegen: { removeWhitespace: true } },
      },
    },
  },
})
