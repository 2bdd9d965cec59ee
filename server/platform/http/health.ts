import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import type { Metrics } from '../telemetry/metrics.ts'

export interface HealthState {
  /** Set once migrations are done and everything is wired. */
  isStarted: boolean
  /** Set when a stop has begun: load balancers should send nothing new. */
  isDraining: boolean
}

const checkMs = 2_000

/** Live: the process turns. Ready: it can serve (the database answers, no stop has begun). Start-up: it has once been wired. */
export function registerHealth(
  app: FastifyInstance,
  state: HealthState,
  db: Database,
  metrics: Metrics,
): void {
  app.get('/health/live', async () => ({ status: 'live' }))
  app.get('/health/startup', async (_request, reply) => {
    if (state.isStarted) return { status: 'started' }
    return reply.status(503).send({ status: 'starting' })
  })
  app.get('/health/ready', async (_request, reply) => {
    const reasons: string[] = []
    if (!state.isStarted) reasons.push('starting')
    if (state.isDraining) reasons.push('draining')
    if (reasons.length === 0 && !(await databaseAnswers(db))) reasons.push('database')
    if (reasons.length === 0) return { status: 'ready' }
    return reply.status(503).send({ status: 'not-ready', reasons })
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
}

async function databaseAnswers(db: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<false>(resolve => {
    timer = setTimeout(() => resolve(false), checkMs)
  })
  const ask = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([ask, timeout])
  } finally {
    clearTimeout(timer)
  }
}
