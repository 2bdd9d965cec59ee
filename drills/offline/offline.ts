import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../../server/testkit/engines/engine.ts'

const history = join(import.meta.dirname, 'history.csv')
const root = join(import.meta.dirname, '../..')
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)
/** Who would be asked if something were installed or called after all. */
const outside = ['https://example.org/', 'http://1.1.1.1/']
/** Ends with 0 where nobody outside answers. */
const proveOff = `Promise.any(${JSON.stringify(outside)}.map(url => fetch(url, { signal: AbortSignal.timeout(5000) })))
  .then(() => process.exit(1), () => process.exit(0))`

/** Words before a command that run it where there is no network but this machine's own. */
function withoutNetwork(): string[] {
  const own = process.getuid?.() === 0 ? ['--net'] : ['--net', '--map-root-user']
  return ['unshare', ...own, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']
}

/**
 * The whole suite with the network off, from the packages that the lockfile has put in place. Passes when nobody outside
 * could be reached and the suite did (S7). `--project server` runs a part of it.
 */
export async function runOffline(options: Readonly<Record<string, string>>): Promise<boolean> {
  const missing = ['unshare', 'ip'].filter(name => findProgram(name) === undefined)
  if (missing.length > 0) {
    say({ drill: 'offline', verdict: `UNPROVEN: ${missing.join(' and ')} not installed` })
    return false
  }
  const [program = '', ...words] = withoutNetwork()
  execFileSync(program, [...words, process.execPath, '-e', proveOff], { stdio: 'inherit' })
  const part = options.project === undefined ? [] : ['--project', options.project]
  const from = performance.now()
  const child = spawn(program, [...words, process.execPath, join(root, 'bin/test.mjs'), ...part], {
    cwd: root,
    stdio: 'inherit',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  const seconds = Math.round((performance.now() - from) / 1_000)
  const isPassed = code === 0
  say({ drill: 'offline', project: options.project ?? 'all', seconds, isPassed })
  if (!existsSync(history)) appendFileSync(history, 'at,project,seconds,passed\n')
  appendFileSync(history, `${new Date().toISOString()},${options.project ?? 'all'},${seconds},${isPassed}\n`)
  return isPassed
}
