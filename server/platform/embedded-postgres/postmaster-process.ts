import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { processStartedAt } from '../data-folder/process-identity.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { onCluster, type PostgresUser } from './postgres-user.ts'
import { type Postmaster, readPostmasterFile } from './postmaster-file.ts'

/** Replaying the log after a power cut may take minutes; a start that stands still fails much sooner by exiting. */
const readyTimeoutMs = 10 * 60_000

type Launch = { folder: string; postgres: string; user: PostgresUser | undefined; log: string }

/** Why a start failed, where another attempt may help. */
export type StartFailure = { reason: 'port-taken' | 'old-processes' | 'other'; output: string }

/**
 * Starts PostgreSQL in a session of its own, so that Ctrl-C in the terminal reaches only LuckyGas, which stops the
 * database last. What it says before its own log opens goes to the file `log`.
 */
export async function launchPostmaster(launch: Launch): Promise<Postmaster | StartFailure> {
  const { data, options } = onCluster(launch.folder, launch.user)
  const output = openSync(launch.log, 'w', 0o600)
  const child = spawn(launch.postgres, ['-D', data], {
    ...options,
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  const ended = new Promise<'ended'>(resolve => {
    child.once('error', () => resolve('ended'))
    child.once('exit', () => resolve('ended'))
  })
  child.unref()
  const outcome = await Promise.race([ended, waitUntilReady(launch.folder, child.pid)])
  return outcome === 'ended' ? explain(readFileSync(launch.log, 'utf8')) : outcome
}

/** Waits until the server with this process id accepts connections; `undefined` when it ended instead. */
export async function waitUntilReady(folder: string, pid: number | undefined): Promise<Postmaster | 'ended'> {
  const deadline = performance.now() + readyTimeoutMs
  while (performance.now() < deadline) {
    const postmaster = readPostmasterFile(folder)
    if (postmaster && postmaster.pid === pid && postmaster.status === 'ready') return postmaster
    if (pid === undefined || processStartedAt(pid) === undefined) return 'ended'
    await sleep(15)
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL (process ${pid}) is not ready after ${readyTimeoutMs / 1000} s.`,
  )
}

/** Gentle first: fast shutdown, then immediate (the next start replays the log), at last the kernel's way. */
const stopSteps: readonly (readonly [NodeJS.Signals, timeoutMs: number])[] = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
]

/** Stops a server and returns when it is gone. */
export async function stopPostmaster(pid: number): Promise<void> {
  const startedAt = processStartedAt(pid)
  const isGone = () => startedAt === undefined || processStartedAt(pid) !== startedAt
  for (const [signal, timeoutMs] of stopSteps) {
    if (isGone()) return
    sendSignal(pid, signal)
    const deadline = performance.now() + timeoutMs
    while (!isGone() && performance.now() < deadline) await sleep(15)
  }
  if (!isGone()) throw new EmbeddedPostgresError(`PostgreSQL (process ${pid}) does not stop.`)
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

const failures: readonly (readonly [StartFailure['reason'], RegExp])[] = [
  ['port-taken', /could not bind|Address already in use|could not create any TCP\/IP sockets/],
  ['old-processes', /shared memory block .* is still in use|lock file "postmaster\.pid" already exists/],
]

function explain(output: string): StartFailure {
  return { reason: failures.find(([, pattern]) => pattern.test(output))?.[0] ?? 'other', output }
}
