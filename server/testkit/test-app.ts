import { randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { denied } from '../../contract/kernel/problem.ts'
import type { Role } from '../../contract/permissions.ts'
import type { Actor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import { makeHttpServer } from '../platform/http/http-server.ts'
import { registerRoutes } from '../platform/http/register-routes.ts'
import type { Route } from '../platform/http/route.ts'
import type { AskWorkers } from '../platform/jobs/ask-workers.ts'
import { makeMetrics } from '../platform/telemetry/metrics.ts'

export interface TestAppOptions {
  db: Database
  clock: Clock
  routes: Route[]
  /** Real authentication; without it the bearer token names a role and `testActor` makes the person. */
  authenticate?(accessToken: string): Promise<Actor>
  /** Who does what is left to workers; without them the app does it itself. */
  askWorkers?: AskWorkers
}

/** A real HTTP server with the given routes, asked by `inject`; answers are checked against the contract. */
export async function testApp(options: TestAppOptions): Promise<FastifyInstance> {
  const app = await makeHttpServer({
    logger: pino({ level: 'silent' }),
    metrics: makeMetrics(),
    clock: options.clock,
  })
  registerRoutes(
    app,
    {
      db: options.db,
      clock: options.clock,
      authenticate: options.authenticate ?? authenticateByRole,
      isAnswerChecked: true,
      ...(options.askWorkers && { askWorkers: options.askWorkers }),
      requestHashKey: randomBytes(32),
    },
    options.routes,
  )
  onTestFinished(() => app.close())
  return app
}

/** The person that a role name stands for in tests; the same id each time. */
export function testActor(role: Role, depotId: string | null = null): Actor {
  const id = `00000000-0000-7000-8000-${Buffer.from(role).toString('hex').slice(0, 12).padStart(12, '0')}`
  return { id, role, name: role, depotId, driverId: null }
}

async function authenticateByRole(token: string): Promise<Actor> {
  const [role, depotId] = token.split('@')
  if (!role) throw denied('identity.not-signed-in')
  return testActor(role as Role, depotId ?? null)
}

/** Sends a write with an Idempotency-Key of its own, unless `headers` brings one. */
export function send(
  app: FastifyInstance,
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  token: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  const request: InjectOptions = {
    method,
    url,
    payload: body as object,
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID(), ...headers },
  }
  return app.inject(request)
}

export function get(app: FastifyInstance, url: string, token: string): Promise<LightMyRequestResponse> {
  return app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${token}` } })
}
