import type { Today } from '../../contract/endpoints/today.ts'
import type { DataFolder } from '../platform/data-folder/data-folder.ts'
import {
  type BackupOutcome,
  type BackupPart,
  backupParts,
  lateAfterHours,
  readBackupOutcome,
} from './backup-status.ts'
import type { DiskReading } from './disk-watch.ts'

type Trouble = Today['troubles'][number]

const GiB = 1024 ** 3
const longestDetail = 300

/**
 * What is wrong with the installation itself: a backup that failed or is long overdue, a disk that is nearly full.
 * A part that was never done is none; a new installation has its first night before it.
 */
export function troublesOf(
  outcomes: Partial<Record<BackupPart, BackupOutcome>>,
  disk: DiskReading,
  now: Date,
): Trouble[] {
  const troubles: Trouble[] = []
  for (const part of backupParts) {
    const outcome = outcomes[part]
    if (!outcome) continue
    const isLate = now.getTime() - Date.parse(outcome.at) > lateAfterHours[part] * 3_600_000
    if (outcome.isGood && !isLate) continue
    troubles.push({
      what: part,
      state: outcome.isGood ? 'overdue' : 'failed',
      at: outcome.at,
      detail: outcome.isGood ? '' : outcome.detail.slice(0, longestDetail),
    })
  }
  if (disk.state !== 'ample')
    troubles.push({
      what: 'disk',
      state: disk.state,
      at: null,
      detail: `${(disk.freeBytes / GiB).toFixed(1)} GiB`,
    })
  return troubles
}

/** @param isBackedUpHere false where somebody else backs up the database, and its old notes say nothing */
export async function readTroubles(
  data: DataFolder,
  isBackedUpHere: boolean,
  disk: DiskReading,
  now: Date,
): Promise<Trouble[]> {
  const outcomes: Partial<Record<BackupPart, BackupOutcome>> = {}
  if (isBackedUpHere)
    for (const part of backupParts) {
      const outcome = await readBackupOutcome(data, part)
      if (outcome) outcomes[part] = outcome
    }
  return troublesOf(outcomes, disk, now)
}
