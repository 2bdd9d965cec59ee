import { sql } from 'kysely'
import type { Database, Reader, Tx } from '../database/database.ts'
import { deleteInBatches, readKeepMonths } from '../database/prune.store.ts'
import { forgetBefore } from '../database/retention.rules.ts'
import type { KeptProblem } from './asked-work.ts'

/** How a request ended: refused, with a file, or (both absent) with the answer that stands beside its idempotency key. */
export interface Outcome {
  problem?: KeptProblem
  file?: { contentType: string; fileName: string; body: Buffer }
}

/** Notes that somebody waits for a request's end; what an earlier asker of the same request was told is forgotten. */
export async function noteAsked(db: Tx, key: string, asker: string): Promise<void> {
  await sql`insert into asked_work (key, asker) values (${key}, ${asker})
    on conflict (key) do update set asker = excluded.asker, asked_at = now(), settled_at = null, problem = null,
      content_type = null, file_name = null, body = null`.execute(db)
}

/** Whether a request was asked for and is not settled. */
export async function isOpen(db: Reader, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('asked_work')
    .select('key')
    .where('key', '=', key)
    .where('settled_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** Settles a request, unless it is settled. */
export async function settle(db: Database, key: string, { problem, file }: Outcome): Promise<void> {
  await db
    .updateTable('asked_work')
    .set({
      settled_at: sql<Date>`now()`,
      problem: problem ? JSON.stringify(problem) : null,
      content_type: file?.contentType ?? null,
      file_name: file?.fileName ?? null,
      body: file?.body ?? null,
    })
    .where('key', '=', key)
    .where('settled_at', 'is', null)
    .execute()
}

/** The end of a request; undefined while it is open. */
export async function readOutcome(db: Reader, key: string): Promise<Outcome | undefined> {
  const row = await db
    .selectFrom('asked_work')
    .select(['problem', 'content_type', 'file_name', 'body'])
    .where('key', '=', key)
    .where('settled_at', 'is not', null)
    .executeTakeFirst()
  if (!row) return undefined
  const { problem, content_type: contentType, file_name: fileName, body } = row
  return {
    ...(problem !== null && { problem: problem as unknown as KeptProblem }),
    ...(contentType !== null &&
      fileName !== null &&
      body !== null && { file: { contentType, fileName, body } }),
  }
}

/** Holds an open request until the transaction ends, if nobody has asked for it later than this asker. */
export async function holdOpen(db: Tx, key: string, asker: string): Promise<boolean> {
  const { rows } = await sql`select 1 from asked_work
    where key = ${key} and asker = ${asker} and settled_at is null for update`.execute(db)
  return rows.length > 0
}

export async function forget(db: Database | Tx, key: string): Promise<void> {
  await db.deleteFrom('asked_work').where('key', '=', key).execute()
}

/** Forgets requests whose askers are long gone. */
export async function forgetAskedWork(request: {
  db: Database
  now: Date
  signal: AbortSignal
}): Promise<{ asked_work: number }> {
  const { db, now, signal } = request
  const before = forgetBefore(now, await readKeepMonths(db, 'asked_work'), 1)
  if (before === undefined) return { asked_work: 0 }
  const some = async (limit: number) =>
    (
      await sql`delete from asked_work where key in (
        select key from asked_work where asked_at < ${before} order by asked_at limit ${limit})`.execute(db)
    ).numAffectedRows
  return { asked_work: await deleteInBatches(some, signal) }
}
