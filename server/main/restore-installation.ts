import { existsSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type IntegrityReport, runIntegrity } from '../capabilities/integrity/integrity.api.ts'
import { BackupError } from '../platform/backup/backup-error.ts'
import type { Totals } from '../platform/backup/manifest.ts'
import { type RestoreOptions, restoreBackup } from '../platform/backup/restore-backup.ts'
import { openDataFolder } from '../platform/data-folder/data-folder.ts'
import { openDatabase, openDirectConnection } from '../platform/database/database.ts'
import { migrate, readMigrations } from '../platform/database/migrate.ts'
import { isPostmasterOf, readPostmasterFile } from '../platform/embedded-postgres/postmaster-file.ts'
import { stopPostmaster } from '../platform/embedded-postgres/postmaster-process.ts'
import { readBusinessTotals } from './business-totals.store.ts'

export interface RestoreReport {
  into: string
  /** From the command to a database that takes writes and was proved. */
  rtoSeconds: number
  /** The last commit that is in it, by the database's clock; absent when the log after the copy held none. */
  lastCommitAt: string | undefined
  baseBackupAt: string
  lastSegment: string
  postgresVersion: string
  totals: Totals
  /** Figures that are outside what was read around the named point; only a restore to that point can tell. */
  totalsDiffer: string[]
  integrity: IntegrityReport
}

/** While it is being restored a folder is called so; nobody can start half an installation by mistake. */
const unfinished = (into: string) => `${into}.restoring`

/** Stops and removes what an earlier restore into this folder has left, finished or not. */
export async function clearRestored(into: string): Promise<void> {
  for (const place of [into, unfinished(into)]) {
    const cluster = join(place, 'postgres')
    const left = readPostmasterFile(cluster)
    if (left && isPostmasterOf(cluster, left.pid)) await stopPostmaster(left.pid)
    rmSync(place, { recursive: true, force: true })
  }
}

/**
 * Restores an installation into an empty folder, brings its schema to this program's, proves the ledgers and reads the
 * totals. PostgreSQL is stopped afterwards; the folder is ready for `npm start`. A failure leaves nothing behind.
 */
export async function restoreInstallation(options: RestoreOptions): Promise<RestoreReport> {
  const startedAt = performance.now()
  const { into } = options
  const folder = unfinished(into)
  for (const place of [into, folder])
    if (existsSync(place) && readdirSync(place).length > 0)
      throw new BackupError(`${place} is not empty: choose a new folder, nothing is written over.`)
  try {
    const found = await restoreAndProve({ ...options, into: folder })
    if (existsSync(into)) rmdirSync(into)
    renameSync(folder, into)
    return { into, rtoSeconds: Math.round((performance.now() - startedAt) / 100) / 10, ...found }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

async function restoreAndProve(options: RestoreOptions): Promise<Omit<RestoreReport, 'into' | 'rtoSeconds'>> {
  const { manifest, postgres, lastSegment } = await restoreBackup(options)
  try {
    const known = new Set((await readMigrations()).map(({ name }) => name))
    const newer = manifest.migrations.filter(name => !known.has(name))
    if (newer.length > 0)
      throw new BackupError(
        `The backup was made by a newer program (${newer.join(', ')}): install that one first.`,
      )
    const totals = await readTotals(postgres.connectionString)
    await migrate(postgres.connectionString)
    const database = openDatabase({ connectionString: postgres.connectionString, maxConnections: 2 })
    const integrity = await runIntegrity(database.db).finally(() => database.close())
    return {
      lastCommitAt: lastCommitAt(options.into),
      baseBackupAt: manifest.stoppedAt,
      lastSegment,
      postgresVersion: manifest.postgresVersion,
      totals,
      totalsDiffer: options.target.kind === 'point' ? outside(manifest.point, totals) : [],
      integrity,
    }
  } finally {
    await postgres.stop()
  }
}

async function readTotals(connectionString: string): Promise<Totals> {
  const client = await openDirectConnection(connectionString)
  return readBusinessTotals(client).finally(() => client.end())
}

/** Work may have gone on between the two readings: each figure must lie between them. */
export function outside(point: { before: Totals; after: Totals }, found: Totals): string[] {
  return Object.entries(point.before).flatMap(([name, before]) => {
    const bounds = [BigInt(before), BigInt(point.after[name] ?? before)]
    const value = found[name] === undefined ? undefined : BigInt(found[name])
    const isWithin =
      value !== undefined && bounds.some(bound => value >= bound) && bounds.some(bound => value <= bound)
    return isWithin
      ? []
      : [`${name}: ${found[name] ?? 'missing'}, but ${bounds.join(' to ')} when it was saved`]
  })
}

/** PostgreSQL tells its log at the end of the replay; nothing else knows. */
function lastCommitAt(into: string): string | undefined {
  const log = readFileSync(openDataFolder(into).file('logs', 'postgres-start.log'), 'utf8')
  const found = /last completed transaction was at log time (\S+ \S+)/.exec(log)?.[1]
  return found && new Date(`${found.replace(' ', 'T')}:00`).toISOString()
}
