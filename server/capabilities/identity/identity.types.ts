import type { Clock } from '../../platform/clock.ts'
import type { Database, Reader } from '../../platform/database/database.ts'
import type { Attempts } from '../../ports/attempts/attempts.port.ts'
import type { KeyRing } from './key-ring.ts'
import type { PasswordHasher } from './password-hash.ts'

/** What identity is made of; `makeIdentity` fills in the counters. */
export interface IdentityDeps {
  db: Database
  clock: Clock
  keys: KeyRing
  hasher: PasswordHasher
  /** The driver that a user is, from the capability that owns drivers; null when the user does not drive. */
  readDriverId(db: Reader, userId: string): Promise<string | null>
  /** Attempts without success by network. */
  addresses: Attempts
  /** Failures of logins that do not exist, so that they lock like those that do. */
  unknownLogins: Attempts
}
