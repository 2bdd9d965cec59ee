import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { openBackupFolder } from '../platform/backup/backup-folder.ts'
import { makeOffSiteCopy } from '../platform/backup/off-site/copy-off-site.ts'
import { makeS3CopyStore } from '../platform/backup/off-site/copy-store.s3.ts'
import type { CopyStore } from '../platform/backup/off-site/copy-store.ts'
import type { Clock } from '../platform/clock.ts'
import type { DataFolder } from '../platform/data-folder/data-folder.ts'
import { tryFileLock } from '../platform/data-folder/file-lock.ts'
import type { Metrics } from '../platform/telemetry/metrics.ts'
import { forgetBackupOutcome, noteBackupOutcome } from './backup-status.ts'
import type { Config } from './config.ts'

/** Right behind the shipping of the log, which closes a part every 45 s. */
const roundMs = 5_000
/** After failures the rounds come half as often each time, down to this. */
const longestPauseMs = 5 * 60_000
const stopPatienceMs = 2_000
const noteEveryMs = 60_000

export interface OffSiteCopyOptions {
  settings: Config['backup']
  store: CopyStore
  ownLineId(): Promise<string>
  data: DataFolder
  logger: Logger
  metrics: Metrics
  clock: Clock
}

/** The store that the settings name; undefined where the backup stays in the shop. */
export function offSiteStore({ offSite }: Config['backup']): CopyStore | undefined {
  return offSite && makeS3CopyStore(offSite)
}

/** Copies the backup off site round after round; a failure is told once, and again when it is over. */
export function startOffSiteCopy(options: OffSiteCopyOptions): { stop(): Promise<void> } {
  const { settings, store, data, logger, metrics, clock } = options
  mkdirSync(settings.folder, { recursive: true, mode: 0o700 })
  const stopping = new AbortController()
  const lockFile = join(settings.folder, 'offsite.lock')
  const copy = makeOffSiteCopy({
    backup: openBackupFolder(settings.folder),
    store,
    keepDays: settings.keepDays,
    ownLineId: options.ownLineId,
    now: () => clock.now(),
    signal: stopping.signal,
  })
  let pauseMs = roundMs
  let failure: string | undefined
  let notedAt = 0
  const note = async (detail: string, isGood: boolean) => {
    metrics.backupFailing.set({ part: 'offsite' }, isGood ? 0 : 1)
    const now = clock.now()
    const isNews = (isGood ? undefined : detail) !== failure
    failure = isGood ? undefined : detail
    if (!isNews && now.getTime() - notedAt < noteEveryMs) return
    notedAt = now.getTime()
    if (isNews && isGood) logger.info('the backup is copied off site again')
    if (isNews && !isGood) logger.error({ detail }, 'the backup is not copied off site')
    await noteBackupOutcome(data, 'offsite', { at: now.toISOString(), isGood, detail })
  }
  const round = async () => {
    // Processes of one installation take turns: whoever comes second leaves this round to the first.
    const lock = tryFileLock(lockFile, 'exclusive')
    if (!lock) return
    try {
      const { reachesTo } = await copy.round()
      if (reachesTo) metrics.offSiteReachSeconds.set(reachesTo.getTime() / 1000)
      pauseMs = roundMs
      await note(`${store.name}, reaches to ${reachesTo?.toISOString() ?? 'nothing yet'}`, true)
    } catch (error) {
      if (stopping.signal.aborted) return
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      await note((error as Error).message || String(error), false).catch(() => undefined)
    } finally {
      lock.release()
    }
  }
  let wake = () => {}
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await round()
      await new Promise<void>(resolve => {
        wake = resolve
        setTimeout(resolve, stopping.signal.aborted ? 0 : pauseMs).unref()
      })
    }
    store.close()
  })()
  return {
    stop: async () => {
      stopping.abort()
      wake()
      // A large piece on a slow line is not waited for; the next start sends it again.
      await Promise.race([running, sleep(stopPatienceMs, undefined, { ref: false })])
    },
  }
}

/** Without a store nothing is copied, and what an earlier one was told must not grow old. */
export const forgetOffSiteCopy = (data: DataFolder) => forgetBackupOutcome(data, 'offsite')
