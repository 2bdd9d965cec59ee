import { deleteInBatches, readKeepMonths } from '../../platform/database/prune.store.ts'
import type { Pruned, PruneRequest } from '../../platform/database/prune.ts'
import { forgetBefore } from '../../platform/database/retention.rules.ts'
import { deleteCalls } from './calls.store.ts'

/** Who called when is nobody's business for longer than the table of retention says. */
export async function forgetCalls({ db, now, signal }: PruneRequest): Promise<Pruned> {
  const before = forgetBefore(now, await readKeepMonths(db, 'phone_call'), 1)
  return {
    phone_call: before ? await deleteInBatches(limit => deleteCalls(db, before, limit), signal) : 0,
  }
}
