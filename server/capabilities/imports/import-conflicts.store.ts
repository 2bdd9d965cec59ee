import type { Reader, Tx } from '../../platform/database/database.ts'
import type { ImportedConflict } from './import-customers.action.ts'

export interface OpenConflict {
  id: string
  customerId: string
  /** Our name of the column. */
  key: string
  ours: string
  theirs: string
  status: string
}

/** Opens a conflict for each cell; an open one of the same cell takes the newer file's value. */
export async function saveConflicts(
  db: Tx,
  runId: string,
  conflicts: readonly ImportedConflict[],
  newId: () => string,
): Promise<void> {
  for (let from = 0; from < conflicts.length; from += 2_000) {
    await db
      .insertInto('import_conflict')
      .values(
        conflicts.slice(from, from + 2_000).map(({ customerId, key, ours, theirs }) => ({
          id: newId(),
          run_id: runId,
          customer_id: customerId,
          column_name: key,
          ours,
          theirs,
          status: 'open',
        })),
      )
      .onConflict(conflict =>
        conflict
          .columns(['customer_id', 'column_name'])
          .where('status', '=', 'open')
          .doUpdateSet(eb => ({
            run_id: eb.ref('excluded.run_id'),
            ours: eb.ref('excluded.ours'),
            theirs: eb.ref('excluded.theirs'),
          })),
      )
      .execute()
  }
}

const columns = ['id', 'customer_id', 'column_name', 'ours', 'theirs', 'status'] as const

export async function listOpenConflicts(
  db: Reader,
  after: string | undefined,
  limit: number,
): Promise<OpenConflict[]> {
  let query = db
    .selectFrom('import_conflict')
    .select(columns)
    .where('status', '=', 'open')
    .orderBy('id')
    .limit(limit)
  if (after !== undefined) query = query.where('id', '>', after)
  return (await query.execute()).map(conflictOf)
}

/** The conflict, locked until the transaction ends. */
export async function lockConflict(db: Tx, id: string): Promise<OpenConflict | undefined> {
  const row = await db
    .selectFrom('import_conflict')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && conflictOf(row)
}

export async function closeConflict(
  db: Tx,
  id: string,
  decision: { status: 'kept' | 'taken'; actorId: string; now: Date },
): Promise<void> {
  await db
    .updateTable('import_conflict')
    .set({ status: decision.status, decided_by: decision.actorId, decided_at: decision.now })
    .where('id', '=', id)
    .execute()
}

type Row = {
  id: string
  customer_id: string
  column_name: string
  ours: string
  theirs: string
  status: string
}
function conflictOf(row: Row): OpenConflict {
  const { id, customer_id: customerId, column_name: key, ours, theirs, status } = row
  return { id, customerId, key, ours, theirs, status }
}
