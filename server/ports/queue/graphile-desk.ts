import { sql } from 'kysely'
import type { Database, Tx } from '../../platform/database/database.ts'
import { readJobs } from './job-desk.ts'
import type { JobDesk, JobState } from './queue.port.ts'
import { askToStop } from './running-jobs.store.ts'

const stateOf = sql`case when j.locked_at is not null then 'running'
  when j.attempts >= j.max_attempts then 'dead' else 'waiting' end`

const jobs = sql`select j.id::text as id, j.task_identifier as name, ${stateOf} as state, j.priority, j.attempts,
  j.max_attempts, j.created_at, j.run_at, j.last_error from graphile_worker.jobs j`

/** Ids are graphile-worker's: numbers. */
const isId = (id: string) => /^\d{1,18}$/.test(id)

/** Holds a job in a state until the transaction ends. */
async function hold(db: Tx, id: string, state: JobState): Promise<boolean> {
  if (!isId(id)) return false
  const { rows } = await sql`select 1 from graphile_worker._private_jobs j
    where j.id = ${id}::bigint and ${stateOf} = ${state} for update`.execute(db)
  return rows.length > 0
}

const remove = (db: Tx, id: string) =>
  sql`select id from graphile_worker.complete_jobs(array[${id}::bigint])`.execute(db)

/** What a person may do with jobs that graphile-worker keeps. */
export const graphileDesk: JobDesk = {
  ...readJobs(jobs),
  cancel: async (db, id) => {
    if (!(await hold(db, id, 'waiting'))) return (await askToStop(db, id)) ? 'asked' : false
    await remove(db, id)
    return 'removed'
  },
  replay: async (db, id) => {
    if (!(await hold(db, id, 'dead'))) return false
    await sql`select id from graphile_worker.reschedule_jobs(array[${id}::bigint], run_at => now(), attempts => 0)`.execute(
      db,
    )
    return true
  },
  discard: async (db, id) => {
    if (!(await hold(db, id, 'dead'))) return false
    await remove(db, id)
    return true
  },
}

/** Takes the waiting job of a key away. */
export async function withdraw(db: Tx, key: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`select j.id::text as id from graphile_worker._private_jobs j
    where j.key = ${key} and ${stateOf} = 'waiting' for update`.execute(db)
  for (const { id } of rows) await remove(db, id)
  return rows.length > 0
}

const free = (db: Database | Tx, workers: readonly string[]) =>
  sql`select graphile_worker.force_unlock_workers(${workers}::text[])`.execute(db)

/** Jobs that were taken by a process that does not work any more. */
export const graphileJobs = {
  /** Sets all free, where nobody else works. */
  async freeAll(db: Database): Promise<void> {
    const { rows } = await sql<{ locked_by: string }>`select distinct locked_by from graphile_worker.jobs
      where locked_by is not null`.execute(db)
    if (rows.length > 0)
      await free(
        db,
        rows.map(row => row.locked_by),
      )
    await sql`delete from job_run`.execute(db)
  },
  /** Sets free what is held by workers that beat for none of their jobs, and removes what was to be cancelled. */
  async freeSilent(db: Database, stuckAfterMs: number): Promise<void> {
    await db.transaction().execute(async tx => {
      const { rows } = await sql<{
        locked_by: string
      }>`select distinct j.locked_by from graphile_worker.jobs j
        where j.locked_at < now() - ${`${stuckAfterMs} ms`}::interval and not exists (
          select 1 from job_run r where r.worker = j.locked_by
            and r.seen_at > now() - ${`${stuckAfterMs} ms`}::interval)`.execute(tx)
      if (rows.length === 0) return
      const workers = rows.map(row => row.locked_by)
      await free(tx, workers)
      await sql`with gone as (delete from job_run where worker = any(${workers}::text[]) returning job_ref, cancel_requested_at)
        select graphile_worker.complete_jobs(array_agg(job_ref::bigint)) from gone where cancel_requested_at is not null
        having count(*) > 0`.execute(tx)
    })
  },
}
