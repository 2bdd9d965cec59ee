import { sql } from 'kysely'
import type { Database, Tx } from '../../platform/database/database.ts'

/** A running job of one worker: `worker` is a name that no other process has. */
export interface Held {
  id: string
  worker: string
}

/** Notes that a worker runs a job, whoever ran it before. */
export async function noteRun(db: Database, { id, worker }: Held): Promise<void> {
  await sql`insert into job_run (job_ref, worker) values (${id}, ${worker})
    on conflict (job_ref) do update set worker = excluded.worker, started_at = now(), seen_at = now(),
      cancel_requested_at = null, progress = null, progress_words = ''`.execute(db)
}

export async function forgetRun(db: Database | Tx, { id, worker }: Held): Promise<boolean> {
  const gone = await sql`delete from job_run where job_ref = ${id} and worker = ${worker}`.execute(db)
  return (gone.numAffectedRows ?? 0n) > 0n
}

export interface Beat extends Held {
  progress: number | null
  words: string
}

/** Says that jobs still run and how far they are. Answers those still ours, and whether somebody wants them stopped. */
export async function beat(db: Database, beats: readonly Beat[]): Promise<Map<string, boolean>> {
  const { rows } = await sql<{ job_ref: string; is_cancelled: boolean }>`
    update job_run r set seen_at = now(), progress = b.progress, progress_words = b.words
    from unnest(${beats.map(each => each.id)}::text[], ${beats.map(each => each.worker)}::text[],
      ${beats.map(each => each.progress)}::real[], ${beats.map(each => each.words)}::text[]) b (id, worker, progress, words)
    where r.job_ref = b.id and r.worker = b.worker
    returning r.job_ref, r.cancel_requested_at is not null as is_cancelled`.execute(db)
  return new Map(rows.map(row => [row.job_ref, row.is_cancelled]))
}

/** Whether somebody asked to cancel a job that this worker holds. */
export async function isCancelled(db: Database | Tx, { id, worker }: Held): Promise<boolean> {
  const { rows } = await sql`select 1 from job_run where job_ref = ${id} and worker = ${worker}
    and cancel_requested_at is not null`.execute(db)
  return rows.length > 0
}

/** Asks a running job to stop; false when it does not run. */
export async function askToStop(db: Tx, id: string): Promise<boolean> {
  const asked = await sql`update job_run set cancel_requested_at = coalesce(cancel_requested_at, now())
    where job_ref = ${id}`.execute(db)
  return (asked.numAffectedRows ?? 0n) > 0n
}

/** Holds a job until the transaction ends: nobody can take it over meanwhile. False when somebody has already. */
export async function holdRun(db: Tx, { id, worker }: Held): Promise<boolean> {
  const { rows } = await sql`select 1 from job_run where job_ref = ${id} and worker = ${worker}
    for update`.execute(db)
  return rows.length > 0
}

/** Claims the one effect of a job; false when it has happened. */
export async function claimEffect(db: Tx, effect: string): Promise<boolean> {
  const claimed =
    await sql`insert into job_inbox (job_ref) values (${effect}) on conflict do nothing`.execute(db)
  return (claimed.numAffectedRows ?? 0n) > 0n
}

export async function forgetEffects(db: Database): Promise<void> {
  await sql`delete from job_inbox where done_at < now() -
    (select make_interval(months => keep_months) from retention where table_name = 'job_inbox')`.execute(db)
}
