import { systemActor } from '../../platform/actor.ts'
import { runWrite } from '../../platform/database/write.ts'
import { sessionEnded } from './identity.errors.ts'
import type { IdentityDeps } from './identity.types.ts'
import { describeSession, type OpenSession, readSessionLives, refreshExpiry } from './open-session.action.ts'
import { hashRefreshToken, judgeToken, type Presented, successorOf } from './refresh-token.rules.ts'
import {
  insertRefreshToken,
  isUnusedToken,
  lockRefreshToken,
  markTokenUsed,
  revokeFamily,
} from './session.store.ts'
import { findUser } from './user.store.ts'

/**
 * Rotates a refresh token. A token used before ends its whole family (`reuse`), for then two hold it and one of them
 * stole it; see `reuseGraceMs` for the one exception. Every refusal is `identity.session-ended`.
 */
export async function refreshSession(
  deps: IdentityDeps,
  token: string | undefined,
  traceId: string,
): Promise<OpenSession> {
  if (!token) throw sessionEnded()
  const lives = await readSessionLives(deps.db, deps.clock.now())
  const hash = hashRefreshToken(token)
  const successor = successorOf(token, deps.keys.refreshKey)
  const successorHash = hashRefreshToken(successor)
  // The outcome is returned rather than thrown: what a reuse revokes must be kept.
  const { answer } = await runWrite(deps, { actor: systemActor, traceId }, async context => {
    const { db, now } = context
    const row = await lockRefreshToken(db, hash)
    const isSuccessorWaiting =
      row?.successorHash?.equals(successorHash) === true && (await isUnusedToken(db, successorHash))
    const presented: Presented = judgeToken(row && { ...row, isSuccessorWaiting }, now)
    if (!row || presented === 'unknown' || presented === 'ended') return undefined
    if (presented === 'reused') {
      await revokeFamily(db, row.familyId, 'reuse', now)
      await context.audit({
        action: 'identity.refresh-reuse',
        entity: 'session',
        entityId: row.familyId,
        after: { userId: row.userId },
      })
      return undefined
    }
    if (presented === 'fresh') {
      const expiresAt = refreshExpiry(lives, now)
      await insertRefreshToken(db, { hash: successorHash, familyId: row.familyId, now, expiresAt })
      await markTokenUsed(db, { hash, successorHash, familyId: row.familyId, now })
    }
    return { userId: row.userId, familyId: row.familyId, now }
  })
  const user = answer && (await findUser(deps.db, answer.userId))
  if (!answer || !user) throw sessionEnded()
  return {
    session: await describeSession(deps, user, answer.familyId, lives, answer.now),
    refreshToken: successor,
    refreshDays: lives.refreshDays,
  }
}
