import { type ChildProcess, spawn } from 'node:child_process'
import { chownSync, createWriteStream, existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'

/** A real server of somebody else's, started for tests and drills on a free port of this machine, in its own folder. */
export interface Engine {
  readonly pid: number
  /** SIGKILL is a crash, SIGSTOP and SIGCONT freeze and thaw. */
  signal(name: NodeJS.Signals): void
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>
  /** Ends it and waits; kills what does not end within ten seconds. */
  stop(): Promise<void>
}

export interface EngineOptions {
  program: string
  args: readonly string[]
  folder: string
  /** Names the log beside its data: `<name>.log`. */
  name: string
  env?: Record<string, string>
  /** Runs as this user where the caller is root; some servers refuse root. */
  uid?: number
  /** Asked until it answers true. */
  isReady(): Promise<boolean>
  readyTimeoutMs?: number
}

/** The folder where engines stand that come from neither Debian nor npm; `tools/install-engines.ts` fills it. */
export const engineFolder = join(import.meta.dirname, '../../../node_modules/.cache/engines')

/** The path of a program, or undefined when this machine does not have it. */
export function findProgram(name: string): string | undefined {
  const folders = [
    join(engineFolder, 'bin'),
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/lib/rabbitmq/bin',
    '/usr/lib/postgresql/15/bin',
  ]
  return folders.map(folder => join(folder, name)).find(path => existsSync(path))
}

/** The path of a program. @throws when this machine does not have it: `npm run test:distributed` installs it. */
export function needProgram(name: string): string {
  const found = findProgram(name)
  if (found === undefined) throw new Error(`${name} is not installed`)
  return found
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

/** A folder for one server, which its user alone may read. */
export function ownFolder(folder: string, name: string, uid: number): string {
  const own = join(folder, name)
  mkdirSync(own, { recursive: true, mode: 0o700 })
  if (process.getuid?.() === 0) chownSync(own, uid, uid)
  return own
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** Starts a server and waits until it answers. @throws with where its log stands when it ends first or stays silent. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const logFile = join(options.folder, `${options.name}.log`)
  const child = spawn(options.program, options.args, {
    cwd: options.folder,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid !== undefined && process.getuid?.() === 0 && { uid: options.uid, gid: options.uid }),
  })
  const log = createWriteStream(logFile, { flags: 'a' })
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('exit', () => resolve())
    child.once('error', reject)
  })
  const engine = engineOf(child, ended)
  const deadline = performance.now() + (options.readyTimeoutMs ?? 30_000)
  while (!(await options.isReady().catch(() => false))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${options.name} ended at once; see ${logFile}`)
    if (performance.now() > deadline) {
      await engine.stop()
      throw new Error(`${options.name} did not answer; see ${logFile}`)
    }
    await pause(100)
  }
  return engine
}

function engineOf(child: ChildProcess, ended: Promise<void>): Engine {
  const { pid } = child
  if (pid === undefined) throw new Error('the engine did not start')
  return {
    pid,
    ended,
    signal: name => void child.kill(name),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      // A frozen process hears nothing but SIGCONT and SIGKILL.
      child.kill('SIGCONT')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(timer)
    },
  }
}
