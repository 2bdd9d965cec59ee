import type { WriteContext } from '../../platform/database/write.ts'
import { announceToOffices } from '../admin/admin.api.ts'
import { userNotFound } from './identity.errors.ts'
import { revokeFamiliesOf } from './session.store.ts'
import { lockUser, updatePassword } from './user.store.ts'

/** Gives a user another password to be changed at the next login; lifts the lock and ends all his sessions. */
export async function resetPassword(context: WriteContext, id: string, passwordHash: string): Promise<void> {
  const { db, now } = context
  if (!(await lockUser(db, id))) throw userNotFound()
  await updatePassword(db, id, { passwordHash, mustChangePassword: true, now })
  const ended = await revokeFamiliesOf(db, id, 'admin', now)
  await context.audit({
    action: 'identity.reset-password',
    entity: 'user',
    entityId: id,
    after: { endedSessions: ended },
  })
  await announceToOffices(context, { kind: 'users.changed', entityId: id })
}
