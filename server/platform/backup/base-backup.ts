import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFolder } from '../data-folder/data-folder.ts'
import { takeFileLock } from '../data-folder/file-lock.ts'
import { openDirectConnection } from '../database/database.ts'
import { BackupError } from './backup-error.ts'
import { type BackupFolder, ifMissing, namesIn, objectId } from './backup-folder.ts'
import type { BackupKey } from './backup-key.ts'
import { listCluster } from './cluster-files.ts'
import { eachOf } from './each-of.ts'
import type { BackupKeeper } from './keeper.ts'
import { bytesOf, type Manifest, type ManifestFile, type Totals, writeManifest } from './manifest.ts'
import { type Content, type Source, seal, syncFolder } from './piece.ts'

type Client = Awaited<ReturnType<typeof openDirectConnection>>

export interface BaseBackupOptions {
  data: DataFolder
  backup: BackupFolder
  key: BackupKey
  keeper: Pick<BackupKeeper, 'ship' | 'line'>
  connectionString: string
  readTotals(client: Client): Promise<Totals>
  signal: AbortSignal
}

const filesAtOnce = 3
const lockTimeoutMs = 60_000
/** PostgreSQL hands the last part over within a second; a full disk or a wrong setting would let us wait for ever. */
const shippedTimeoutMs = 180_000

/**
 * Copies the running cluster by PostgreSQL's low-level interface together with secrets, certificates and documents.
 * The copy counts when its manifest appears, which is its last step; what a killed one leaves is used by the next.
 */
export async function takeBaseBackup(options: BaseBackupOptions): Promise<Manifest> {
  await mkdir(options.backup.path, { recursive: true, mode: 0o700 })
  const lock = await takeFileLock(join(options.backup.path, 'base.lock'), 'exclusive', lockTimeoutMs)
  try {
    await rm(draftsOf(options.backup), { recursive: true, force: true })
    await mkdir(draftsOf(options.backup), { recursive: true, mode: 0o700 })
    const client = await openDirectConnection(options.connectionString)
    try {
      return await copyWhileRunning(options, client)
    } finally {
      await client.end()
    }
  } finally {
    lock.release()
  }
}

const draftsOf = (backup: BackupFolder) => join(backup.path, 'drafts')

async function copyWhileRunning(options: BaseBackupOptions, client: Client): Promise<Manifest> {
  const { data, keeper, key } = options
  const setting = await one<{ mode: string; version: string }>(
    client,
    `select current_setting('archive_mode') as mode, current_setting('server_version') as version`,
  )
  if (setting.mode === 'off')
    throw new BackupError('PostgreSQL archives no log: restart LuckyGas, and see "npx luckygas doctor".')
  const id = randomUUID().slice(0, 8)
  const begun = await one<{ at: Date; segment: string }>(
    client,
    `select clock_timestamp() as at, pg_walfile_name(pg_backup_start($1, true)) as segment`,
    [`luckygas ${id}`],
  )
  const cluster = join(data.path, 'postgres')
  const { folders, files } = await listCluster(cluster)
  const entries = await copyFiles(options, [
    ...files.map(path => `postgres/${path}`),
    ...(await ownFiles(data)),
  ])
  const stopped = await one<{ at: Date; label: string; map: string; segment: string }>(
    client,
    `select clock_timestamp() as at, labelfile as label, spcmapfile as map, pg_walfile_name(lsn) as segment
     from pg_backup_stop(false)`,
  )
  entries.push(await copyText(options, 'postgres/backup_label', stopped.label))
  if (stopped.map.trim() !== '')
    throw new BackupError('The cluster has tablespaces outside its folder, which a backup cannot hold.')
  const before = await options.readTotals(client)
  const name = `luckygas ${id}`
  await client.query('select pg_create_restore_point($1)', [name])
  await untilVisible(client)
  const after = await options.readTotals(client)
  const { segment: lastSegment } = await one<{ segment: string }>(
    client,
    'select pg_walfile_name(pg_switch_wal()) as segment',
  )
  const line = await keeper.line()
  await untilShipped(options, lastSegment)
  const manifest: Manifest = {
    version: 1,
    id: `${begun.at.toISOString().replaceAll(':', '-')}-${id}`,
    startedAt: begun.at.toISOString(),
    stoppedAt: stopped.at.toISOString(),
    firstSegment: begun.segment,
    lastSegment,
    postgresVersion: setting.version,
    migrations: await appliedMigrations(client),
    point: { name, before, after },
    folders: folders.map(path => `postgres/${path}`),
    files: entries.sort((a, b) => (a.path < b.path ? -1 : 1)),
    documents: (await keeper.ship()).documents,
  }
  await writeManifest(line, key, manifest)
  return manifest
}

