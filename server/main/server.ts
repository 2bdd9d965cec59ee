import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { BackupKeeper } from '../platform/backup/keeper.ts'
import type { Clock } from '../platform/clock.ts'
import { type DataFolder, openDataFolder } from '../platform/data-folder/data-folder.ts'
import { leaseHolders } from '../platform/data-folder/lease.ts'
import { migrate } from '../platform/database/migrate.ts'
import { type FrontDoor, type FrontDoorOptions, openFrontDoor } from '../platform/https/front-door.ts'
import { isLoopback } from '../platform/https/local-network.ts'
import { loadTls, type Tls } from '../platform/https/tls.ts'
import { registerTrustPages } from '../platform/https/trust-pages.ts'
import { runQuietly } from './backup-jobs.ts'
import { startShipping } from './backup-shipping.ts'
import { openBackups } from './backups.ts'
import { addressList, type Config } from './config.ts'
import { clearUnfinishedDemo, foundDemoCompany, foundFirstCompany, isEmpty } from './first-start.ts'
import { forgetOffSiteCopy, offSiteStore, startOffSiteCopy } from './off-site.ts'
import { reachDatabase } from './reach-database.ts'
import { makeDoor, startServices } from './services.ts'
import { openSystem, type System } from './wiring.ts'

export type RunningServer = {
  /** What to type into a browser on this machine. */
  origin: string
  /** The page that teaches a phone to trust us, when there is something to trust. */
  trustPage: string | undefined
  /** Lets running requests end, closes sockets, ends jobs, then the database; takes a few seconds at most. */
  stop(): Promise<void>
}

export type ServerOptions = {
  config: Config
  clock: Clock
  logger: Logger
  signal: AbortSignal
  /** Told what a long first start is doing. */
  onProgress(line: string): void
}

/** Running requests get this long to end when the server stops. */
const drainMs = 3_000
/** A server of ours that is just stopping may hold the port this long. */
const portWaitMs = 10_000
const certificateCheckMs = 3_600_000
const certificateAlarmMs = 21 * 86_400_000

/**
 * The program's life: database, migrations, services, door; and all of it backwards when it stops or when a step
 * fails. An aborted `signal` ends a start at the next step.
 */
