import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'luckygas-bin-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bin = import.meta.dirname

/** Starts `node24.mjs` on a small program, the way `luckygas.mjs` starts the tool; ends with the child's end. */
function launch(source: string) {
  const program = join(folder, 'program.mts')
  writeFileSync(program, source)
  const launcher = join(folder, 'launcher.mjs')
  const node24 = JSON.stringify(join(bin, 'node24.mjs'))
  writeFileSync(
    launcher,
    `import { runUnderNode24 } from ${node24}\nawait runUnderNode24(${JSON.stringify(program)}, ['a b'], { ipc: true })\n`,
  )
  return spawn(process.execPath, [launcher], { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function output(child: ReturnType<typeof launch>): Promise<string> {
  let text = ''
  child.stdout.on('data', chunk => {
    text += chunk
  })
  await once(child, 'close')
  return text
}

test('[P1] a launcher runs TypeScript under Node 24 and passes on arguments, output and exit code', async () => {
  const child = launch(
    'const [, , word]: string[] = process.argv; console.log(process.versions.node, word); process.exit(7)',
  )
  expect(await output(child)).toMatch(/^24\.\S+ a b\n$/)
  expect(child.exitCode).toBe(7)
})

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  '[P1] a launcher whose program dies of %s dies of it too',
  async signal => {
    const child = launch(`process.kill(process.pid, '${signal}'); setInterval(() => {}, 1000)`)
    await output(child)
    expect(child.signalCode).toBe(signal)
  },
)

test('[P1] a signal to the launcher reaches the program, which decides how to end', async () => {
  const child = launch(
    "process.on('SIGTERM', () => { console.log('drained'); process.exit(0) }); console.log('up'); setInterval(() => {}, 1000)",
  )
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  expect(await output(child)).toBe('drained\n')
  expect(child.exitCode).toBe(0)
})

test('[P1] the program learns of it when its launcher is killed with -9', async () => {
  const trace = join(folder, 'trace')
  const child = launch(
    `import { writeFileSync } from 'node:fs'
     process.on('disconnect', () => { writeFileSync(${JSON.stringify(trace)}, 'orphaned'); process.exit(0) })
     console.log('up'); setInterval(() => {}, 1000)`,
  )
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await output(child)
  expect(readFileSync(trace, 'utf8')).toBe('orphaned')
})

test('[P1] what npm started ends when npm is killed, also behind the shell that npm runs scripts in', async () => {
  const trace = join(folder, 'trace')
  const program = join(folder, 'program.mjs')
  const launcher = join(folder, 'launcher.mjs')
  writeFileSync(
    program,
    `import { writeFileSync } from 'node:fs'
     process.on('SIGTERM', () => { writeFileSync(${JSON.stringify(trace)}, 'asked to stop'); process.exit(0) })
     console.log('up'); setInterval(() => {}, 1000)`,
  )
  const childProcess = JSON.stringify(join(bin, 'child-process.mjs'))
  writeFileSync(
    launcher,
    `import { run } from ${childProcess}\nawait run(process.execPath, [${JSON.stringify(program)}], { endsWithParent: true })`,
  )
  // A stand-in for npm: a process that runs a shell that runs the launcher.
  const script = `"${process.execPath}" "${launcher}"; true`
  const npm = `require('node:child_process').spawn('sh', ['-c', ${JSON.stringify(script)}], { stdio: 'inherit' })`
  const child = spawn(process.execPath, ['-e', npm], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await output(child)
  expect(readFileSync(trace, 'utf8')).toBe('asked to stop')
})

test('[P1] a checkout counts as installed only with the packages of its own lockfile', async () => {
  const { isInstalled } = (await import(join(bin, 'install.mjs'))) as { isInstalled(root: string): boolean }
  const lock = join(folder, 'package-lock.json')
  copyFileSync(join(bin, '..', 'package-lock.json'), lock)
  expect(isInstalled(folder)).toBe(false)
  mkdirSync(join(folder, 'node_modules'))
  const done = join(folder, 'node_modules', '.package-lock.json')
  writeFileSync(done, '{}')
  utimesSync(lock, 2_000, 2_000)
  utimesSync(done, 1_000, 1_000)
  expect(isInstalled(folder)).toBe(false)
  utimesSync(done, 3_000, 3_000)
  expect(isInstalled(folder)).toBe(true)
})
