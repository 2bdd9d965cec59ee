import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { reportPositions } from '../../contract/endpoints/deliveries.ts'
import { openApiDocument } from '../../contract/openapi.ts'
import { startRelay } from '../platform/events/relay.ts'
import { type HealthState, registerHealth } from '../platform/http/health.ts'
import { makeHttpServer } from '../platform/http/http-server.ts'
import { generousLimits, makeRateLimiter, type RateLimits } from '../platform/http/rate-limits.ts'
import { registerRoutes } from '../platform/http/register-routes.ts'
import { registerApps } from '../platform/http/static-apps.ts'
import { makeAskWorkers } from '../platform/jobs/ask-workers.ts'
import { type Live, startLive } from '../platform/live/live-server.ts'
import { shelterPauseMs } from '../platform/redis/shelter.ts'
import type { Role } from './config.ts'
import type { System } from './wiring.ts'

const projectRoot = join(import.meta.dirname, '../..')

export interface Services {
  health: HealthState
  /** What this process does; a door gives only what belongs to it. */
  roles: ReadonlySet<Role>
  /** The live sockets, in the role `realtime`. */
  live: Live | undefined
  /** Stops taking work, in order: sockets, the relay, jobs. The database stays open for whoever still answers. */
  stop(): Promise<void>
}

/** Starts what runs beside the doors: the event relay, the live sockets, the jobs. */
export async function startServices(system: System, roles: ReadonlySet<Role>): Promise<Services> {
  const onFault = (error: Error) => system.logger.warn({ err: error }, 'background service')
  const health: HealthState = { isStarted: true, isDraining: false }
  const relay = roles.has('worker')
    ? startRelay({
        connectionString: system.connectionString,
        pubsub: system.pubsub,
        onRelayed: count => system.metrics.eventsRelayed.inc(count),
        onFault,
      })
    : undefined
  const live = roles.has('realtime') ? await openLive(system, onFault) : undefined
  const feed = roles.has('worker') ? system.search.startFeed() : undefined
  const stopWarming = roles.has('api') ? keepWarm(system, onFault) : undefined
  const stopJobs = roles.has('worker') ? await system.queue.work(system.jobs, system.dailyJobs) : undefined
  const stop = async () => {
    health.isDraining = true
    stopWarming?.()
    await live?.stop()
    await relay?.stop()
    await feed?.stop()
    await stopJobs?.()
  }
  let stopping: Promise<void> | undefined
  return {
    health,
    roles,
    live,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

/** A Redis that comes, or comes back, keeps nothing: it is given what is asked for first, once it is believed again. */
function keepWarm({ redis, warmUp }: System, onFault: (error: Error) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const warm = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void warmUp().catch(onFault), shelterPauseMs * 1.5).unref()
  }
  if (redis?.status === 'ready') warm()
  redis?.on('ready', warm)
  return () => {
    clearTimeout(timer)
    redis?.off('ready', warm)
  }
}

const openLive = (system: System, onFault: (error: Error) => void): Promise<Live> =>
  startLive({
    db: system.db,
    clock: system.clock,
    pubsub: system.pubsub,
    authenticate: accessToken => system.authenticate(accessToken),
    readSessionRights: system.readSessionRights,
    listDepotIds: async () =>
      (await system.db.selectFrom('depot').select('id').limit(100).execute()).map(row => row.id),
    onCount: sockets => system.metrics.sockets.set(sockets),
    onFault,
  })

export interface DoorOptions {
  https?: { key: string; cert: string }
  trustProxy?: string | false
  isAnswerChecked?: boolean
  rateLimits?: Partial<RateLimits>
}

/** The phone's positions are paced by `tracking.min-interval-seconds`. */
const selfPacedEndpoints = [reportPositions.id]

/**
 * One HTTP(S) server: health and metrics always, the routes and both apps in the role `api`, the live sockets in the
 * role `realtime`. The caller listens with it and closes it.
 */
export async function makeDoor(
  system: System,
  services: Services,
  options: DoorOptions = {},
): Promise<FastifyInstance> {
  const app = await makeHttpServer({
    logger: system.logger,
    metrics: system.metrics,
    clock: system.clock,
    ...(options.https && { https: options.https }),
    ...(options.trustProxy !== undefined && { trustProxy: options.trustProxy }),
  })
  registerHealth(app, services.health, system.db, system.metrics)
  if (services.roles.has('api')) await registerApi(app, system, options)
  services.live?.attach(app.server)
  return app
}

async function registerApi(app: FastifyInstance, system: System, options: DoorOptions): Promise<void> {
  const openApi = openApiDocument()
  app.get('/api/openapi.json', async () => openApi)
  registerRoutes(
    app,
    {
      db: system.db,
      clock: system.clock,
      reports: system.reports,
      authenticate: system.authenticate,
      requestHashKey: system.requestHashKey,
      isAnswerChecked: options.isAnswerChecked ?? false,
      admit: endpointId => system.disk.admit(endpointId),
      askWorkers: makeAskWorkers({
        db: system.db,
        queue: system.queue,
        pubsub: system.pubsub,
        onFault: error => system.logger.warn({ err: error }, 'work for workers'),
      }),
      limiter: await makeRateLimiter(
        app,
        { ...generousLimits, selfPacedEndpoints, ...options.rateLimits },
        system.redis,
      ),
    },
    system.routes,
  )
  await registerApps(app, [
    { prefix: '/driver/', folder: join(projectRoot, 'driver/dist'), compilesWasm: true },
    { prefix: '/', folder: join(projectRoot, 'web/dist') },
  ])
}
