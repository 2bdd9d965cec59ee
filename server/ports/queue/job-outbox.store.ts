import { sql } from 'kysely'
import type { Database, Reader, Tx } from '../../platform/database/database.ts'
import type { Held } from './running-jobs.store.ts'

export interface OutboxJob {
  name: string
  key: string | null
  payload: unknown
  priority: number
  runAt: Date | null
  maxAttempts: number
}

/** A waiting job of the same key takes the new order; whatever was sent of the old one finds another revision. */
export async function insertJob(db: Tx, job: OutboxJob): Promise<void> {
  await sql`insert into job_outbox (name, key, payload, priority, run_at, max_attempts)
    values (${job.name}, ${job.key}, ${JSON.stringify(job.payload)}::jsonb, ${job.priority},
      coalesce(${job.runAt}::timestamptz, now()), ${job.maxAttempts})
    on conflict (key) where not is_running and not is_dead do update set name = excluded.name,
      payload = excluded.payload, priority = excluded.priority, run_at = excluded.run_at,
      max_attempts = excluded.max_attempts, attempts = 0, revision = job_outbox.revision + 1,
      last_error = null, sending_until = null, sent_at = null`.execute(db)
}

/** Takes the waiting job of a key away; what the broker still carries of it finds no row. */
export async function withdrawJob(db: Tx, key: string): Promise<boolean> {
  const gone =
    await sql`delete from job_outbox where key = ${key} and not is_running and not is_dead`.execute(db)
  return (gone.numAffectedRows ?? 0n) > 0n
}

/** A job on its way: the broker carries these words and nothing else. */
export interface Sending {
  id: string
  name: string
  revision: number
  priority: number
}

/**
 * Takes jobs that are due to be published, the first first, for `leaseMs`. A kind of which `window` jobs lie with the
 * broker waits, so that what is urgent need not stand behind thousands.
 */
export async function takeDue(
  db: Database,
  request: { names: readonly string[]; window: number; limit: number; leaseMs: number },
): Promise<Sending[]> {
  const { rows } = await sql<Sending & { run_at: Date; created_at: Date }>`
    with full_kinds as (
      select name from job_outbox where sent_at is not null and not is_running and not is_dead
      group by name having count(*) >= ${request.window}),
    due as (
      select id from job_outbox where sent_at is null and not is_running and not is_dead and run_at <= now()
        and (sending_until is null or sending_until < now())
        and name = any(${request.names}::text[]) and name not in (select name from full_kinds)
      order by priority, run_at, created_at limit ${request.limit} for update skip locked)
    update job_outbox o set sending_until = now() + ${`${request.leaseMs} ms`}::interval
    from due where o.id = due.id
    returning o.id, o.name, o.revision, o.priority::int as priority, o.run_at, o.created_at`.execute(db)
  const order = (a: (typeof rows)[number], b: (typeof rows)[number]) =>
    a.priority - b.priority || +a.run_at - +b.run_at || +a.created_at - +b.created_at
  return rows.sort(order).map(({ id, name, revision, priority }) => ({ id, name, revision, priority }))
}

/** What the broker has confirmed is sent; the rest may be taken again at once. */
export async function settleSending(
  db: Database,
  sent: readonly Sending[],
  failed: readonly Sending[],
): Promise<void> {
  const ids = (list: readonly Sending[]) => list.map(each => each.id)
  const revisions = (list: readonly Sending[]) => list.map(each => each.revision)
  await sql`update job_outbox o set sent_at = now(), sending_until = null
    from unnest(${ids(sent)}::uuid[], ${revisions(sent)}::int[]) s (id, revision)
    where o.id = s.id and o.revision = s.revision and not o.is_running and not o.is_dead
      and o.sending_until is not null`.execute(db)
  await sql`update job_outbox o set sending_until = null
    from unnest(${ids(failed)}::uuid[], ${revisions(failed)}::int[]) s (id, revision)
    where o.id = s.id and o.revision = s.revision`.execute(db)
}

/** What was sent long ago and never came may have been lost with the broker: it is sent again. Doubles do no harm. */
export async function sendAgain(db: Database, sentBeforeMs: number): Promise<void> {
  await sql`update job_outbox set sent_at = null
    where sent_at < now() - ${`${sentBeforeMs} ms`}::interval and not is_running and not is_dead`.execute(db)
}

/** A job of the same key runs: the next one is offered again this much later. */
const busyRetryMs = 300

/**
 * Takes a job that came from the broker. Undefined when there is nothing to do: it is done, cancelled, replaced, runs
 * already, or waits for another of its key.
 */
