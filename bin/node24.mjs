// Finds a Node 24 and runs a program under it. Plain JavaScript, because the system's Node may be 20.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endLike, run } from './child-process.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * How every program of ours is run. Without Maglev, V8's middle compiler: its threads crash a busy process on Linux now and
 * then (nodejs/node#64841, seen there with 24.15 to 24.18; two test runs of ours died in that manner with 24.21). It takes
 * 30 MB of a plan of 1,000 stops and makes none quicker; a server just started answers a few per cent less without it.
 */
const flags = ['--disable-warning=ExperimentalWarning', '--no-maglev']

/** The path of a Node of major version 24: the running one, or the one pinned as an optional dependency. */
export function findNode24() {
  if (Number(process.versions.node.split('.')[0]) === 24) return process.execPath
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve(`${name}/package.json`)
    const binary = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (existsSync(binary)) return binary
  } catch {
    // Not installed for this platform; the caller says what to do about it.
  }
  return undefined
}

/**
 * Runs a program under Node 24 with this process's streams and signals; answers how it ended. With `keepsCompiled`
 * its compiled code is kept between runs, which nearly halves the time until a second start is ready.
 */
export async function startUnderNode24(
  file,
  args,
  { keepsCompiled = false, env: given = process.env, ...options } = {},
) {
  const node = findNode24()
  if (!node) {
    process.stderr.write(
      'LuckyGas needs Node 24: run "npm ci" first, or install Node 24 for this platform.\n',
    )
    return { code: 1 }
  }
  const cache = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node-compile') }
  const env = keepsCompiled ? { ...cache, ...given } : given
  return run(node, [...flags, file, ...args], { env, ...options })
}

/** Runs a program under Node 24 and ends as it ends. */
export async function runUnderNode24(file, args, options = {}) {
  endLike(await startUnderNode24(file, args, options))
}