/** Everything beside the cluster that a new machine needs, but not what makes this installation this one. */
async function ownFiles(data: DataFolder): Promise<string[]> {
  const kept = async (place: string) =>
    (await namesIn(join(data.path, place)))
      .filter(name => !/^backup-(key|line)$|\.lock$/.test(name))
      .map(name => `${place}/${name}`)
  const atRoot = (await namesIn(data.path)).filter(name => name === 'first-login.json')
  return [...(await kept('secrets')), ...(await kept('tls')), ...atRoot]
}

async function copyFiles(options: BaseBackupOptions, paths: readonly string[]): Promise<ManifestFile[]> {
  const entries: ManifestFile[] = []
  await eachOf(paths, filesAtOnce, async path => {
    options.signal.throwIfAborted()
    const from = join(options.data.path, path)
    // PostgreSQL drops files while we copy; what the log still needs of them, the log has.
    const found = await stat(from).catch(ifMissing(undefined))
    if (!found?.isFile()) return
    const entry = await copyContent(options, path, bytesOf(from)).catch(ifMissing(undefined))
    if (entry) entries.push(entry)
  })
  return entries
}

const copyText = (options: BaseBackupOptions, path: string, text: string) =>
  copyContent(options, path, [Buffer.from(text)])

/** Seals a content under the name its bytes give it; contents that an earlier backup sealed are kept once. */
async function copyContent(options: BaseBackupOptions, path: string, source: Source): Promise<ManifestFile> {
  const { backup, key } = options
  const draft = join(draftsOf(backup), randomUUID())
  const content: Content = await seal(draft, key, source)
  const object = objectId(key, content.sha256)
  const place = backup.objectPath(object)
  const isKept = await stat(place).then(() => true, ifMissing(false))
  if (isKept) await rm(draft)
  else {
    await mkdir(join(place, '..'), { recursive: true, mode: 0o700 })
    await rename(draft, place)
    await syncFolder(join(place, '..'))
  }
  return { path, ...content, object }
}

async function untilShipped(options: BaseBackupOptions, segment: string): Promise<void> {
  const deadline = performance.now() + shippedTimeoutMs
  for (;;) {
    await options.keeper.ship()
    const line = await options.keeper.line()
    if ((await line.walSegments()).includes(segment)) return
    options.signal.throwIfAborted()
    if (performance.now() > deadline)
      throw new BackupError(`PostgreSQL did not hand over its log up to ${segment}; is the disk full?`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

const visibleTimeoutMs = 20_000

/**
 * A commit stands in the log a moment before others see it. Waits until whatever was under way at the named point has
 * ended, so that the figures read next hold everything the log holds up to there.
 */
async function untilVisible(client: Client): Promise<void> {
  const { xid } = await one<{ xid: string }>(
    client,
    'select pg_snapshot_xmax(pg_current_snapshot())::text as xid',
  )
  const deadline = performance.now() + visibleTimeoutMs
  while (performance.now() < deadline) {
    const { ended } = await one<{ ended: boolean }>(
      client,
      'select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 as ended',
      [xid],
    )
    if (ended) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

async function appliedMigrations(client: Client): Promise<string[]> {
  const { rows: found } = await client.query("select to_regclass('schema_migration') is not null as is_there")
  if (!found[0]?.is_there) return []
  const { rows } = await client.query<{ name: string }>('select name from schema_migration order by name')
  return rows.map(row => row.name)
}

async function one<T extends object>(client: Client, text: string, values: unknown[] = []): Promise<T> {
  const { rows } = await client.query<T>(text, values)
  const [row] = rows
  if (!row) throw new BackupError(`PostgreSQL gave no answer to: ${text}`)
  return row
}
