import * as contract from '@luckygas/contract/endpoints/identity.ts'
import type { Actor } from '../../platform/actor.ts'
import { readAccessToken } from './access-token.ts'
import { mustChangePassword, notSignedIn } from './identity.errors.ts'
import type { IdentityDeps } from './identity.types.ts'
import { findSessionUser } from './session.store.ts'

/** What a user with a password that somebody else chose may still ask for; signing out and refreshing need no token. */
const openBeforePasswordChange: ReadonlySet<string> = new Set([contract.me.id, contract.changePassword.id])

/**
 * Who an access token speaks for now. The token says only which user and session; role, depot and whether the session
 * still stands are read on every call (one lookup by primary key), so that a disabled user, a changed role or an ended
 * session counts at once and not when the token expires. Throws `identity.not-signed-in` (401), and
 * `identity.must-change-password` (403) until a given password has been replaced by an own one.
 * @param endpointId what he asks for; absent for the live socket
 */
export async function authenticate(
  deps: IdentityDeps,
  accessToken: string,
  endpointId?: string,
): Promise<Actor> {
  const subject = await readAccessToken(deps.keys, accessToken, deps.clock.now())
  const user = subject && (await findSessionUser(deps.db, subject.userId, subject.familyId))
  if (!user) throw notSignedIn()
  if (user.mustChangePassword && !openBeforePasswordChange.has(endpointId ?? '')) throw mustChangePassword()
  return {
    id: user.id,
    role: user.role,
    name: user.name,
    depotId: user.depotId,
    driverId: user.role === 'driver' ? await deps.readDriverId(deps.db, user.id) : null,
    sessionId: subject.familyId,
  }
}
