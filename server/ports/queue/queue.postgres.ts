import { type CronItem, Logger, makeWorkerUtils, parseCronItems, run, type TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import { openDirectConnection } from '../../platform/database/database.ts'
import { locks } from '../../platform/database/locks.ts'
import type { JobHandlers, JobName, JobPayloads, Queue, Timetable } from './queue.port.ts'

const concurrency = 2
const drainMs = 10_000
const dayMs = 86_400_000

/** Jobs in our own PostgreSQL (graphile-worker), so that a job commits with the change that asked for it. */
export async function makePostgresQueue(options: {
  connectionString: string
  onJob: (name: string, result: 'done' | 'failed', error?: unknown) => void
}): Promise<Queue> {
  // Connections of its own: graphile-worker reads bigint as text, where our pool makes a bigint of it.
  const { connectionString } = options
  const quiet = new Logger(() => () => undefined)
  const utils = await makeWorkerUtils({ connectionString, maxPoolSize: 1, logger: quiet })
  await utils.migrate()
  await utils.release()
  return {
    enqueue: async (db, name, payload, job = {}) => {
      await sql`select graphile_worker.add_job(${name}, payload => ${JSON.stringify(payload)}::json,
        run_at => ${job.runAt ?? null}::timestamptz, max_attempts => ${job.maxAttempts ?? 8}::int,
        job_key => ${job.key ?? null}::text, queue_name => ${job.key ?? null}::text)`.execute(db)
    },
    work: async (handlers, timetable) => {
      const leaveWorkers = await joinWorkers(connectionString)
      const runner = await run({
        connectionString,
        maxPoolSize: concurrency + 2,
        concurrency,
        noHandleSignals: true,
        logger: quiet,
        gracefulShutdownAbortTimeout: drainMs,
        taskList: taskList(handlers, options.onJob),
        parsedCronItems: parseCronItems(timetable.map(toCronItem)),
      })
      return async () => {
        await runner.stop()
        await leaveWorkers()
      }
    },
  }
}

/** What is repeated soon anyway is not caught up on, and waits as one job at most. */
function toCronItem(item: Timetable): CronItem {
  const { name } = item
  if ('everyMinutes' in item)
    return {
      task: name,
      identifier: name,
      match: `*/${item.everyMinutes} * * * *`,
      options: { maxAttempts: 1, jobKey: name, queueName: name },
    }
  // Cron runs in UTC, eight hours behind Taipei.
  const hour = (Math.floor(item.minuteOfDay / 60) + 16) % 24
  const match = `${item.minuteOfDay % 60} ${hour} * * *`
  return { task: name, identifier: name, match, options: { backfillPeriod: dayMs } }
}

const presenceRetryMs = 1_000

/**
 * Says that this process works, until the returned function is called; a connection that the database cut is made
 * anew. Jobs that a killed process had taken stay locked for four hours by themselves; who begins to work and finds
 * nobody else at it sets them free at once.
 */
async function joinWorkers(connectionString: string): Promise<() => Promise<void>> {
  let client = await openDirectConnection(connectionString)
  let isLeaving = false
  const stay = (joined: typeof client) => {
    client = joined
    joined.on('error', () => undefined)
    joined.on('end', () => void rejoin())
  }
  const rejoin = async () => {
    while (!isLeaving) {
      await new Promise(resolve => setTimeout(resolve, presenceRetryMs))
      try {
        const next = await openDirectConnection(connectionString)
        stay(next)
        await next.query('select pg_advisory_lock_shared($1)', [locks.workers])
        if (isLeaving) await next.end()
        return
      } catch {
        // The database is still away; the loop tries again.
      }
    }
  }
  stay(client)
  await freeForsakenJobs(client)
  return async () => {
    isLeaving = true
    await client.end()
  }
}

async function freeForsakenJobs(client: Awaited<ReturnType<typeof openDirectConnection>>): Promise<void> {
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
    locks.workers,
  ])
  if (rows[0]?.alone) {
    await client.query(
      `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
       from graphile_worker.jobs where locked_by is not null having count(*) > 0`,
    )
  }
  await client.query('select pg_advisory_lock_shared($1)', [locks.workers])
  if (rows[0]?.alone) await client.query('select pg_advisory_unlock($1)', [locks.workers])
}

function taskList(
  handlers: JobHandlers,
  onJob: (name: string, result: 'done' | 'failed', error?: unknown) => void,
): TaskList {
  const tasks: TaskList = {}
  for (const name of Object.keys(handlers) as JobName[]) {
    const handler = handlers[name] as (
      payload: JobPayloads[JobName],
      job: { signal: AbortSignal },
    ) => Promise<void>
    tasks[name] = async (payload, helpers) => {
      try {
        await handler(payload as JobPayloads[JobName], {
          signal: helpers.abortSignal ?? new AbortController().signal,
        })
        onJob(name, 'done')
      } catch (error) {
        onJob(name, 'failed', error)
        throw error
      }
    }
  }
  return tasks
}
