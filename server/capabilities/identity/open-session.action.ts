import { randomBytes } from 'node:crypto'
import type { Me, sessionSchema } from '@luckygas/contract/endpoints/identity.ts'
import { businessDateOf } from '@luckygas/contract/kernel/dates.ts'
import type { z } from 'zod'
import type { Reader, Tx } from '../../platform/database/database.ts'
import { readCompany, readParameters } from '../admin/admin.api.ts'
import { signAccessToken } from './access-token.ts'
import type { IdentityDeps } from './identity.types.ts'
import { longestAccessMinutes } from './key-ring.ts'
import { hashRefreshToken } from './refresh-token.rules.ts'
import { readConfirmedSecret } from './second-factor.store.ts'
import { insertFamily, insertRefreshToken } from './session.store.ts'
import type { User } from './user.store.ts'

/** How long tokens live, by the parameters of the day. */
export interface SessionLives {
  accessMinutes: number
  refreshDays: number
}

/** A session as it leaves the server: the body, and the cookie's value. */
export interface OpenSession {
  session: z.output<typeof sessionSchema>
  refreshToken: string
  refreshDays: number
}

export async function readSessionLives(db: Reader, now: Date): Promise<SessionLives> {
  const names = ['session.access-minutes', 'session.refresh-days'] as const
  const values = await readParameters(db, names, businessDateOf(now))
  return {
    accessMinutes: Math.min(values['session.access-minutes'], longestAccessMinutes),
    refreshDays: values['session.refresh-days'],
  }
}

export function refreshExpiry(lives: SessionLives, now: Date): Date {
  return new Date(now.getTime() + lives.refreshDays * 86_400_000)
}

/** Begins a family of sessions with its first refresh token (256 random bits) and answers the token. */
export async function beginFamily(
  db: Tx,
  family: { id: string; userId: string; now: Date; expiresAt: Date },
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await insertFamily(db, family)
  await insertRefreshToken(db, {
    hash: hashRefreshToken(token),
    familyId: family.id,
    now: family.now,
    expiresAt: family.expiresAt,
  })
  return token
}

/** The body that login and refresh answer: a new access token and who is signed in. */
export async function describeSession(
  deps: IdentityDeps,
  user: User,
  familyId: string,
  lives: SessionLives,
  now: Date,
): Promise<z.output<typeof sessionSchema>> {
  const expiresAt = new Date(now.getTime() + lives.accessMinutes * 60_000)
  const accessToken = await signAccessToken(deps.keys, { userId: user.id, familyId }, now, expiresAt)
  return { accessToken, expiresAt: expiresAt.toISOString(), me: await describeMe(deps, deps.db, user, now) }
}

export async function describeMe(deps: IdentityDeps, db: Reader, user: User, now: Date): Promise<Me> {
  return {
    id: user.id,
    login: user.login,
    name: user.name,
    role: user.role,
    depotId: user.depotId,
    driverId: user.role === 'driver' ? await deps.readDriverId(db, user.id) : null,
    locale: user.locale,
    homeApp: user.homeApp,
    mustChangePassword: user.mustChangePassword,
    hasSecondFactor: (await readConfirmedSecret(db, user.id)) !== undefined,
    company: await readCompany(db),
    serverNow: now.toISOString(),
  }
}
