import { type BackupFolder, installationKey, openBackupFolder } from '../platform/backup/backup-folder.ts'
import { takeBaseBackup } from '../platform/backup/base-backup.ts'
import { type BackupKeeper, makeKeeper } from '../platform/backup/keeper.ts'
import type { Manifest } from '../platform/backup/manifest.ts'
import { type Pruned, pruneBackup } from '../platform/backup/prune-backup.ts'
import type { Clock } from '../platform/clock.ts'
import type { DataFolder } from '../platform/data-folder/data-folder.ts'
import { readBusinessTotals } from './business-totals.store.ts'
import type { Config } from './config.ts'

export interface Backups {
  backup: BackupFolder
  keyText: string
  keeper: BackupKeeper
  /** A base backup now, then what is too old is forgotten. */
  take(signal: AbortSignal): Promise<{ manifest: Manifest; pruned: Pruned }>
}

/** The backup of this installation, on a database that runs. */
export function openBackups(options: {
  settings: Config['backup']
  data: DataFolder
  connectionString: string
  clock: Clock
}): Backups {
  const { data, connectionString, clock, settings } = options
  const backup = openBackupFolder(settings.folder)
  const { key, text } = installationKey(data)
  const keeper = makeKeeper({ data, backup, key, connectionString, clock })
  return {
    backup,
    keyText: text,
    keeper,
    take: async signal => {
      const readTotals = readBusinessTotals
      const manifest = await takeBaseBackup({
        data,
        backup,
        key,
        keeper,
        connectionString,
        readTotals,
        signal,
      })
      const { id: ownLineId } = await keeper.line()
      const { keepDays } = settings
      return { manifest, pruned: await pruneBackup({ backup, key, ownLineId, now: clock.now(), keepDays }) }
    },
  }
}
