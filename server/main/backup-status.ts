import { rm } from 'node:fs/promises'
import { readJson, writeJson } from '../platform/backup/backup-folder.ts'
import type { DataFolder } from '../platform/data-folder/data-folder.ts'

/** The parts of backing up, each with its last outcome in a small file that every process may read. */
export const backupParts = ['shipping', 'base', 'verification', 'offsite'] as const
export type BackupPart = (typeof backupParts)[number]

/** How old a good outcome may be; the night's work may be late by some hours. */
export const lateAfterHours: Readonly<Record<BackupPart, number>> = {
  shipping: 1,
  base: 30,
  verification: 54,
  offsite: 1,
}

export interface BackupOutcome {
  at: string
  isGood: boolean
  detail: string
}

const fileOf = (data: DataFolder, part: BackupPart) => data.file('logs', `backup-${part}.json`)

export function readBackupOutcome(data: DataFolder, part: BackupPart): Promise<BackupOutcome | undefined> {
  return readJson<BackupOutcome>(fileOf(data, part))
}

/** Where a part is no longer wanted, its last outcome must not grow old and alarm. */
export function forgetBackupOutcome(data: DataFolder, part: BackupPart): Promise<void> {
  return rm(fileOf(data, part), { force: true })
}

export function noteBackupOutcome(data: DataFolder, part: BackupPart, outcome: BackupOutcome): Promise<void> {
  return writeJson(fileOf(data, part), outcome)
}
