import { sql } from 'kysely'
import type { Database, Reader } from './database.ts'

/** Rows that one statement deletes: few enough that nobody waits for its locks. */
export const pruneBatchRows = 5_000

/** Months that a table keeps its rows; null for good. Throws for a table without a retention class, which is a defect. */
export async function readKeepMonths(db: Reader, table: string): Promise<number | null> {
  const row = await db
    .selectFrom('retention')
    .select('keep_months')
    .where('table_name', '=', table)
    .executeTakeFirst()
  if (!row) throw new Error(`table ${table} has no retention class`)
  return row.keep_months
}

/** Runs a deleting statement, each time in a transaction of its own, until it finds less than a batch. Answers how many. */
export async function deleteInBatches(
  deleteSome: (limit: number) => Promise<bigint | undefined>,
  signal: AbortSignal,
  batchRows = pruneBatchRows,
): Promise<number> {
  for (let total = 0; ; ) {
    const deleted = Number((await deleteSome(batchRows)) ?? 0n)
    total += deleted
    if (deleted < batchRows || signal.aborted) return total
  }
}

export async function deleteIdempotencyKeys(db: Database, before: Date, limit: number) {
  const result = await sql`delete from idempotency_key where (actor_id, key) in (
    select actor_id, key from idempotency_key where created_at < ${before} order by created_at limit ${limit})`.execute(
    db,
  )
  return result.numAffectedRows
}

export async function deleteAuditEntries(db: Database, before: Date, limit: number) {
  const result = await sql`delete from audit where id in (
    select id from audit where at < ${before} order by at limit ${limit})`.execute(db)
  return result.numAffectedRows
}

/** The streams and, for each, the first sequence that must stay: everything below it is older than `before`. */
export async function readFirstKeptSequences(
  db: Database,
  before: Date,
): Promise<{ stream: string; firstKept: bigint }[]> {
  const { rows } = await sql<{ stream: string; first_kept: bigint }>`
    select s.stream, coalesce((select e.sequence from outbox_event e
      where e.stream = s.stream and e.sequence is not null and e.at >= ${before}
      order by e.sequence limit 1), s.last_sequence + 1) as first_kept
    from outbox_stream s order by s.stream limit 10000`.execute(db)
  return rows.map(row => ({ stream: row.stream, firstKept: row.first_kept }))
}

export async function deleteEventsBelow(db: Database, stream: string, firstKept: bigint, limit: number) {
  const result = await sql`delete from outbox_event where id in (
    select id from outbox_event where stream = ${stream} and sequence < ${firstKept}
    order by sequence limit ${limit})`.execute(db)
  return result.numAffectedRows
}
