import { businessDateOf } from '@luckygas/contract/kernel/dates.ts'
import { runWrite } from '../../platform/database/write.ts'
import { readParameters } from '../admin/admin.api.ts'
import { checkPassword } from './check-password.action.ts'
import { checkSecondFactor } from './check-second-factor.action.ts'
import { tooManyAttempts, wrongLogin } from './identity.errors.ts'
import type { IdentityDeps } from './identity.types.ts'
import { networkOf } from './network.rules.ts'
import {
  beginFamily,
  describeSession,
  type OpenSession,
  readSessionLives,
  refreshExpiry,
} from './open-session.action.ts'
import { findUserByLogin } from './user.store.ts'

export interface LoginRequest {
  login: string
  password: string
  /** Of the authenticator app, or a recovery code; asked for once the password is right. */
  code?: string | undefined
  clientAddress: string
  traceId: string
}

/**
 * Signs a person in. Refused alike for an unknown login, a wrong password and a disabled user
 * (`identity.wrong-login`); `identity.locked` after too many failures; `identity.too-many-attempts` (429) for an
 * address that fails too often whatever the logins; `identity.code-needed` and `identity.wrong-code` where the person
 * has a second factor.
 */
export async function login(deps: IdentityDeps, request: LoginRequest): Promise<OpenSession> {
  const network = networkOf(request.clientAddress)
  await takeAddressAttempt(deps, network)
  const user = await findUserByLogin(deps.db, request.login)
  const account = user && { userId: user.id, passwordHash: user.passwordHash }
  const proveMore = async () => {
    if (user?.status === 'active') await checkSecondFactor(deps, deps.db, user.id, request.code)
  }
  const { login: name, password, traceId } = request
  const fits = await checkPassword(deps, account, name, password, traceId, proveMore)
  if (!user || !fits || user.status !== 'active') throw wrongLogin()
  await deps.addresses.giveBack(network)
  const lives = await readSessionLives(deps.db, deps.clock.now())
  const actor = {
    id: user.id,
    role: user.role,
    name: user.name,
    depotId: user.depotId,
    driverId: null,
  }
  const { answer } = await runWrite(deps, { actor, traceId }, async context => {
    const familyId = context.newId()
    const expiresAt = refreshExpiry(lives, context.now)
    const token = await beginFamily(context.db, {
      id: familyId,
      userId: user.id,
      now: context.now,
      expiresAt,
    })
    await context.audit({ action: 'identity.login', entity: 'session', entityId: familyId })
    return { familyId, token, now: context.now }
  })
  return {
    session: await describeSession(deps, user, answer.familyId, lives, answer.now),
    refreshToken: answer.token,
    refreshDays: lives.refreshDays,
  }
}

async function takeAddressAttempt(deps: IdentityDeps, network: string): Promise<void> {
  const now = deps.clock.now()
  const names = ['login.address-attempts', 'login.address-minutes'] as const
  const values = await readParameters(deps.db, names, businessDateOf(now))
  const windowMs = values['login.address-minutes'] * 60_000
  const rule = { allowed: values['login.address-attempts'], forgetMs: windowMs, blockMs: windowMs }
  const until = await deps.addresses.take(network, rule, now)
  if (until) throw tooManyAttempts(until, now)
}