export async function claimJob(
  db: Database,
  sending: Sending,
  worker: string,
): Promise<{ payload: unknown } | undefined> {
  return db.transaction().execute(async tx => {
    const { rows } = await sql<{ payload: unknown; key: string | null }>`select payload, key from job_outbox
      where id = ${sending.id} and revision = ${sending.revision} and not is_running and not is_dead
      for update`.execute(tx)
    const [job] = rows
    if (!job) return undefined
    const claimed =
      await sql`insert into job_run (job_ref, worker, key) values (${sending.id}, ${worker}, ${job.key})
      on conflict do nothing`.execute(tx)
    if ((claimed.numAffectedRows ?? 0n) === 0n) {
      await sql`update job_outbox set sent_at = null, sending_until = null,
        run_at = greatest(run_at, now() + ${`${busyRetryMs} ms`}::interval) where id = ${sending.id}`.execute(
        tx,
      )
      return undefined
    }
    await sql`update job_outbox set is_running = true, attempts = attempts + 1, sent_at = null, sending_until = null
      where id = ${sending.id}`.execute(tx)
    return { payload: job.payload }
  })
}

/** A job is done, or given up by a person: it goes, unless another worker has it by now. */
export async function removeHeld(db: Database, held: Held): Promise<void> {
  await sql`with mine as (delete from job_run where job_ref = ${held.id} and worker = ${held.worker} returning job_ref)
    delete from job_outbox o using mine where o.id = mine.job_ref::uuid`.execute(db)
}

/** A job failed: it waits for its next attempt (e, e², e³ … seconds), or is dead after its last one. */
export async function failHeld(db: Database, held: Held, error: string): Promise<void> {
  await db.transaction().execute(async tx => {
    const gone =
      await sql`delete from job_run where job_ref = ${held.id} and worker = ${held.worker}`.execute(tx)
    if ((gone.numAffectedRows ?? 0n) > 0n) await release(tx, [held.id], error, true)
  })
}

/** Jobs whose worker fell silent wait again at once; what was to be cancelled goes. Answers how many. */
export async function releaseSilent(db: Database, stuckAfterMs: number): Promise<number> {
  return db.transaction().execute(async tx => {
    const { rows } = await sql<{
      job_ref: string
      is_cancelled: boolean
    }>`delete from job_run where job_ref in (
        select job_ref from job_run where seen_at < now() - ${`${stuckAfterMs} ms`}::interval for update skip locked)
      returning job_ref, cancel_requested_at is not null as is_cancelled`.execute(tx)
    const cancelled = rows.filter(row => row.is_cancelled).map(row => row.job_ref)
    if (cancelled.length > 0)
      await sql`delete from job_outbox where id = any(${cancelled}::uuid[])`.execute(tx)
    const others = rows.filter(row => !row.is_cancelled).map(row => row.job_ref)
    await release(tx, others, 'the worker fell silent', false)
    return rows.length
  })
}

/** Of a key only the newest waits: a job that would wait beside a newer one is not tried again. */
async function release(tx: Tx, ids: readonly string[], error: string, isLater: boolean): Promise<void> {
  if (ids.length === 0) return
  await sql`delete from job_outbox o where o.id = any(${ids}::uuid[]) and o.key is not null and exists (
    select 1 from job_outbox n where n.key = o.key and n.id <> o.id and not n.is_running and not n.is_dead)`.execute(
    tx,
  )
  await sql`update job_outbox set is_running = false, is_dead = attempts >= max_attempts, last_error = ${error},
      sent_at = null, sending_until = null,
      run_at = case when ${isLater} then now() + exp(least(attempts, 10)) * interval '1 second' else now() end
    where id = any(${ids}::uuid[]) and is_running`.execute(tx)
}

/**
 * Whether a slot of the timetable is this worker's to enqueue: the first to say so. A job that the timetable never had
 * begins with its next slot.
 */
export async function claimSlot(tx: Tx, name: string, slot: Date): Promise<boolean> {
  await sql`insert into job_timetable (name, last_slot) values (${name}, ${slot}) on conflict do nothing`.execute(
    tx,
  )
  const claimed = await sql`update job_timetable set last_slot = ${slot}
    where name = ${name} and last_slot < ${slot}`.execute(tx)
  return (claimed.numAffectedRows ?? 0n) > 0n
}

/** The database's clock, which all workers share. */
export async function readNow(db: Reader): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(db)
  if (!rows[0]) throw new Error('the database told no time')
  return rows[0].now
}
