import { readTogether } from '../../platform/database/read-together.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { ReadContext } from '../../platform/http/route.ts'
import { checkPassword } from './check-password.action.ts'
import { notSignedIn, weakPassword, wrongPassword } from './identity.errors.ts'
import type { IdentityDeps } from './identity.types.ts'
import { passwordFault } from './password.rules.ts'
import { revokeFamiliesOf } from './session.store.ts'
import { findUser, lockUser, readPasswordHash, updatePassword } from './user.store.ts'

export interface PreparedPassword {
  /** The hash that the current password was checked against. */
  before: string
  after: string
}

/** Checks the current password and hashes the next one, outside the transaction: both take their time. */
export async function preparePasswordChange(
  deps: IdentityDeps,
  context: ReadContext,
  body: { current: string; next: string },
): Promise<PreparedPassword> {
  const { actor, traceId } = context
  const [user, before] = await readTogether(
    context.db,
    () => findUser(context.db, actor.id),
    () => readPasswordHash(context.db, actor.id),
  )
  if (!user || !before) throw notSignedIn()
  const account = { userId: user.id, passwordHash: before }
  if (!(await checkPassword(deps, account, user.login, body.current, traceId))) throw wrongPassword()
  const fault = passwordFault(body.next, user.login, body.next === body.current)
  if (fault) throw weakPassword('body.next', fault)
  return { before, after: await deps.hasher.hash(body.next) }
}

/** Keeps the new password; every other session of this person ends, the one that asked goes on. */
export async function changePassword(context: WriteContext, prepared: PreparedPassword): Promise<void> {
  const { db, actor, now } = context
  const user = await lockUser(db, actor.id)
  if (user?.passwordHash !== prepared.before) throw wrongPassword()
  await updatePassword(db, user.id, { passwordHash: prepared.after, mustChangePassword: false, now })
  const ended = await revokeFamiliesOf(db, user.id, 'password', now, actor.sessionId)
  await context.audit({
    action: 'identity.change-password',
    entity: 'user',
    entityId: user.id,
    after: { endedSessions: ended },
  })
}
