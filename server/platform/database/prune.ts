import type { Database } from './database.ts'
import {
  deleteAuditEntries,
  deleteEventsBelow,
  deleteIdempotencyKeys,
  deleteInBatches,
  readFirstKeptSequences,
  readKeepMonths,
} from './prune.store.ts'
import { forgetBefore } from './retention.rules.ts'

/** How many rows of each table were forgotten. */
export type Pruned = Record<string, number>

export interface PruneRequest {
  db: Database
  now: Date
  /** Ends between two batches. */
  signal: AbortSignal
}

/** Promised to clients: the same key is answered alike for 90 days. */
const answersAtLeastDays = 90
/** Promised to clients: who comes back within a week resumes by sequence. */
const eventsAtLeastDays = 7
/** The trail is never cut shorter than the books (商業會計法 §38: five years for vouchers). */
const auditAtLeastDays = 5 * 366

/** Forgets what the platform itself keeps, by the `retention` table: answers, events, the audit trail. */
export async function prunePlatform({ db, now, signal }: PruneRequest): Promise<Pruned> {
  const before = async (table: string, atLeastDays: number) =>
    forgetBefore(now, await readKeepMonths(db, table), atLeastDays)
  const answers = await before('idempotency_key', answersAtLeastDays)
  const trail = await before('audit', auditAtLeastDays)
  return {
    idempotency_key:
      answers === undefined
        ? 0
        : await deleteInBatches(limit => deleteIdempotencyKeys(db, answers, limit), signal),
    outbox_event: await pruneEvents(db, await before('outbox_event', eventsAtLeastDays), signal),
    audit:
      trail === undefined ? 0 : await deleteInBatches(limit => deleteAuditEntries(db, trail, limit), signal),
  }
}

/**
 * Forgets the beginning of each stream. A late event may stand behind a younger one (sequences follow commits, times
 * follow clocks), so a stream is cut at its first young event: what is left has no gap and clients resume in it.
 */
async function pruneEvents(db: Database, before: Date | undefined, signal: AbortSignal): Promise<number> {
  if (before === undefined) return 0
  let total = 0
  for (const { stream, firstKept } of await readFirstKeptSequences(db, before)) {
    if (signal.aborted) break
    total += await deleteInBatches(limit => deleteEventsBelow(db, stream, firstKept, limit), signal)
  }
  return total
}
