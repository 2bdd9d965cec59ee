import { statfs } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { BackupKeeper } from '../platform/backup/keeper.ts'
import type { Clock } from '../platform/clock.ts'
import type { DataFolder } from '../platform/data-folder/data-folder.ts'
import type { Metrics } from '../platform/telemetry/metrics.ts'
import { noteBackupOutcome } from './backup-status.ts'

/** With parts of the log closed after 45 s, a lost disk costs less than a minute. */
const roundMs = 5_000
/** A company that has no base backup yet gets one when the program has run this long. */
const firstBackupMs = 10 * 60_000
const noteEveryMs = 60_000

export interface ShippingOptions {
  keeper: BackupKeeper
  backupFolder: string
  data: DataFolder
  logger: Logger
  metrics: Metrics
  clock: Clock
  takeBackup(signal: AbortSignal): Promise<void>
}

/** Ships the log and new documents round after round; a failure is told once, and again when it is over. */
export function startShipping(options: ShippingOptions): { stop(): Promise<void> } {
  const { keeper, data, logger, metrics, clock } = options
  const stopping = new AbortController()
  let failure: string | undefined
  let notedAt = 0
  let isWanted = true
  const note = async (detail: string, isGood: boolean) => {
    metrics.backupFailing.set({ part: 'shipping' }, isGood ? 0 : 1)
    const now = clock.now()
    const isNews = (isGood ? undefined : detail) !== failure
    failure = isGood ? undefined : detail
    if (!isNews && now.getTime() - notedAt < noteEveryMs) return
    notedAt = now.getTime()
    if (isNews && isGood) logger.info('the backup is shipped again')
    if (isNews && !isGood) logger.error({ detail }, 'the backup is not shipped; the log is kept until it is')
    await noteBackupOutcome(data, 'shipping', { at: now.toISOString(), isGood, detail })
  }
  const round = async () => {
    try {
      await keeper.ship()
      const { bavail, bsize } = await statfs(options.backupFolder)
      await note(`${Math.floor((bavail * bsize) / 1024 ** 2)} MiB free`, true)
    } catch (error) {
      // Even the note may not find room; the metric and the log have told it.
      await note((error as Error).message, false).catch(() => undefined)
    }
  }
  let current: Promise<void> | undefined
  const timer = setInterval(() => {
    current ??= round().finally(() => {
      current = undefined
    })
  }, roundMs)
  const first = setTimeout(async () => {
    try {
      const line = await keeper.line()
      if (isWanted && (await line.baseIds()).length === 0) await options.takeBackup(stopping.signal)
    } catch (error) {
      logger.error({ err: error }, 'first backup')
    }
  }, firstBackupMs)
  timer.unref()
  first.unref()
  return {
    stop: async () => {
      isWanted = false
      clearInterval(timer)
      clearTimeout(first)
      stopping.abort()
      await current
    },
  }
}
