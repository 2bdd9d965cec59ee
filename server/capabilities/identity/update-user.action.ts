import type { Role } from '@luckygas/contract/permissions.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { announceToOffices } from '../admin/admin.api.ts'
import { auditView } from './create-user.action.ts'
import { lastSuperAdmin, staleVersion, userNotFound } from './identity.errors.ts'
import { revokeFamiliesOf } from './session.store.ts'
import { lockActiveSuperAdmins, lockUser, updateUser as saveUser, type User } from './user.store.ts'

export interface UserChange {
  version: number
  name?: string | undefined
  role?: Role | undefined
  status?: User['status'] | undefined
}

/**
 * Changes name, role or status. The last active super administrator stays one (`identity.last-super-admin`); disabling
 * a user ends all his sessions. A role counts from the next request on.
 */
export async function updateUser(context: WriteContext, id: string, change: UserChange): Promise<User> {
  const { db, now } = context
  const superAdmins = await lockActiveSuperAdmins(db)
  const before = await lockUser(db, id)
  if (!before) throw userNotFound()
  const next = {
    name: change.name ?? before.name,
    role: change.role ?? before.role,
    status: change.status ?? before.status,
  }
  const staysSuperAdmin = next.role === 'super_admin' && next.status === 'active'
  if (superAdmins.length === 1 && superAdmins[0] === id && !staysSuperAdmin) throw lastSuperAdmin()
  const after = await saveUser(db, id, change.version, next)
  if (!after) throw staleVersion()
  if (after.status === 'disabled') await revokeFamiliesOf(db, id, 'disabled', now)
  await context.audit({
    action: 'identity.update-user',
    entity: 'user',
    entityId: id,
    before: auditView(before),
    after: auditView(after),
  })
  await announceToOffices(context, { kind: 'users.changed', entityId: id })
  return after
}
