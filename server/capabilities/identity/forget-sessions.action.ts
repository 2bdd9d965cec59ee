import { deleteInBatches, readKeepMonths } from '../../platform/database/prune.store.ts'
import type { Pruned, PruneRequest } from '../../platform/database/prune.ts'
import { forgetBefore } from '../../platform/database/retention.rules.ts'
import { deleteExpiredTokens, deleteSpentFamilies } from './session.store.ts'

/**
 * Forgets refresh tokens some time after they expired, and then sessions that nobody can go on with. Until then a
 * stolen token that comes back is still recognised as such.
 */
export async function forgetSessions({ db, now, signal }: PruneRequest): Promise<Pruned> {
  const tokens = forgetBefore(now, await readKeepMonths(db, 'refresh_token'), 1)
  const families = forgetBefore(now, await readKeepMonths(db, 'session_family'), 1)
  return {
    refresh_token: tokens
      ? await deleteInBatches(limit => deleteExpiredTokens(db, tokens, limit), signal)
      : 0,
    session_family: families
      ? await deleteInBatches(limit => deleteSpentFamilies(db, { before: families, now }, limit), signal)
      : 0,
  }
}
