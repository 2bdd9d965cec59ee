import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openDataFolder } from '../data-folder/data-folder.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.ts'
import { giveTo, postgresUserFor } from '../embedded-postgres/postgres-user.ts'
import { BackupError } from './backup-error.ts'
import { type BackupFolder, ifMissing, type LineFolder, namesIn } from './backup-folder.ts'
import type { BackupKey } from './backup-key.ts'
import { type Choice, chooseBase } from './choose-base.ts'
import { eachOf } from './each-of.ts'
import { following } from './keeper.ts'
import type { Manifest } from './manifest.ts'
import { openPieceInto } from './piece.ts'

/** Where to stop: a moment, the named point right after the latest copy, or the end of what was saved. */
export type Target = { kind: 'moment'; at: Date } | { kind: 'point' } | { kind: 'end' }

export interface RestoreOptions {
  backup: BackupFolder
  key: BackupKey
  keyText: string
  target: Target
  /** An absent or empty folder, which becomes the data folder. */
  into: string
  /** For a restore that only proves something: PostgreSQL does without what survives a power cut. */
  isThrowAway?: boolean
  onProgress(line: string): void
}

export interface Restored {
  lineId: string
  manifest: Manifest
  /** The running server of the restored installation; the caller stops it. */
  postgres: EmbeddedPostgres
  lastSegment: string
}

const filesAtOnce = 4

/** Restores into an empty folder and starts PostgreSQL there, at the wanted moment. Never touches where it came from. */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { backup, key, target, into, onProgress } = options
  const occupied = (await readdir(into).catch(ifMissing<string[]>([]))).length > 0
  if (occupied) throw new BackupError(`${into} is not empty: choose a new folder, nothing is written over.`)
  const choice = await chooseBase(backup, key, target)
  const { manifest, line } = choice
  onProgress(`Base backup of ${manifest.stoppedAt}, ${manifest.files.length} files …`)
  const data = openDataFolder(into)
  await layFiles(options, manifest)
  await layDocuments(line, key, data.file('files'))
  const lastSegment = await layLog(choice, key, join(into, 'postgres', 'pg_wal'))
  onProgress(`Log up to ${lastSegment}, replaying …`)
  data.secretFile('backup-key', () => `${options.keyText}\n`)
  await protect(into)
  const postgres = await replay(options, manifest, into)
  return { lineId: line.id, manifest, postgres, lastSegment }
}

async function layFiles({ backup, key, into }: RestoreOptions, manifest: Manifest): Promise<void> {
  for (const folder of ['postgres', ...manifest.folders])
    await mkdir(join(into, folder), { recursive: true, mode: 0o700 })
  await eachOf(manifest.files, filesAtOnce, async file => {
    const target = join(into, file.path)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    const content = await openPieceInto(backup.objectPath(file.object), key, target)
    if (content.sha256 !== file.sha256)
      throw new BackupError(`The piece ${backup.objectPath(file.object)} does not hold ${file.path}.`)
  })
}

async function layDocuments(line: LineFolder, key: BackupKey, files: string): Promise<void> {
  const shelves = await namesIn(join(line.path, 'files'))
  for (const shelf of shelves) {
    await mkdir(join(files, shelf), { recursive: true, mode: 0o700 })
    const names = (await namesIn(line.filePath(shelf))).filter(name => !name.endsWith('.draft'))
    await eachOf(names, filesAtOnce, async name => {
      await openPieceInto(line.filePath(join(shelf, name)), key, join(files, shelf, name))
    })
  }
}

/** Lays the log where PostgreSQL looks for it by itself, so that no command has to fetch it. */
async function layLog(
  { line, manifest, untilSegment }: Choice,
  key: BackupKey,
  folder: string,
): Promise<string> {
  const all = await line.walSegments()
  const histories = all.filter(name => name.endsWith('.history'))
  const there = new Set(all)
  const wanted: string[] = []
  for (let next = manifest.firstSegment; there.has(next); next = following(next)) {
    wanted.push(next)
    if (next === untilSegment) break
  }
  const last = wanted.at(-1) ?? ''
  if (last < manifest.lastSegment)
    throw new BackupError(
      `The log has a gap: ${line.walPath(last ? following(last) : manifest.firstSegment)} is missing.`,
    )
  await eachOf([...histories, ...wanted], filesAtOnce, async name => {
    await openPieceInto(line.walPath(name), key, join(folder, name))
  })
  return last
}

async function protect(into: string): Promise<void> {
  const cluster = join(into, 'postgres')
  await chmod(cluster, 0o700)
  // The user PostgreSQL will run as is chosen as for a new cluster.
  giveTo(postgresUserFor(cluster), cluster)
}

const recoveryMark = 'recovery.signal'

async function replay(options: RestoreOptions, manifest: Manifest, into: string): Promise<EmbeddedPostgres> {
  const start = async (target: Target) => {
    const cluster = join(into, 'postgres')
    await writeFile(join(cluster, recoveryMark), '', { mode: 0o600 })
    giveTo(postgresUserFor(cluster), join(cluster, recoveryMark))
    return startEmbeddedPostgres({
      dataFolder: into,
      settings: { ...recoverySettings(target, manifest), ...(options.isThrowAway ? carelessSettings : {}) },
    })
  }
  try {
    return await start(options.target)
  } catch (error) {
    const isEarly = /recovery ended before configured recovery target was reached/.test(
      (error as Error).message,
    )
    // The log is complete up to the moment, and nothing was committed after it: then its end is that moment.
    if (isEarly && options.target.kind === 'moment') return start({ kind: 'end' })
    throw error
  }
}

const carelessSettings = { fsync: 'off', full_page_writes: 'off', shared_buffers: '128MB' }

function recoverySettings(target: Target, manifest: Manifest): Record<string, string> {
  return {
    archive_mode: 'off',
    hot_standby: 'off',
    logging_collector: 'off',
    // Everything is in pg_wal already; a command that fails makes PostgreSQL look there. Shells agree on this one.
    restore_command: 'exit 1',
    // A backup's line has one timeline; what another restore made of it later must not be followed.
    recovery_target_timeline: 'current',
    recovery_target_action: 'promote',
    ...(target.kind === 'moment' && {
      recovery_target_time: target.at.toISOString().replace('T', ' ').replace('Z', '+00'),
    }),
    ...(target.kind === 'point' && { recovery_target_name: manifest.point.name }),
  }
}
