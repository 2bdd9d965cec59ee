import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '@luckygas/contract/endpoint.ts'
import { endpoints } from '@luckygas/contract/endpoints/index.ts'
import { uuidv7 } from '@luckygas/contract/kernel/ids.ts'
import { may, type Role, roles } from '@luckygas/contract/permissions.ts'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSystem, type System } from '../../main/wiring.ts'
import { systemActor } from '../../platform/actor.ts'
import { settableClock } from '../../platform/clock.ts'
import { openDataFolder } from '../../platform/data-folder/data-folder.ts'
import { runWrite } from '../../platform/database/write.ts'
import { makeHttpServer } from '../../platform/http/http-server.ts'
import { registerRoutes } from '../../platform/http/register-routes.ts'
import { makeMetrics } from '../../platform/telemetry/metrics.ts'
import { createTestDatabase } from '../../testkit/test-database.ts'
import { foundCompany } from '../admin/admin.api.ts'
import { argon2Hasher, createFirstUsers } from './identity.api.ts'

/** Signing in, staying in and signing out are all that a stranger may ask for; the exchange proves itself otherwise. */
const publicIds = ['calls.report', 'identity.login', 'identity.logout', 'identity.refresh']
const logger = pino({ level: 'silent' })
const clock = settableClock('2026-11-22T01:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'luckygas-route-walk-'))

let database: Awaited<ReturnType<typeof createTestDatabase>>
let system: System
let app: FastifyInstance
const tokens = new Map<Role, string>()

beforeAll(async () => {
  database = await createTestDatabase()
  system = await openSystem({
    connectionString: database.connectionString,
    dataFolder: openDataFolder(folder),
    logger,
    clock,
  })
  app = await makeHttpServer({ logger, metrics: makeMetrics(), clock })
  registerRoutes(app, { ...system, isAnswerChecked: true }, system.routes)
  const { answer: users } = await runWrite(
    { db: system.db, clock },
    { actor: systemActor, traceId: 'test' },
    async context => {
      const depot = { code: 'A', name: '總站', address: '', latitude: 22.75, longitude: 121.14 }
      const depotId = await foundCompany(context, { name: '測試瓦斯行', isDemo: false, depot })
      return createFirstUsers(context, argon2Hasher, depotId)
    },
  )
  for (const { role, login, password } of users) {
    const response = await app.inject({
      method: 'POST',
      url: '/api/auth/login',
      payload: { login, password },
    })
    tokens.set(role, response.json<{ accessToken: string }>().accessToken)
  }
})

afterAll(async () => {
  await app?.close()
  await system?.close()
  await database?.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** Asks an endpoint with a well-formed path and otherwise nothing: past the doors there is only a malformed request. */
function ask(endpoint: Endpoint, token?: string) {
  const url = endpoint.path.replace(/:(\w+)/g, (_match, name: string) => samples[name] ?? uuidv7(1))
  return app.inject({
    method: endpoint.method,
    url,
    headers: {
      'idempotency-key': uuidv7(clock.now().getTime()),
      ...(endpoint.transfer === 'upload' && { 'content-type': 'application/octet-stream' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(endpoint.method !== 'GET' && { payload: endpoint.transfer === 'upload' ? Buffer.from('x') : {} }),
  })
}
const samples: Record<string, string> = { code: '50', date: '2026-11-22' }

const guarded = endpoints.filter(endpoint => endpoint.access !== 'public')
const codeOf = (response: { body: string; headers: Record<string, unknown> }) =>
  String(response.headers['content-type']).includes('problem') ? JSON.parse(response.body).code : undefined

describe('every route × every role', () => {
  test('[S15] every endpoint of the contract is registered exactly once, and nothing else is', () => {
    const registered = system.routes.map(route => route.endpoint.id).sort()
    expect(registered).toEqual(endpoints.map(endpoint => endpoint.id).sort())
    expect(endpoints.length).toBeGreaterThan(60)
    for (const { method, path } of endpoints) expect(app.hasRoute({ method, url: path })).toBe(true)
  })

  test('[S15] only signing in, staying in and signing out are open to strangers', () => {
    const open = endpoints.filter(endpoint => endpoint.access === 'public').map(endpoint => endpoint.id)
    expect(open.sort()).toEqual(publicIds)
  })

  test.each(guarded.map(endpoint => [endpoint.id, endpoint] as const))(
    '[S15][N1] %s: 401 for a stranger, 403 without the permission, neither with it',
    async (_id, endpoint) => {
      for (const token of [undefined, 'x', 'a.b.c']) {
        const stranger = await ask(endpoint, token)
        expect([stranger.statusCode, codeOf(stranger)]).toEqual([401, 'identity.not-signed-in'])
      }
      for (const role of roles) {
        const answer = await ask(endpoint, tokens.get(role))
        const seen = [
          role,
          answer.statusCode === 401,
          codeOf(answer) === 'identity.not-allowed',
          answer.statusCode >= 500,
        ]
        const isAllowed = endpoint.access !== 'public' && may(role, endpoint.access)
        expect(seen).toEqual([role, false, !isAllowed, false])
        if (!isAllowed) expect(answer.statusCode).toBe(403)
      }
    },
  )
})
