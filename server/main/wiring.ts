import type { Logger } from 'pino'
import type { ImportResult } from '../../contract/endpoints/imports.ts'
import type { CallsSettings } from '../capabilities/calls/calls.api.ts'
import type { ForecastingDeps } from '../capabilities/forecasting/forecasting.api.ts'
import { followKeyRing, loadKeyRing } from '../capabilities/identity/identity.api.ts'
import { type ImportFileRequest, importFile } from '../capabilities/imports/imports.api.ts'
import { readIntegrityResult } from '../capabilities/integrity/integrity.api.ts'
import type { Actor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { DataFolder } from '../platform/data-folder/data-folder.ts'
import { type Database, openDatabase } from '../platform/database/database.ts'
import { makeFreshAnswers } from '../platform/database/fresh-answers.ts'
import { openReplicaReports, primaryReports, type Reports } from '../platform/database/report-reader.ts'
import type { Route } from '../platform/http/route.ts'
import { askedJobs } from '../platform/jobs/answer-asked.ts'
import type { LiveOptions } from '../platform/live/live-server.ts'
import { connectRedis, type RedisAddress, type RedisClient } from '../platform/redis/connect-redis.ts'
import { type Metrics, makeMetrics } from '../platform/telemetry/metrics.ts'
import { makeOwnAttempts } from '../ports/attempts/attempts.memory.ts'
import { makeRedisAttempts } from '../ports/attempts/attempts.redis.ts'
import { makeOwnCache } from '../ports/cache/cache.memory.ts'
import { makeRedisCache } from '../ports/cache/cache.redis.ts'
import { makeDirectoryFiles } from '../ports/files/files.directory.ts'
import type { Files } from '../ports/files/files.port.ts'
import { makeS3Files, type S3Options } from '../ports/files/files.s3.ts'
import type { PubSub } from '../ports/pubsub/pubsub.port.ts'
import { makePostgresPubSub } from '../ports/pubsub/pubsub.postgres.ts'
import { makeRedisPubSub } from '../ports/pubsub/pubsub.redis.ts'
import { type JobAccount, usualPace } from '../ports/queue/account-jobs.ts'
import type { AmqpAddress } from '../ports/queue/amqp-address.ts'
import type { JobDesk, JobHandlers, Queue, Timetable } from '../ports/queue/queue.port.ts'
import { makePostgresQueue } from '../ports/queue/queue.postgres.ts'
import { makeRabbitQueue } from '../ports/queue/queue.rabbitmq.ts'
import type { OpenSearchOptions } from '../ports/search/search.opensearch.ts'
import { makeBackupJobs } from './backup-jobs.ts'
import { joinCapabilities } from './capabilities.ts'
import { makeDailyPrune } from './daily-prune.ts'
import { type DiskWatch, watchDisk } from './disk-watch.ts'
import { makeIntegrityJob } from './integrity-job.ts'
import { awaitedJobs, jobLimits } from './job-limits.ts'
import { openSearchEngine, type SearchParts } from './search-engine.ts'
import { openTravelTimes } from './travel.ts'
import type { TravelConfig } from './travel-config.ts'
import { readTroubles } from './troubles.ts'
import { warnOfDrift } from './warn-of-drift.ts'

export interface SystemOptions {
  /** A migrated database. */
  connectionString: string
  /** The same database through a pooler in transaction mode, for all but sessions, locks and LISTEN. */
  poolerUrl?: string | undefined
  /** A standby for reports, and how far behind it may be; absent, the primary answers them. */
  replica?: { url: string; maxLagMs: number } | undefined
  dataFolder: DataFolder
  logger: Logger
  clock: Clock
  /** Whether the database is the embedded one, which nobody else backs up. */
  isBackedUpHere?: boolean
  /** How the telephone exchange proves itself; absent where calls are off. */
  calls?: CallsSettings | undefined
  /** The road service that is asked for travel times; absent, they are estimated. */
  travel?: TravelConfig | undefined
  /** Engines of a set-up of several machines, as configured; what is absent, PostgreSQL and the data folder do. */
  engines?: {
    redis?: RedisAddress | undefined
    s3?: S3Options | undefined
    rabbitmq?: AmqpAddress | undefined
    openSearch?: OpenSearchOptions | undefined
  }
}

/** The whole program without its doors: what the server listens with and what the command line works with. */
export interface System {
  db: Database
  /** Where reports are read: a standby that is near enough, else the primary. */
  reports: Reports
  connectionString: string
  clock: Clock
  logger: Logger
  metrics: Metrics
  pubsub: PubSub
  queue: Queue & JobDesk
  files: Files
  /** Counts that all processes share, where there is a Redis. */
  redis: RedisClient | undefined
  search: SearchParts
  /** Whether there is room, and who must wait for it. */
  disk: DiskWatch
  routes: Route[]
  jobs: JobHandlers
  dailyJobs: Timetable[]
  authenticate(accessToken: string, endpointId?: string): Promise<Actor>
  readSessionRights: LiveOptions['readSessionRights']
  /** Keys the hash of each write's request, see `KeyRing`. */
  requestHashKey: Buffer
  /** Makes the answers that are asked for first, where a cache that all processes share has lost them. */
  warmUp(): Promise<void>
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
  const database = openDatabase({
    connectionString: options.poolerUrl ?? connectionString,
    onIdleError: onFault,
  })
  const { redis: redisAddress, s3, rabbitmq, openSearch } = options.engines ?? {}
  const onRedisFault = (error: Error) => logger.warn({ err: error }, 'redis connection')
  const redis = redisAddress && connectRedis(redisAddress, { onFault: onRedisFault })
  const pubsub = redisAddress
    ? await makeRedisPubSub(redisAddress, onRedisFault)
    : await makePostgresPubSub(connectionString, onFault)
  const files = s3 ? makeS3Files(s3) : makeDirectoryFiles(options.dataFolder.file('files'))
  const { db } = database
  const reports = options.replica
    ? openReplicaReports({
        primary: db,
        replicaUrl: options.replica.url,
        maxLagMs: options.replica.maxLagMs,
        onRead: place => metrics.reportReads.inc({ place }),
        onFault: error => logger.warn({ err: error }, 'database replica'),
      })
    : primaryReports(db)
  const onJobFault = (error: Error) => logger.warn({ err: error }, 'job queue')
  const account: JobAccount = {
    ...usualPace,
    db,
    connectionString,
    limits: jobLimits,
    awaited: awaitedJobs,
    onJob: (job, result, error) => {
      metrics.jobs.inc({ job, result })
      if (error) logger.error({ err: error, job }, 'job failed')
    },
    onFault: onJobFault,
  }
  const queue = rabbitmq
    ? makeRabbitQueue({ ...account, address: rabbitmq })
    : await makePostgresQueue(account)
  const keys = loadKeyRing(options.dataFolder.secretFile, clock.now())
  const stopFollowing = followKeyRing(keys, { secretFile: options.dataFolder.secretFile, clock, onFault })
  const travelTimes = openTravelTimes({ db, clock, logger, metrics, config: options.travel })
  const search = openSearchEngine({ db, connectionString, clock, logger, metrics, config: openSearch })
  const disk = watchDisk({ folder: options.dataFolder.path, db, clock, metrics, logger })
  const joined = joinCapabilities({
    db,
    clock,
    pubsub,
    queue,
    files,
    search: search.index,
    travelTimes,
    keys,
    freshAnswers: makeFreshAnswers({
      cache: redis ? makeRedisCache(redis) : makeOwnCache(),
      onAsked: (name, source) => metrics.freshAnswers.inc({ name, source }),
    }),
    makeAttempts: redis ? name => makeRedisAttempts(redis, name) : () => makeOwnAttempts(),
    calls: options.calls,
    readTroubles: async () =>
      readTroubles({
        data: options.dataFolder,
        isBackedUpHere: options.isBackedUpHere === true,
        disk: await disk.read(),
        integrity: await readIntegrityResult(db),
        now: clock.now(),
      }),
    onFault,
  })
  const prune = makeDailyPrune({
    db,
    clock,
    files,
    logger,
    travelTimes,
    warnOfDrift: () => warnOfDrift(connectionString, logger),
  })
  const integrity = makeIntegrityJob({ db, clock, files, logger })
  const backup = options.isBackedUpHere ? makeBackupJobs({ logger, metrics }) : { jobs: {}, dailyJobs: [] }
  return {
    db,
    reports,
    connectionString,
    clock,
    logger,
    metrics,
    pubsub,
    queue,
    files,
    redis,
    search,
    disk,
    routes: joined.routes,
    jobs: {
      ...joined.jobs,
      ...askedJobs({ db, clock, pubsub, onFault: onJobFault }, joined.routes),
      ...prune.jobs,
      ...integrity.jobs,
      ...backup.jobs,
      ...search.jobs,
    },
    dailyJobs: [
      ...joined.dailyJobs,
      ...prune.dailyJobs,
      ...integrity.dailyJobs,
      ...backup.dailyJobs,
      ...search.dailyJobs,
    ],
    authenticate: joined.authenticate,
    readSessionRights: joined.readSessionRights,
    forecastingDeps: joined.forecastingDeps,
    warmUp: () => joined.warmUp(reports),
    importFile: request => importFile(joined.importDeps, request),
    requestHashKey: keys.requestHashKey,
    close: async () => {
      stopFollowing()
      disk.stop()
      await pubsub.close()
      await search.close()
      redis?.disconnect()
      await reports.close()
      await database.close()
    },
  }
}
