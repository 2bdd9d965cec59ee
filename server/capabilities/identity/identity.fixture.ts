import { randomBytes } from 'node:crypto'
import { uuidv7 } from '@luckygas/contract/kernel/ids.ts'
import type { Role } from '@luckygas/contract/permissions.ts'
import type { FastifyInstance } from 'fastify'
import { systemActor } from '../../platform/actor.ts'
import { settableClock } from '../../platform/clock.ts'
import { runWrite } from '../../platform/database/write.ts'
import { makeOwnAttempts } from '../../ports/attempts/attempts.memory.ts'
import { testApp } from '../../testkit/test-app.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { readDriverIdOfUser } from '../dispatch/dispatch.api.ts'
import { argon2Hasher, createUser, type KeyRing, loadKeyRing, makeIdentity } from './identity.api.ts'

export const testNow = '2026-11-22T01:00:00Z'

/** Keys that live as long as a test. */
export function testKeyRing(): KeyRing {
  const secrets = new Map<string, Buffer>()
  return loadKeyRing((name, make) => {
    const secret = secrets.get(name) ?? Buffer.from(make())
    secrets.set(name, secret)
    return secret
  }, new Date(testNow))
}

/** Identity on a database of its own, with Argon2id counted, behind a real HTTP server. */
export async function identityFixture() {
  const { db } = await testDatabase()
  const clock = settableClock(testNow)
  const keys = testKeyRing()
  const counted = { verifications: 0 }
  const identity = makeIdentity({
    db,
    clock,
    keys,
    makeAttempts: () => makeOwnAttempts(),
    readDriverId: readDriverIdOfUser,
    hasher: {
      hash: argon2Hasher.hash,
      verify: (passwordHash, password) => {
        counted.verifications += 1
        return argon2Hasher.verify(passwordHash, password)
      },
    },
  })
  const app = await testApp({ db, clock, routes: identity.routes, authenticate: identity.authenticate })
  const password = `${randomBytes(9).toString('base64url')}-瓦斯`
  const addUser = async (login: string, role: Role = 'office') => {
    const id = uuidv7(clock.now().getTime())
    const passwordHash = await argon2Hasher.hash(password)
    await runWrite({ db, clock }, { actor: systemActor, traceId: 'test' }, context =>
      createUser(context, { id, login, name: login, role, depotId: null }, passwordHash, false),
    )
    return id
  }
  return { db, clock, keys, app, identity, password, addUser, counted }
}

export function logIn(app: FastifyInstance, login: string, password: string, remoteAddress = '192.0.2.1') {
  return app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { login, password },
    remoteAddress,
  })
}

/** Signs in and answers both tokens; throws when refused. */
export async function signIn(app: FastifyInstance, login: string, password: string) {
  const response = await logIn(app, login, password)
  if (response.statusCode !== 200) throw new Error(response.body)
  const refreshToken = response.cookies.find(cookie => cookie.name === 'luckygas_refresh')?.value ?? ''
  return { accessToken: response.json<{ accessToken: string }>().accessToken, refreshToken }
}

export async function refreshWith(app: FastifyInstance, token: string) {
  const response = await app.inject({
    method: 'POST',
    url: '/api/auth/refresh',
    cookies: { luckygas_refresh: token },
  })
  const next = response.cookies.find(cookie => cookie.name === 'luckygas_refresh')?.value
  return { response, next, status: response.statusCode }
}

export const code = (response: { json<T>(): T }) => response.json<{ code: string }>().code
