import { businessDateOf } from '@luckygas/contract/kernel/dates.ts'
import { systemActor } from '../../platform/actor.ts'
import { runWrite } from '../../platform/database/write.ts'
import { readParameters } from '../admin/admin.api.ts'
import { type AttemptTicket, forgiveAttempts, type LockRule, takeAttempt } from './attempt.store.ts'
import { locked } from './identity.errors.ts'
import type { IdentityDeps } from './identity.types.ts'
import type { PasswordHasher } from './password-hash.ts'

/** The id of nobody; version bits make it a UUID that no creator ever makes. */
const nobody = '00000000-0000-7000-8000-0000000000ff'
const dummyHashes = new WeakMap<PasswordHasher, Promise<string>>()

/** A hash no password fits, made once, so that an unknown login costs what a known one costs. */
function dummyHash(hasher: PasswordHasher): Promise<string> {
  const known = dummyHashes.get(hasher) ?? hasher.hash(globalThis.crypto.randomUUID())
  dummyHashes.set(hasher, known)
  return known
}

/**
 * Whether a password fits an account, counted against the account's lock (`identity.locked`). Without an account the
 * same steps run: the same statement, the same hash work, the same lock after the same number of failures. What
 * `proveMore` refuses counts like a wrong password, so that codes cannot be guessed by whoever knows the password.
 */
export async function checkPassword(
  deps: IdentityDeps,
  account: { userId: string; passwordHash: string } | undefined,
  login: string,
  password: string,
  traceId: string,
  proveMore?: () => Promise<void>,
): Promise<boolean> {
  const now = deps.clock.now()
  const rule = await readLockRule(deps, now)
  const ticket = await takeAttempt(deps.db, account?.userId ?? nobody, rule, now)
  const until = account ? blockedUntil(ticket) : await takeUnknown(deps, login, rule, now)
  if (until) throw locked(until, now)
  const fits = await deps.hasher.verify(account?.passwordHash ?? (await dummyHash(deps.hasher)), password)
  if (!account) return false
  const lock = async () => {
    if (ticket.lockedUntil) await auditLock(deps, account.userId, ticket.lockedUntil, traceId)
  }
  if (!fits) {
    await lock()
    return false
  }
  await proveMore?.().catch(async problem => {
    await lock()
    throw problem
  })
  await forgiveAttempts(deps.db, account.userId)
  return true
}

function blockedUntil(ticket: AttemptTicket): Date | undefined {
  return ticket.isAdmitted ? undefined : (ticket.lockedUntil ?? undefined)
}

function takeUnknown(
  deps: IdentityDeps,
  login: string,
  rule: LockRule,
  now: Date,
): Promise<Date | undefined> {
  const attempts = {
    allowed: rule.lockAfter,
    forgetMs: Number.POSITIVE_INFINITY,
    blockMs: rule.lockMinutes * 60_000,
  }
  return deps.unknownLogins.take(login.toLowerCase(), attempts, now)
}

async function readLockRule(deps: IdentityDeps, now: Date): Promise<LockRule> {
  const names = ['login.lock-after', 'login.lock-minutes'] as const
  const values = await readParameters(deps.db, names, businessDateOf(now))
  return { lockAfter: values['login.lock-after'], lockMinutes: values['login.lock-minutes'] }
}

async function auditLock(deps: IdentityDeps, userId: string, until: Date, traceId: string): Promise<void> {
  await runWrite(deps, { actor: systemActor, traceId }, context =>
    context.audit({
      action: 'identity.lock',
      entity: 'user',
      entityId: userId,
      after: { lockedUntil: until.toISOString() },
    }),
  )
}
