import { existsSync, readdirSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { openDataFolder } from '../../platform/data-folder/data-folder.ts'
import { leaseHolders } from '../../platform/data-folder/lease.ts'
import { readMigrations } from '../../platform/database/migrate.ts'
import { loadTls } from '../../platform/https/tls.ts'
import { type BackupPart, backupParts, lateAfterHours, readBackupOutcome } from '../backup-status.ts'
import { diskStateOf } from '../disk.rules.ts'
import { usualLimits } from '../disk-watch.ts'
import { misspeltNames } from '../env.ts'
import { checkDrift } from './check-drift.ts'
import { checkSearch } from './check-search.ts'
import type { CommandIo } from './command.ts'

export type Finding = { check: string; state: 'good' | 'warning' | 'bad'; detail: string }
type Found = Omit<Finding, 'check'>

/** What `doctor` looks at, in the order in which one thing stands on another. */
export const healthChecks: readonly { name: string; check(io: CommandIo): Promise<Found[]> }[] = [
  { name: 'node', check: checkNode },
  { name: 'settings', check: checkSettings },
  { name: 'data folder', check: checkDataFolder },
  { name: 'disk', check: checkDisk },
  { name: 'certificate', check: checkCertificate },
  { name: 'database', check: checkDatabase },
  { name: 'schema', check: checkSchema },
  { name: 'backup', check: checkBackup },
  { name: 'search', check: checkSearch },
]

const good = (detail: string): Found => ({ state: 'good', detail })
const warning = (detail: string): Found => ({ state: 'warning', detail })
const bad = (detail: string): Found => ({ state: 'bad', detail })

async function checkNode(): Promise<Found[]> {
  const { node } = process.versions
  return [node.startsWith('24.') ? good(`Node ${node}`) : bad(`Node ${node}, but the program needs Node 24`)]
}

async function checkSettings(): Promise<Found[]> {
  const misspelt = misspeltNames()
  return misspelt.length > 0
    ? misspelt.map(name => warning(`${name} is no setting of ours; is it misspelt?`))
    : [good('all settings are understood')]
}

async function checkDataFolder({ config }: CommandIo): Promise<Found[]> {
  if (!existsSync(config.dataFolder))
    return [warning(`${config.dataFolder} does not exist yet; npm start makes it`)]
  // Opening narrows what is too open, so look first.
  const open = [config.dataFolder, ...secretFiles(config.dataFolder)].filter(
    path => statSync(path).mode & 0o077,
  )
  const folder = openDataFolder(config.dataFolder)
  const users = leaseHolders(folder).filter(({ pid }) => pid !== process.pid)
  const inUse = users.map(({ program, pid }) => `${program} (process ${pid})`).join(', ')
  return [
    ...open.map(path => warning(`${path} could be read by others; now it cannot`)),
    good(`${folder.path}, ${inUse ? `in use by ${inUse}` : 'not in use'}`),
  ]
}

function secretFiles(dataFolder: string): string[] {
  return ['secrets', 'tls']
    .map(name => join(dataFolder, name))
    .filter(existsSync)
    .flatMap(folder => [folder, ...readdirSync(folder).map(name => join(folder, name))])
    .filter(path => !path.endsWith('.lock'))
}

const GiB = 1024 ** 3

async function checkDisk({ config }: CommandIo): Promise<Found[]> {
  const place = existsSync(config.dataFolder) ? config.dataFolder : join(config.dataFolder, '..')
  const { bavail, bsize } = await statfs(place)
  const freeBytes = bavail * bsize
  const detail = `${(freeBytes / GiB).toFixed(1)} GiB free`
  const state = diskStateOf(freeBytes, usualLimits)
  if (state === 'full') return [bad(`${detail}; uploads and imports wait, and with none the database stops`)]
  return [state === 'low' ? warning(detail) : good(detail)]
}

const dayMs = 86_400_000

async function checkCertificate({ config, clock }: CommandIo): Promise<Found[]> {
  if (!existsSync(config.dataFolder)) return [warning('none yet')]
  const tls = await loadTls({
    folder: openDataFolder(config.dataFolder),
    tlsFiles: config.tlsFiles,
    now: clock.now(),
  })
  if (!tls && config.publicOrigin) return [good(`${config.publicOrigin} is served by a proxy`)]
  if (!tls) return [warning('no HTTPS: only this machine is served; "npx luckygas https" lets phones in')]
  const days = Math.floor((tls.expiresAt.getTime() - clock.now().getTime()) / dayMs)
  const detail = `valid for ${days} more days: ${tls.names.join(', ')}`
  if (days < 3) return [bad(detail)]
  return [days < 21 ? warning(detail) : good(detail)]
}

/** Settings under which an acknowledged order survives a power cut. */
const durability = ['fsync', 'full_page_writes', 'synchronous_commit'] as const

async function checkDatabase({ config, withDatabase }: CommandIo): Promise<Found[]> {
  const hasData = config.database.kind === 'external' || existsSync(join(config.dataFolder, 'postgres'))
  if (!hasData) return [warning('none yet; npm start makes it')]
  return withDatabase(async connectionString => {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
    await client.connect()
    try {
      return [...(await checkServer(client)), ...(await checkMigrations(client))]
    } finally {
      await client.end()
    }
  })
}

async function checkSchema(io: CommandIo): Promise<Found[]> {
  const hasData = io.config.database.kind === 'external' || existsSync(join(io.config.dataFolder, 'postgres'))
  return hasData ? checkDrift(io) : [warning('none yet; npm start makes it')]
}

async function checkServer(client: pg.Client): Promise<Found[]> {
  const names = ['server_version_num', 'server_encoding', ...durability]
  const { rows } = await client.query<{ name: string; setting: string }>(
    'SELECT name, setting FROM pg_settings WHERE name = ANY($1) LIMIT 10',
    [names],
  )
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]))
  const major = Math.floor(Number(settings.get('server_version_num')) / 10_000)
  const encoding = settings.get('server_encoding')
  return [
    major >= 15 && major <= 18
      ? good(`PostgreSQL ${major}`)
      : bad(`PostgreSQL ${major}; 15 to 18 are supported`),
    ...(encoding === 'UTF8' ? [] : [bad(`encoding ${encoding}: Chinese needs UTF8`)]),
    ...durability
      .filter(name => settings.get(name) === 'off')
      .map(name => bad(`${name} is off: a power cut loses acknowledged work`)),
  ]
}

