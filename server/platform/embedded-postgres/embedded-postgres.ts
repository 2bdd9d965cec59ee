import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type DataFolder, openDataFolder } from '../data-folder/data-folder.ts'
import { isSignallable } from '../data-folder/process-identity.ts'
import { createCluster, databaseName, resetPassword, superuser } from './create-cluster.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts'
import { freePort } from './postgres-port.ts'
import {
  archiveSettings,
  handedOverFolder,
  type PostgresSettings,
  productionSettings,
  settingsFile,
  throwAwaySettings,
  usableMemoryBytes,
} from './postgres-settings.ts'
import { giveTo, type PostgresUser, postgresUserFor } from './postgres-user.ts'
import { isPostmasterOf, type Postmaster, readPostmasterFile } from './postmaster-file.ts'
import { launchPostmaster, stopPostmaster, waitUntilReady } from './postmaster-process.ts'

export type EmbeddedPostgresOptions = {
  /** The installation's data folder; the cluster is `postgres/` in it. */
  dataFolder: string
  /** For tests: no fsync, nothing survives a power cut. Never for a company's data. */
  isThrowAway?: boolean
  /** Further settings of `postgresql.conf`, such as `archive_mode`; they win over ours. */
  settings?: PostgresSettings
}

export type EmbeddedPostgres = {
  connectionString: string
  port: number
  pid: number
  /** True when a server that an earlier process had left running was taken over. */
  wasAdopted: boolean
  /** Stops the server, whoever started it; returns when it is gone. */
  stop(): Promise<void>
}

/**
 * Makes sure that PostgreSQL 18 runs on the data folder's cluster and answers: adopts the one that a killed process
 * left behind, or starts one, creating the cluster the first time. Call it inside `whileAlone` (or through
 * `shared-postgres.ts`) when other processes may use the folder too. Throws `EmbeddedPostgresError`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataFolder = openDataFolder(options.dataFolder)
  const folder = join(dataFolder.path, 'postgres')
  const user = postgresUserFor(folder)
  const setting: Setting = {
    dataFolder,
    folder,
    user,
    binaries: findPostgresBinaries(user),
    password: dataFolder
      .secretFile('postgres-superuser', () => randomBytes(32).toString('base64url'))
      .toString(),
    isThrowAway: options.isThrowAway ?? false,
    settings: options.settings ?? {},
  }
  if (!existsSync(folder)) createCluster(setting, setting.password, setting.isThrowAway)
  refuseOtherMajorVersion(setting)
  const adopted = await adopt(setting)
  if (adopted) return handle(setting, adopted, true)
  const started = await start(setting)
  if ((await answers(setting, started.port)) === 'yes') return handle(setting, started, false)
  // The password file was lost or replaced; the cluster belongs to whoever owns the folder, so set it anew.
  await stopPostmaster(started.pid)
  resetPassword(setting, setting.password)
  return handle(setting, await start(setting), false)
}

type Setting = {
  dataFolder: DataFolder
  folder: string
  user: PostgresUser | undefined
  binaries: PostgresBinaries
  password: string
  isThrowAway: boolean
  settings: PostgresSettings
}

function handle(setting: Setting, { pid, port }: Postmaster, wasAdopted: boolean): EmbeddedPostgres {
  return {
    connectionString: connectionString(setting, port),
    port,
    pid,
    wasAdopted,
    stop: () => stopPostmaster(pid),
  }
}

function connectionString({ password }: Setting, port: number): string {
  return `postgresql://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${databaseName}`
}

function refuseOtherMajorVersion({ folder, binaries }: Setting): void {
  const made = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  const [major] = binaries.version.split('.')
  if (made !== major)
    throw new EmbeddedPostgresError(
      `The data in ${folder} was made by PostgreSQL ${made}, and this program brings ${major}: restore a backup into a new data folder.`,
    )
}

/** Takes over a server that still runs on the cluster, unless it is of an older release or does not answer. */
async function adopt(setting: Setting): Promise<Postmaster | undefined> {
  const left = readPostmasterFile(setting.folder)
  if (!left) return undefined
  if (!isPostmasterOf(setting.folder, left.pid)) {
    // A dead server's file is PostgreSQL's own business. But where its process id now belongs to another program,
    // PostgreSQL would take that program for a server and refuse to start.
    if (isSignallable(left.pid)) rmSync(join(setting.folder, 'postmaster.pid'), { force: true })
    return undefined
  }
  const ready = await waitUntilReady(setting.folder, left.pid)
  if (ready === 'ended') return undefined
  if ((await answers(setting, ready.port)) === 'yes') return ready
  await stopPostmaster(left.pid)
  return undefined
}

const startAttempts = 40

async function start(setting: Setting): Promise<Postmaster> {
  const { dataFolder, folder, user, binaries } = setting
  const log = dataFolder.file('logs', 'postgres-start.log')
  let preferredPort = lastPort(folder)
  for (let attempt = 1; ; attempt++) {
    writeSettings(setting, await freePort(preferredPort))
    const outcome = await launchPostmaster({ folder, postgres: binaries.postgres, user, log })
    if ('pid' in outcome) return outcome
    if (outcome.reason === 'other' || attempt === startAttempts)
      throw new EmbeddedPostgresError(`PostgreSQL does not start: ${outcome.output.trim()}`)
    // Another program was quicker to the port, or a killed server's last processes are still leaving.
    if (outcome.reason === 'port-taken') preferredPort = undefined
    else await sleep(250)
  }
}

function writeSettings({ folder, user, binaries, isThrowAway, settings }: Setting, port: number): void {
  const handedOver = join(folder, handedOverFolder)
  mkdirSync(handedOver, { recursive: true, mode: 0o700 })
  giveTo(user, handedOver)
  const file = join(folder, 'luckygas.conf')
  const all = {
    ...productionSettings(usableMemoryBytes(), port),
    ...(binaries.hasArchiveModule ? archiveSettings : {}),
    ...(isThrowAway ? throwAwaySettings : {}),
    ...settings,
  }
  writeFileSync(file, settingsFile(all), { mode: 0o600 })
  giveTo(user, file)
}

/** The port chosen at an earlier start, so that a tool's saved connection keeps working. */
function lastPort(folder: string): number | undefined {
  try {
    const found = /^port = '(\d+)'$/m.exec(readFileSync(join(folder, 'luckygas.conf'), 'utf8'))
    return found ? Number(found[1]) : undefined
  } catch {
    return undefined
  }
}

/** `yes` when our user can log in and the server is of the release we bring. */
async function answers(setting: Setting, port: number): Promise<'yes' | 'no'> {
  const client = new pg.Client({
    connectionString: connectionString(setting, port),
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query("SELECT current_setting('server_version') AS version")
    return rows[0]?.version === setting.binaries.version ? 'yes' : 'no'
  } catch {
    return 'no'
  } finally {
    await client.end().catch(() => undefined)
  }
}
