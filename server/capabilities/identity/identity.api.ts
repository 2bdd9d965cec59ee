import type { Actor } from '../../platform/actor.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Reader } from '../../platform/database/database.ts'
import type { Route } from '../../platform/http/route.ts'
import type { MakeAttempts } from '../../ports/attempts/attempts.port.ts'
import { authenticate } from './authenticate.action.ts'
import { identityRoutes } from './identity.routes.ts'
import type { KeyRing } from './key-ring.ts'
import { argon2Hasher, type PasswordHasher } from './password-hash.ts'
import { readSessionRights, type SessionRights } from './session.store.ts'

export { createFirstUsers, type FirstLogin, randomPassword } from './create-first-users.action.ts'
export { createUser, type NewUserRequest } from './create-user.action.ts'
export { followKeyRing } from './follow-key-ring.ts'
export { forgetSessions } from './forget-sessions.action.ts'
export {
  formatKeyFile,
  type KeyRing,
  loadKeyRing,
  openKeyRing,
  parseKeyFile,
  rotateKeys,
  type SecretFile,
} from './key-ring.ts'
export { argon2Hasher, type PasswordHasher } from './password-hash.ts'
export { resetPassword } from './reset-password.action.ts'
export { removeSecondFactor } from './second-factor.action.ts'
export { updateUser } from './update-user.action.ts'
export { findUserByLogin, listUsers, readUserNames, type User } from './user.store.ts'
export { readUserRole } from './user-role.store.ts'

export interface IdentityOptions {
  db: Database
  clock: Clock
  keys: KeyRing
  /** Counts failed logins, for all processes together where they can share. */
  makeAttempts: MakeAttempts
  /** The driver that a user is, from the capability that owns drivers; null when the user does not drive. */
  readDriverId(db: Reader, userId: string): Promise<string | null>
  /** Argon2id where absent. */
  hasher?: PasswordHasher
}

/** Who people are and whether their sessions stand. `authenticate` turns an access token into an actor or throws 401. */
export function makeIdentity(options: IdentityOptions): {
  routes: Route[]
  /** @param endpointId what is asked for; absent for the live socket */
  authenticate(accessToken: string, endpointId?: string): Promise<Actor>
  /** Role and depot by session id, of those given that still stand. */
  readSessionRights(sessionIds: readonly string[]): Promise<Map<string, SessionRights>>
} {
  const deps = {
    ...options,
    hasher: options.hasher ?? argon2Hasher,
    addresses: options.makeAttempts('login-addresses'),
    unknownLogins: options.makeAttempts('unknown-logins'),
  }
  return {
    routes: identityRoutes(deps),
    authenticate: (accessToken, endpointId) => authenticate(deps, accessToken, endpointId),
    readSessionRights: sessionIds => readSessionRights(deps.db, sessionIds),
  }
}
