import { statfs } from 'node:fs/promises'
import type { Logger } from 'pino'
import { declareFile, uploadFile } from '../../contract/endpoints/deliveries.ts'
import { startImport } from '../../contract/endpoints/imports.ts'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { unavailable } from '../../contract/kernel/problem.ts'
import { readParameters } from '../capabilities/admin/admin.api.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import type { Metrics } from '../platform/telemetry/metrics.ts'
import { type DiskLimits, type DiskState, diskStateOf } from './disk.rules.ts'

/** What can wait until there is room: a phone keeps its photos and sends them later, a file is imported tomorrow. */
const deferrable: ReadonlySet<string> = new Set([declareFile.id, uploadFile.id, startImport.id])

const lookEveryMs = 5_000
const limitsEveryMs = 60_000
const retryAfterSeconds = 60
const MiB = 1024 ** 2
/** Until the company's own are read, and while its database is away. */
export const usualLimits: DiskLimits = { warnBytes: 5_120 * MiB, refuseBytes: 1_024 * MiB }

export interface DiskReading {
  state: DiskState
  freeBytes: number
}

export interface DiskWatch {
  /** What was found at most five seconds ago. */
  read(): Promise<DiskReading>
  /** Throws `disk.full` (507) for what can wait while there is no room for it. */
  admit(endpointId: string): Promise<void>
  stop(): void
}

export interface DiskWatchOptions {
  folder: string
  db: Database
  clock: Clock
  metrics: Metrics
  logger: Logger
  /** Free bytes where the folder lies; the file system's answer where absent. */
  readFreeBytes?(): Promise<number>
}

const freeBytesOf = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Looks at the data folder's disk every few seconds, warns before it is full, and opens again by itself. */
export function watchDisk(options: DiskWatchOptions): DiskWatch {
  const { folder, db, clock, metrics, logger } = options
  const readFreeBytes = options.readFreeBytes ?? (() => freeBytesOf(folder))
  let limits = { ...usualLimits, readAt: Number.NEGATIVE_INFINITY }
  let last: (DiskReading & { at: number }) | undefined

  async function currentLimits(): Promise<DiskLimits> {
    if (performance.now() - limits.readAt < limitsEveryMs) return limits
    const names = ['disk.warn-mebibytes', 'disk.refuse-mebibytes'] as const
    const read = await readParameters(db, names, businessDateOf(clock.now())).catch(() => undefined)
    const known = read && {
      warnBytes: read['disk.warn-mebibytes'] * MiB,
      refuseBytes: read['disk.refuse-mebibytes'] * MiB,
    }
    // While the database is away they are asked for again at the next look.
    if (known) limits = { ...known, readAt: performance.now() }
    return limits
  }

  async function read(): Promise<DiskReading> {
    if (last && performance.now() - last.at < lookEveryMs) return last
    const freeBytes = await readFreeBytes()
    const state = diskStateOf(freeBytes, await currentLimits(), last?.state)
    metrics.diskFreeBytes.set(freeBytes)
    metrics.diskRefusing.set(state === 'full' ? 1 : 0)
    if (state !== (last?.state ?? 'ample'))
      logger[state === 'ample' ? 'info' : 'error']({ state, freeBytes }, 'room on the disk')
    last = { state, freeBytes, at: performance.now() }
    return last
  }

  const timer = setInterval(() => {
    read().catch(error => logger.warn({ err: error }, 'room on the disk'))
  }, lookEveryMs)
  timer.unref()
  return {
    read,
    admit: async endpointId => {
      if (!deferrable.has(endpointId) || (await read()).state !== 'full') return
      throw unavailable('disk.full', { status: 507, retryAfter: retryAfterSeconds })
    },
    stop: () => clearInterval(timer),
  }
}
