import { sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import { readJobs } from './job-desk.ts'
import type { JobDesk, JobState } from './queue.port.ts'
import { askToStop } from './running-jobs.store.ts'

const stateOf = sql`case when o.is_running then 'running' when o.is_dead then 'dead' else 'waiting' end`

const jobs = sql`select o.id::text as id, o.name, ${stateOf} as state, o.priority, o.attempts, o.max_attempts,
  o.created_at, o.run_at, o.last_error from job_outbox o`

const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)

/** Takes a job away that is in a state. */
async function remove(db: Tx, id: string, state: JobState): Promise<boolean> {
  if (!isId(id)) return false
  const removed = await sql`delete from job_outbox o where o.id = ${id} and ${stateOf} = ${state}`.execute(db)
  return (removed.numAffectedRows ?? 0n) > 0n
}

/** What a person may do with jobs that travel through a broker. What still lies with the broker finds no row. */
export const outboxDesk: JobDesk = {
  ...readJobs(jobs),
  cancel: async (db, id) => {
    if (await remove(db, id, 'waiting')) return 'removed'
    return (await askToStop(db, id)) ? 'asked' : false
  },
  replay: async (db, id) => {
    if (!isId(id)) return false
    // A newer job of the same key stands in its place: then there is nothing to try again.
    const replayed =
      await sql`update job_outbox o set is_dead = false, attempts = 0, run_at = now(), sent_at = null,
        sending_until = null
      where o.id = ${id} and o.is_dead and not exists (select 1 from job_outbox n
        where n.key = o.key and n.id <> o.id and not n.is_running and not n.is_dead)`.execute(db)
    return (replayed.numAffectedRows ?? 0n) > 0n
  },
  discard: (db, id) => remove(db, id, 'dead'),
}
