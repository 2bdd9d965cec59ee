import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BackupError } from '../../platform/backup/backup-error.ts'
import { type BackupFolder, installationKey, openBackupFolder } from '../../platform/backup/backup-folder.ts'
import { type BackupKey, parseKey } from '../../platform/backup/backup-key.ts'
import { fetchOffSite } from '../../platform/backup/off-site/fetch-off-site.ts'
import type { Target } from '../../platform/backup/restore-backup.ts'
import { openDataFolder } from '../../platform/data-folder/data-folder.ts'
import { type BackupPart, noteBackupOutcome } from '../backup-status.ts'
import { openBackups } from '../backups.ts'
import { offSiteStore } from '../off-site.ts'
import { clearRestored, type RestoreReport, restoreInstallation } from '../restore-installation.ts'
import { type Command, type CommandIo, UsageError } from './command.ts'
import { parseMoment } from './parse-moment.ts'

/** A base backup of the embedded installation now; the log between backups is shipped by the running server. */
export const backupCommand: Command = {
  usage: '[--show-key]',
  options: { 'show-key': { type: 'boolean', default: false } },
  async run({ values }, io) {
    refuseExternal(io)
    const data = openDataFolder(io.config.dataFolder)
    if (values['show-key'] === true) {
      const { text } = installationKey(data)
      writeFileSync(shownMark(io), '')
      return { exit: 0, json: { key: text }, text }
    }
    return noting(io, 'base', async () => {
      const { manifest, pruned, keyText } = await io.withDatabase(async connectionString => {
        const { backup: settings } = io.config
        const backups = openBackups({ settings, data, connectionString, clock: io.clock })
        return { ...(await backups.take(io.signal)), keyText: backups.keyText }
      })
      const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
      const json = {
        folder: io.config.backup.folder,
        base: manifest.id,
        stoppedAt: manifest.stoppedAt,
        files: manifest.files.length,
        documents: manifest.documents.length,
        bytes,
        totals: manifest.point.after,
        pruned,
      }
      const told = [`備份完成 backed up to ${json.folder}: ${json.files} 檔 files, ${bytes} bytes`]
      if (!existsSync(shownMark(io)) && process.stdout.isTTY) {
        told.push(`請抄下並另外保管金鑰 write this key down and keep it elsewhere: ${keyText}`)
        writeFileSync(shownMark(io), '')
      }
      return { exit: 0 as const, json, text: told.join('\n'), detail: manifest.id }
    })
  },
}

/** Set once somebody has been shown the key. */
const shownMark = (io: CommandIo) => join(io.config.dataFolder, 'secrets', 'backup-key.shown')

/** Restores into a new folder; the installation that runs and the backup stay as they are. */
export const restoreCommand: Command = {
  usage: '--data FOLDER [--to "YYYY-MM-DD HH:MM:SS"] [--from FOLDER|s3] [--key FILE]',
  options: {
    to: { type: 'string' },
    from: { type: 'string' },
    data: { type: 'string' },
    key: { type: 'string' },
  },
  async run({ values }, io) {
    const { to, from, data, key } = values
    if (typeof data !== 'string') throw new UsageError('restore needs --data FOLDER, a new and empty one.')
    const target: Target = typeof to === 'string' ? { kind: 'moment', at: parseMoment(to) } : { kind: 'end' }
    const keyFile =
      typeof key === 'string' ? resolve(key) : join(io.config.dataFolder, 'secrets', 'backup-key')
    const into = resolve(data)
    const keys = readKey(keyFile)
    const report = await withBackupFrom({ from, io, key: keys.key, target, beside: into }, backup =>
      restoreInstallation({ backup, ...keys, target, into, onProgress: io.progress }),
    )
    return { exit: report.integrity.isClean ? 0 : 2, json: report, text: describe(report) }
  },
}

