import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Logger } from 'pino'
import type { Metrics } from '../platform/telemetry/metrics.ts'
import type { JobHandlers, Timetable } from '../ports/queue/queue.port.ts'

declare module '../ports/queue/queue.port.ts' {
  interface JobPayloads {
    'platform.backup': Record<string, never>
    'platform.backup-verify': Record<string, never>
  }
}

const program = join(import.meta.dirname, '../../bin/luckygas.mjs')
/** Clerks and drivers go first. */
const lowPriority = 10

/** Runs a command of our own in a process that gives way to the others. Throws what it said when it failed. */
export async function runQuietly(command: readonly string[], signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [program, ...command, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = () => child.kill('SIGTERM')
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (child.pid !== undefined) setPriority(child.pid, lowPriority)
    const [said, complained] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ])
    if (child.exitCode !== 0)
      throw new Error(`luckygas ${command.join(' ')}: ${said.trim() || complained.trim()}`)
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

const nightly = {
  'platform.backup': { part: 'base', command: ['backup'], minuteOfDay: 2 * 60 + 10 },
  'platform.backup-verify': { part: 'verification', command: ['backup', 'verify'], minuteOfDay: 3 * 60 },
} as const

/** Every night a base backup, and later the proof that it can be restored. */
export function makeBackupJobs(deps: { logger: Logger; metrics: Metrics }): {
  jobs: JobHandlers
  dailyJobs: Timetable[]
} {
  const jobs: JobHandlers = {}
  const names = Object.keys(nightly) as (keyof typeof nightly)[]
  for (const name of names) {
    const { part, command } = nightly[name]
    jobs[name] = async (_payload, { signal }) => {
      try {
        await runQuietly(command, signal)
        deps.metrics.backupFailing.set({ part }, 0)
      } catch (error) {
        deps.metrics.backupFailing.set({ part }, 1)
        deps.logger.error({ err: error, part }, 'the nightly backup failed')
        throw error
      }
    }
  }
  return { jobs, dailyJobs: names.map(name => ({ name, minuteOfDay: nightly[name].minuteOfDay })) }
}
