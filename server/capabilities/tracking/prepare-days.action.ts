import { addDays, businessDateOf } from '../../../contract/kernel/dates.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { dropPositionPartitions, ensurePositionPartition, readMonthsKept } from './partition.store.ts'

/** Daily: makes the partitions of today and the two days to come, and forgets those beyond their retention. */
export async function prepareDays(deps: { db: Database; clock: Clock }): Promise<void> {
  const today = businessDateOf(deps.clock.now())
  for (const ahead of [0, 1, 2]) {
    await deps.db.transaction().execute(db => ensurePositionPartition(db, addDays(today, ahead)))
  }
  const months = await readMonthsKept(deps.db)
  if (months === null) return
  await deps.db.transaction().execute(db => dropPositionPartitions(db, addDays(today, -31 * months)))
}