async function checkMigrations(client: pg.Client): Promise<Found[]> {
  const { rows: exists } = await client.query(
    "SELECT to_regclass('schema_migration') IS NOT NULL AS is_there",
  )
  if (!exists[0]?.is_there) return [warning('no schema yet; npm start makes it')]
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'SELECT name, sha256 FROM schema_migration ORDER BY name LIMIT 10000',
  )
  const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]))
  const ours = await readMigrations()
  const pending = ours.filter(({ name }) => !applied.has(name))
  const changed = ours.filter(({ name, sha256 }) => applied.has(name) && applied.get(name) !== sha256)
  const known = new Set(ours.map(({ name }) => name))
  const newer = rows.filter(({ name }) => !known.has(name))
  return [
    ...changed.map(({ name }) => bad(`migration ${name} was changed after it was applied`)),
    ...newer.map(({ name }) => bad(`migration ${name} is from a newer program than this one`)),
    pending.length > 0
      ? warning(`${pending.length} migrations wait for the next start`)
      : good(`schema at ${rows.at(-1)?.name ?? 'its beginning'}`),
  ]
}

const neverDone: Readonly<Record<BackupPart, string>> = {
  shipping: 'the log is not shipped yet; npm start does it',
  base: 'no base backup yet: npx luckygas backup',
  verification: 'no backup has been proved by restoring it: npx luckygas backup verify',
  offsite: 'nothing has been copied off site yet; npm start does it',
}

async function checkBackup({ config, clock }: CommandIo): Promise<Found[]> {
  if (config.database.kind === 'external') return [good('left to the tools of the database at DATABASE_URL')]
  if (!existsSync(config.dataFolder)) return [warning('none yet')]
  const data = openDataFolder(config.dataFolder)
  const found: Found[] = []
  const parts = backupParts.filter(part => part !== 'offsite' || config.backup.offSite !== undefined)
  if (!config.backup.offSite)
    found.push(warning('no copy outside this building: set LUCKYGAS_BACKUP_S3_BUCKET and its key'))
  for (const part of parts) {
    const outcome = await readBackupOutcome(data, part)
    if (!outcome) found.push(warning(neverDone[part]))
    else if (!outcome.isGood) found.push(bad(`${part} failed at ${outcome.at}: ${outcome.detail}`))
    else if (clock.now().getTime() - Date.parse(outcome.at) > lateAfterHours[part] * 3_600_000)
      found.push(warning(`${part} was last done at ${outcome.at}`))
    else found.push(good(`${part} done at ${outcome.at}: ${outcome.detail}`))
  }
  const hasKey = existsSync(data.file('secrets', 'backup-key'))
  if (hasKey && !existsSync(data.file('secrets', 'backup-key.shown')))
    found.push(warning('nobody has written the key down: npx luckygas backup --show-key'))
  return found
}
