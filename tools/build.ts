/**
 * Builds the office and the driver app when their sources changed since the last build.
 *
 *   npm run build             builds what is out of date
 *   npm run build -- --force  builds both
 *
 * A hash of everything an app is made of is stored inside its `dist`, so a second start builds nothing, whatever a
 * checkout did to the files' times. A build is made beside `dist` and moved into its place when it is finished:
 * neither a running server nor a killed build ever serves half an app.
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { sourceHash } from './source-hash.ts'

const root = dirname(import.meta.dirname)
const apps = ['web', 'driver'] as const
type App = (typeof apps)[number]

const stampName = '.build-stamp'
const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)
const compressible = /\.(css|html|js|json|svg|wasm|webmanifest)$/
/** Shorter files gain nothing. */
const leastBytes = 1_024
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } })
const outdated = apps.filter(app => values.force || stampOf(app) !== sourceHash(root, app))
const results = await Promise.all(outdated.map(build))
process.exitCode = results.every(Boolean) ? 0 : 1

async function build(app: App): Promise<boolean> {
  const folder = join(root, app)
  const hash = sourceHash(root, app)
  process.stderr.write(`Building the ${app} app …\n`)
  rmSync(join(folder, 'dist.next'), { recursive: true, force: true })
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
  const args = [vite, 'build', '--outDir', 'dist.next', '--emptyOutDir', '--logLevel', 'warn']
  if ((await exitCode(args, folder)) !== 0) return false
  await compressFiles(join(folder, 'dist.next'))
  writeFileSync(join(folder, 'dist.next', stampName), hash)
  rmSync(join(folder, 'dist.old'), { recursive: true, force: true })
  if (existsSync(join(folder, 'dist'))) renameSync(join(folder, 'dist'), join(folder, 'dist.old'))
  renameSync(join(folder, 'dist.next'), join(folder, 'dist'))
  rmSync(join(folder, 'dist.old'), { recursive: true, force: true })
  return true
}

/** Lays a Brotli and a gzip copy beside every file that shrinks by a tenth at least; the server sends what is understood. */
async function compressFiles(folder: string): Promise<void> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || !compressible.test(path)) continue
    const bytes = readFileSync(path)
    if (bytes.length < leastBytes) continue
    const [br, gz] = await Promise.all([brotli(bytes, brotliOptions), gzipped(bytes, { level: 9 })])
    if (br.length < bytes.length * 0.9) writeFileSync(`${path}.br`, br)
    if (gz.length < bytes.length * 0.9) writeFileSync(`${path}.gz`, gz)
  }
}

function exitCode(args: string[], cwd: string): Promise<number> {
  const env = { ...process.env, NODE_ENV: 'production' }
  return new Promise(resolve => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 2, 2] })
    child.once('error', () => resolve(1))
    child.once('exit', code => resolve(code ?? 1))
  })
}

function stampOf(app: App): string | undefined {
  const file = join(root, app, 'dist', stampName)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