/**
 * The folder to restore from: the installation's own, another, or what is fetched from off site beside the restored
 * one. What was fetched goes once it has been restored; after a failure it stays, and the next try goes on with it.
 */
async function withBackupFrom<T>(
  source: { from: unknown; io: CommandIo; key: BackupKey; target: Target; beside: string },
  work: (backup: BackupFolder) => Promise<T>,
): Promise<T> {
  const { from, io, key, target, beside } = source
  if (from !== 's3')
    return work(openBackupFolder(typeof from === 'string' ? resolve(from) : io.config.backup.folder))
  const store = offSiteStore(io.config.backup)
  if (!store) throw new UsageError('--from s3 needs LUCKYGAS_BACKUP_S3_BUCKET, its region and its key.')
  const into = `${beside}.fetched`
  try {
    const result = await work(await fetchOffSite({ store, key, target, into, onProgress: io.progress }))
    rmSync(into, { recursive: true, force: true })
    return result
  } finally {
    store.close()
  }
}

/** Restores the latest backup into a throw-away folder, proves it, and throws it away. */
export const verifyBackupCommand: Command = {
  usage: '[--from s3]',
  options: { from: { type: 'string' } },
  async run({ values: { from } }, io) {
    refuseExternal(io)
    if (from !== undefined && from !== 's3') throw new UsageError('backup verify takes --from s3 or nothing.')
    const { folder } = io.config.backup
    const into = join(folder, 'verifying')
    return noting(io, 'verification', async () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      await clearRestored(into)
      try {
        const keys = readKey(join(io.config.dataFolder, 'secrets', 'backup-key'))
        const target: Target = { kind: 'point' }
        const { progress: onProgress } = io
        const report = await withBackupFrom({ from, io, key: keys.key, target, beside: into }, backup =>
          restoreInstallation({ backup, ...keys, target, into, isThrowAway: true, onProgress }),
        )
        const faults = [
          ...report.totalsDiffer,
          ...report.integrity.checks.filter(check => !check.isClean).map(({ name }) => `integrity: ${name}`),
        ]
        if (faults.length > 0) throw new BackupError(`The latest backup does not agree: ${faults.join('; ')}`)
        return { exit: 0 as const, json: report, text: describe(report), detail: `${report.rtoSeconds} s` }
      } finally {
        await clearRestored(into)
      }
    })
  },
}

/** Writes down how it went, for `doctor` and the health of the running server. */
async function noting<T extends { detail: string }>(
  io: CommandIo,
  part: BackupPart,
  work: () => Promise<T>,
): Promise<T> {
  const data = openDataFolder(io.config.dataFolder)
  const note = (isGood: boolean, detail: string) =>
    noteBackupOutcome(data, part, { at: io.clock.now().toISOString(), isGood, detail })
  try {
    const outcome = await work()
    await note(true, outcome.detail)
    return outcome
  } catch (error) {
    await note(false, (error as Error).message)
    throw error
  }
}

function refuseExternal({ config }: CommandIo): void {
  if (config.database.kind === 'external')
    throw new BackupError(
      'DATABASE_URL names a database of its own: it is backed up by its own tools, such as pgBackRest.',
    )
}

function readKey(file: string) {
  if (!existsSync(file)) throw new BackupError(`No backup key at ${file}: give it with --key FILE.`)
  const keyText = readFileSync(file, 'utf8').trim()
  return { key: parseKey(keyText), keyText }
}

function describe(report: RestoreReport): string {
  const totals = Object.entries(report.totals).map(([name, value]) => `  ${name} ${value}`)
  return [
    `還原完成 restored to ${report.into} in ${report.rtoSeconds} s`,
    `最後一筆 last commit ${report.lastCommitAt ?? report.baseBackupAt}`,
    ...totals,
    report.integrity.isClean
      ? '✓ 帳務核對一致 integrity'
      : '✗ 帳務核對有出入 integrity: see npx luckygas integrity',
  ].join('\n')
}
