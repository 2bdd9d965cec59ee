import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** What a driver's phone loads before the first screen may weigh this much, gzipped, in bytes. */
const initialBudgetBytes = 120_000

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'luckygas-driver-build-'))
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
  execFileSync(
    process.execPath,
    [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
    {
      cwd: import.meta.dirname,
      env: { ...process.env, NODE_ENV: 'production' },
    },
  )
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const scripts = () => readdirSync(join(folder, 'assets')).filter(name => name.endsWith('.js'))

/** The page's scripts and everything they import at once. */
function initialScripts(): Set<string> {
  const wanted = [...read('index.html').matchAll(/assets\/([\w.-]+\.js)/g)].map(match => match[1] ?? '')
  const found = new Set<string>()
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (found.has(name)) continue
    found.add(name)
    for (const match of read(`assets/${name}`).matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) {
      wanted.push(match[1] ?? '')
    }
  }
  return found
}

describe('the built driver app', () => {
  test('[F1] loads at most 120 kB of script before the first screen', () => {
    const names = initialScripts()
    expect(names.size).toBeGreaterThan(0)
    const bytes = [...names].reduce((sum, name) => sum + gzipSync(read(`assets/${name}`)).length, 0)
    expect(bytes).toBeLessThanOrEqual(initialBudgetBytes)
  })

  test('[S2] carries no console call, no test data and nothing that looks like a secret', () => {
    for (const name of scripts()) {
      const text = read(`assets/${name}`)
      expect(text, name).not.toMatch(/\bconsole\.(log|debug|info|warn|error)\s*\(/)
      expect(text, name).not.toMatch(/0900-?000|PretendOffice|藍浪麵館|林阿海/)
      expect(text, name).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY|AIza[\w-]{30}|eyJ[\w-]{20,}\./)
    }
  })

  test('[F1] the worker holds every file of the build and never an answer of the office', () => {
    const worker = read('sw.js')
    const held = new Set(
      [...worker.matchAll(/\/driver\/[\w./-]+\.(?:js|css|html|png|wasm|webmanifest)/g)].map(
        match => match[0],
      ),
    )
    const built = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
      /\.\w+$/.test(name),
    )
    const missing = built
      .map(name => `/driver/${name}`)
      .filter(name => !held.has(name) && name !== '/driver/sw.js')
    expect(missing).toEqual([])
    expect(worker).not.toMatch(/__PRECACHE/)
    expect(worker).not.toContain('/api/')
  })

  test('[F1] can be installed: a manifest with icons that exist', () => {
    const manifest = JSON.parse(read('manifest.webmanifest')) as {
      icons: { src: string; sizes: string }[]
      start_url: string
    }
    expect(manifest.start_url).toBe('/driver/')
    for (const { src, sizes } of manifest.icons) {
      const picture = readFileSync(join(folder, src.replace('/driver/', '')))
      expect(picture.subarray(1, 4).toString()).toBe('PNG')
      expect(`${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}`).toBe(sizes)
    }
  })
})
