// Finds a Node 24 and runs a TypeScript entry under it. Plain JavaScript, because the system's Node may be 20.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

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

/** Runs a TypeScript file under Node 24 with this process's streams and signals, and exits as it exits. */
export function runUnderNode24(file, args) {
  const node = findNode24()
  if (!node) {
    process.stderr.write('LuckyGas needs Node 24: run "npm ci" first, or install Node 24 for this platform.\n')
    process.exit(1)
  }
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', file, ...args], { stdio: 'inherit' })
  const forward = signal => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => forward(signal))
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal)
    else process.exit(code ?? 1)
  })
}
