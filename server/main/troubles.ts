import type { Today } from '../../contract/endpoints/today.ts'
import type { IntegrityResult } from '../capabilities/integrity/integrity.api.ts'
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
/** The check runs every night. */
const uncheckedAfterMs = 48 * 3_600_000

/** What is looked at for troubles. */
export interface Signs {
  outcomes: Partial<Record<BackupPart, BackupOutcome>>
  disk: DiskReading
  integrity: IntegrityResult | undefined
  now: Date
}

/**
 * What is wrong with the installation itself: a backup that failed or is long overdue, a disk that is nearly full, data
 * that does not agree or was not checked for two days. A part of the backup that was never done is none; a new
 * installation has its first night before it.
 */
export function troublesOf({ outcomes, disk, integrity, now }: Signs): Trouble[] {
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
  return integrity ? [...troubles, ...troublesOfIntegrity(integrity, now)] : troubles
}

/** What the last check found stands until the next one finds it mended, however old it is. */
function troublesOfIntegrity({ faults, checkedAt, awaitedSince }: IntegrityResult, now: Date): Trouble[] {
  const found = Object.entries(faults).map(([check, findings]) => `${check} ×${findings}`)
  const at = checkedAt?.toISOString() ?? null
  if (found.length > 0)
    return [{ what: 'integrity', state: 'faulty', at, detail: found.join('、').slice(0, longestDetail) }]
  const isLate = now.getTime() - (checkedAt ?? awaitedSince).getTime() > uncheckedAfterMs
  return isLate ? [{ what: 'integrity', state: 'unchecked', at, detail: '' }] : []
}

/** @param isBackedUpHere false where somebody else backs up the database, and its old notes say nothing */
export async function readTroubles({
  data,
  isBackedUpHere,
  ...signs
}: Omit<Signs, 'outcomes'> & { data: DataFolder; isBackedUpHere: boolean }): Promise<Trouble[]> {
  const outcomes: Partial<Record<BackupPart, BackupOutcome>> = {}
  if (isBackedUpHere)
    for (const part of backupParts) {
      const outcome = await readBackupOutcome(data, part)
      if (outcome) outcomes[part] = outcome
    }
  return troublesOf({ ...signs, outcomes })
}