export async function startServer({
  config,
  clock,
  logger,
  signal,
  onProgress,
}: ServerOptions): Promise<RunningServer> {
  const undo: (() => Promise<unknown>)[] = []
  const stop = async () => {
    const failures: unknown[] = []
    // A step that fails must not keep the later ones, the database above all, from ending properly.
    for (const step of undo.splice(0).reverse()) await step().catch(error => failures.push(error))
    if (failures.length > 0) throw new AggregateError(failures, 'LuckyGas did not stop cleanly.')
  }
  try {
    const folder = openDataFolder(config.dataFolder)
    const loaded = await loadTls({ folder, tlsFiles: config.tlsFiles, now: clock.now() })
    const database = await reachDatabase(config, folder, 'server', error =>
      logger.error(
        { err: error },
        error ? 'PostgreSQL died and does not start' : 'PostgreSQL died and runs again',
      ),
    )
    undo.push(database.release)
    signal.throwIfAborted()
    await clearUnfinishedDemo(database.connectionString, folder)
    const applied = await migrate(database.connectionString)
    if (applied.length > 0) logger.info({ migrations: applied }, 'schema migrated')
    signal.throwIfAborted()
    const open = (systemClock: Clock) =>
      openSystem({
        connectionString: database.connectionString,
        ...(config.database.kind === 'external' && {
          poolerUrl: config.database.poolerUrl,
          replica: config.database.replica,
        }),
        dataFolder: folder,
        isBackedUpHere: config.database.kind === 'embedded',
        logger,
        clock: systemClock,
        calls: config.calls,
        travel: config.travel,
        engines: config,
      })
    const system = await open(clock)
    undo.push(system.close)
    if (await isEmpty(system)) {
      if (config.isDemoWanted)
        await foundDemoCompany({ folder, openSystem: open, now: clock.now(), onProgress })
      else await foundFirstCompany(system, folder, { name: '幸福氣', isDemo: false })
    }
    signal.throwIfAborted()
    if (config.database.kind === 'embedded')
      undo.push(
        shipBackup({ config, folder, connectionString: database.connectionString, clock, logger, system }),
      )
    const services = await startServices(system, config.roles)
    let stopping: Promise<void> | undefined
    const stopServices = () => {
      stopping ??= services.stop()
      return stopping
    }
    undo.push(stopServices)
    signal.throwIfAborted()
    const trustProxy = config.trustedProxies.length > 0 ? config.trustedProxies.join(',') : false
    const app = await makeDoor(system, services, { trustProxy })
    undo.push(() => app.close())
    const certificate = { tls: loaded }
    const opened: { door?: FrontDoor } = {}
    if (loaded?.authority)
      await registerTrustPages(app, {
        tls: () => certificate.tls ?? loaded,
        port: () => opened.door?.port ?? 0,
      })
    await app.ready()
    const door = await openWhenFree(folder, {
      onRequest: app.routing,
      onUpgrade: (request, socket, head) => app.server.emit('upgrade', request, socket, head),
      port: config.port,
      host: config.host,
      tls: loaded,
      proxies: config.publicOrigin
        ? { addresses: addressList(config.trustedProxies), publicOrigin: config.publicOrigin }
        : undefined,
    })
    opened.door = door
    // Sockets close while requests still end: a browser's open socket must not hold up the door.
    undo.push(() => Promise.all([door.close(drainMs), stopServices()]))
    undo.push(watchCertificate({ config, folder, clock, system, door, certificate }))
    return { ...addresses(door, loaded), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Shipping = {
  config: Config
  folder: DataFolder
  connectionString: string
  clock: Clock
  logger: Logger
  system: System
}

/** Keeps the backup of the embedded database up to the minute; answers how to stop. */
function shipBackup({
  config,
  folder,
  connectionString,
  clock,
  logger,
  system,
}: Shipping): () => Promise<void> {
  const { keeper } = openBackups({ settings: config.backup, data: folder, connectionString, clock })
  const takeBackup = (signal: AbortSignal) => runQuietly(['backup'], signal)
  const { metrics } = system
  const backupFolder = config.backup.folder
  const shipping = startShipping({ keeper, backupFolder, data: folder, logger, metrics, clock, takeBackup })
  const offSite = copyOffSite({ config, folder, clock, logger, system }, keeper)
  return async () => {
    await shipping.stop()
    await offSite?.stop()
  }
}

function copyOffSite(
  { config, folder, clock, logger, system }: Omit<Shipping, 'connectionString'>,
  keeper: BackupKeeper,
) {
  const store = offSiteStore(config.backup)
  if (!store) {
    forgetOffSiteCopy(folder).catch(error => logger.warn({ err: error }, 'note of the off-site copy'))
    return undefined
  }
  return startOffSiteCopy({
    settings: config.backup,
    store,
    ownLineId: async () => (await keeper.line()).id,
    data: folder,
    logger,
    metrics: system.metrics,
    clock,
  })
}

/** Opens the door; waits for the port while another server of this installation is giving it up. */
async function openWhenFree(folder: DataFolder, options: FrontDoorOptions): Promise<FrontDoor> {
  const deadline = performance.now() + portWaitMs
  for (;;) {
    try {
      return await openFrontDoor(options)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      const other = leaseHolders(folder).find(
        ({ pid, program }) => program === 'server' && pid !== process.pid,
      )
      if (other && performance.now() < deadline) await sleep(200)
      else throw new PortTakenError(options.port, other?.pid)
    }
  }
}

/** Another process listens on our port. */
export class PortTakenError extends Error {
  constructor(port: number, pid: number | undefined) {
    super(
      pid === undefined
        ? `Port ${port} is taken by another program: stop it, or choose another port with PORT.`
        : `LuckyGas already runs on port ${port} (process ${pid}).`,
    )
  }
}

function addresses(door: FrontDoor, tls: Tls | undefined): Pick<RunningServer, 'origin' | 'trustPage'> {
  const isHere =
    door.host === '0.0.0.0' || door.host === '::' || door.host === 'localhost' || isLoopback(door.host)
  const isIPv6 = door.host.includes(':')
  const host = isIPv6
    ? `[${door.host === '::' ? '::1' : door.host}]`
    : door.host === '0.0.0.0'
      ? '127.0.0.1'
      : door.host
  const origin = `${isHere || !tls ? 'http' : 'https'}://${host}:${door.port}`
  return { origin, trustPage: tls?.authority ? `${origin}/trust` : undefined }
}

type Watch = {
  config: Config
  folder: DataFolder
  clock: Clock
  system: System
  door: FrontDoor
  certificate: { tls: Tls | undefined }
}

/** Looks every hour whether the certificate was renewed or is about to end; answers how to stop looking. */
function watchCertificate({ config, folder, clock, system, door, certificate }: Watch): () => Promise<void> {
  const report = ({ expiresAt }: Tls) => {
    system.metrics.tlsExpirySeconds.set(expiresAt.getTime() / 1000)
    const leftMs = expiresAt.getTime() - clock.now().getTime()
    if (leftMs < certificateAlarmMs)
      system.logger.error({ tlsExpiresAt: expiresAt }, 'server certificate ends soon')
  }
  const look = async () => {
    const tls = await loadTls({ folder, tlsFiles: config.tlsFiles, now: clock.now() })
    if (!tls || !certificate.tls) return
    if (tls.certificate !== certificate.tls.certificate) door.useCertificate(tls)
    certificate.tls = tls
    report(tls)
  }
  if (certificate.tls) report(certificate.tls)
  const timer = setInterval(
    () => look().catch(error => system.logger.error({ err: error }, 'server certificate')),
    certificateCheckMs,
  )
  timer.unref()
  return async () => clearInterval(timer)
}
