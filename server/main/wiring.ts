import type { Logger } from 'pino'
import type { ImportResult } from '../../contract/endpoints/imports.ts'
import type { ForecastingDeps } from '../capabilities/forecasting/forecasting.api.ts'
import { followKeyRing, loadKeyRing } from '../capabilities/identity/identity.api.ts'
import { type ImportFileRequest, importFile } from '../capabilities/imports/imports.api.ts'
import type { Actor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { DataFolder } from '../platform/data-folder/data-folder.ts'
import { type Database, openDatabase } from '../platform/database/database.ts'
import type { Route } from '../platform/http/route.ts'
import type { LiveOptions } from '../platform/live/live-server.ts'
import { type Metrics, makeMetrics } from '../platform/telemetry/metrics.ts'
import { makeDirectoryFiles } from '../ports/files/files.directory.ts'
import type { Files } from '../ports/files/files.port.ts'
import type { PubSub } from '../ports/pubsub/pubsub.port.ts'
import { makePostgresPubSub } from '../ports/pubsub/pubsub.postgres.ts'
import type { JobHandlers, JobName, Queue } from '../ports/queue/queue.port.ts'
import { makePostgresQueue } from '../ports/queue/queue.postgres.ts'
import { makePostgresSearch } from '../ports/search/search.postgres.ts'
import { joinCapabilities } from './capabilities.ts'
import { makeDailyPrune } from './daily-prune.ts'

export interface SystemOptions {
  /** A migrated database. */
  connectionString: string
  dataFolder: DataFolder
  logger: Logger
  clock: Clock
}

/** The whole program without its doors: what the server listens with and what the command line works with. */
export interface System {
  db: Database
  connectionString: string
  clock: Clock
  logger: Logger
  metrics: Metrics
  pubsub: PubSub
  queue: Queue
  files: Files
  routes: Route[]
  jobs: JobHandlers
  dailyJobs: { name: JobName; minuteOfDay: number }[]
  authenticate(accessToken: string, endpointId?: string): Promise<Actor>
  readSessionRights: LiveOptions['readSessionRights']
  /** Keys the hash of each write's request, see `KeyRing`. */
  requestHashKey: Buffer
  /** Imports a legacy file of this machine in the calling process. */
  importFile(request: ImportFileRequest): Promise<ImportResult>
  /** What the forecast and the due list of the command line work with. */
  forecastingDeps: ForecastingDeps
  close(): Promise<void>
}

/** The composition root: the only place that names adapters and joins capabilities to each other. */
export async function openSystem(options: SystemOptions): Promise<System> {
  const { connectionString, clock, logger } = options
  const metrics = makeMetrics()
  const onFault = (error: Error) => logger.warn({ err: error }, 'database connection')
  const database = openDatabase({ connectionString, onIdleError: onFault })
  const pubsub = await makePostgresPubSub(connectionString, onFault)
  const files = makeDirectoryFiles(options.dataFolder.file('files'))
  const queue = await makePostgresQueue({
    connectionString,
    onJob: (job, result, error) => {
      metrics.jobs.inc({ job, result })
      if (error) logger.error({ err: error, job }, 'job failed')
    },
  })
  const { db } = database
  const keys = loadKeyRing(options.dataFolder.secretFile, clock.now())
  const stopFollowing = followKeyRing(keys, { secretFile: options.dataFolder.secretFile, clock, onFault })
  const joined = joinCapabilities({ db, clock, pubsub, queue, files, search: makePostgresSearch({ db }), keys, onFault })
  const prune = makeDailyPrune({ db, clock, files, logger })
  return {
    db,
    connectionString,
    clock,
    logger,
    metrics,
    pubsub,
    queue,
    files,
    routes: joined.routes,
    jobs: { ...joined.jobs, ...prune.jobs },
    dailyJobs: [...joined.dailyJobs, ...prune.dailyJobs],
    authenticate: joined.authenticate,
    readSessionRights: joined.readSessionRights,
    forecastingDeps: joined.forecastingDeps,
    importFile: request => importFile(joined.importDeps, request),
    requestHashKey: keys.requestHashKey,
    close: async () => {
      stopFollowing()
      await pubsub.close()
      await database.close()
    },
  }
}
