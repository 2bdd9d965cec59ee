import { systemActor } from '../../platform/actor.ts'
import { runWrite } from '../../platform/database/write.ts'
import type { IdentityDeps } from './identity.types.ts'
import { hashRefreshToken } from './refresh-token.rules.ts'
import { findFamilyOf, revokeFamily } from './session.store.ts'

/** Signs out: the whole family of the presented token ends, access tokens with it. An unknown token is no error. */
export async function endSession(
  deps: IdentityDeps,
  token: string | undefined,
  traceId: string,
): Promise<void> {
  if (!token) return
  await runWrite(deps, { actor: systemActor, traceId }, async context => {
    const family = await findFamilyOf(context.db, hashRefreshToken(token))
    if (!family) return
    await revokeFamily(context.db, family.familyId, 'logout', context.now)
    await context.audit({
      action: 'identity.logout',
      entity: 'session',
      entityId: family.familyId,
      after: { userId: family.userId },
    })
  })
}
