import { invalid } from '@luckygas/contract/kernel/problem.ts'
import type { Role } from '@luckygas/contract/permissions.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { announceToOffices, readDepotIds } from '../admin/admin.api.ts'
import { loginTaken, weakPassword } from './identity.errors.ts'
import { passwordFault } from './password.rules.ts'
import type { PasswordHasher } from './password-hash.ts'
import { insertUser, type User } from './user.store.ts'

export interface NewUserRequest {
  id: string
  login: string
  name: string
  role: Role
  depotId: string | null
}

/** Judges and hashes a password somebody else chose for this login; throws `identity.weak-password`. */
export async function prepareGivenPassword(
  hasher: PasswordHasher,
  login: string,
  password: string,
): Promise<string> {
  const fault = passwordFault(password, login)
  if (fault) throw weakPassword('body.password', fault)
  return hasher.hash(password)
}

/** Adds a user, who changes the given password at the first login when `mustChangePassword`. */
export async function createUser(
  context: WriteContext,
  request: NewUserRequest,
  passwordHash: string,
  mustChangePassword: boolean,
): Promise<User> {
  const { id, login, name, role, depotId } = request
  if (depotId !== null && !(await readDepotIds(context.db)).includes(depotId))
    throw invalid('request.malformed', { faults: [{ path: 'body.depotId', code: 'unknown' }] })
  const user = await insertUser(context.db, {
    id,
    login,
    name,
    role,
    depotId,
    passwordHash,
    mustChangePassword,
    now: context.now,
  })
  if (!user) throw loginTaken()
  await context.audit({
    action: 'identity.create-user',
    entity: 'user',
    entityId: id,
    after: auditView(user),
  })
  await announceToOffices(context, { kind: 'users.changed', entityId: id })
  return user
}

/** What the audit trail keeps of a user. */
export function auditView(user: User) {
  const { login, name, role, depotId, status } = user
  return { login, name, role, depotId, status }
}
