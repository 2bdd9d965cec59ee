import {
  type CronItem,
  type Job,
  Logger,
  makeWorkerUtils,
  parseCronItems,
  run,
  type TaskList,
} from 'graphile-worker'
import { sql } from 'kysely'
import { openPlainPool } from '../../platform/database/database.ts'
import { awaitedHands, type JobAccount, type JobHandler, runOne } from './account-jobs.ts'
import { graphileDesk, graphileJobs, withdraw } from './graphile-desk.ts'
import { priorityNumbers } from './job-desk.ts'
import { kindSlots } from './kind-slots.ts'
import type { JobDesk, JobHandlers, JobName, Queue, Timetable } from './queue.port.ts'
import { forgetEffects, forgetRun, isCancelled, noteRun } from './running-jobs.store.ts'
import { keepRunningJobs, type RunningJobs } from './running-jobs.ts'
import { frequentAttempts } from './timetable.rules.ts'
import { joinWorkers } from './workers-present.ts'

const drainMs = 10_000
const dayMs = 86_400_000
/**
 * Two hands that reach for a job with a line of its own may each hold one of its two rows; then it lies until somebody
 * looks again, for which graphile-worker would let two seconds pass.
 */
const lookMs = 500

/** Jobs in our own PostgreSQL (graphile-worker), so that a job commits with the change that asked for it. */
export async function makePostgresQueue(options: JobAccount): Promise<Queue & JobDesk> {
  // Connections of its own: graphile-worker reads bigint as text, where our pool makes a bigint of it.
  const { connectionString, db } = options
  const quiet = new Logger(() => () => undefined)
  await migrateJobs(connectionString, quiet)
  const { concurrency, awaited, limits, beatMs, stuckAfterMs, onFault } = options
  return {
    enqueue: async (tx, name, payload, job = {}) => {
      // Without a line nobody waits for the other, and what somebody sits and waits for begins at once; see `lookMs`.
      const line = job.mayOverlap ? null : (job.key ?? null)
      await sql`select graphile_worker.add_job(${name}, payload => ${JSON.stringify(payload)}::json,
        run_at => ${job.runAt ?? null}::timestamptz, max_attempts => ${job.maxAttempts ?? 8}::int,
        job_key => ${job.key ?? null}::text, queue_name => ${line}::text,
        priority => ${priorityNumbers[job.priority ?? 'normal']}::int, flags => ${[name]}::text[])`.execute(
        tx,
      )
    },
    withdraw,
    work: async (handlers, timetable) => {
      const leaveWorkers = await joinWorkers(connectionString, () => graphileJobs.freeAll(db))
      const running = keepRunningJobs({ db, beatMs, onFault })
      const slots = kindSlots(limits)
      const sweeping = setInterval(
        () => void Promise.all([graphileJobs.freeSilent(db, stuckAfterMs), forgetEffects(db)]).catch(onFault),
        stuckAfterMs / 4,
      )
      const start = async (hands: number, taskList: TaskList, items: readonly Timetable[]) => {
        const pgPool = openPlainPool(connectionString, hands + 2)
        const runner = await run({
          pgPool,
          concurrency: hands,
          pollInterval: lookMs,
          noHandleSignals: true,
          logger: quiet,
          gracefulShutdownAbortTimeout: drainMs,
          // Jobs carry their name as a flag: a kind that is at its limit here is left to others.
          forbiddenFlags: slots.full,
          taskList,
          parsedCronItems: parseCronItems(items.map(toCronItem)),
        })
        return async () => {
          await runner.stop()
          await pgPool.end()
        }
      }
      const tasks = Object.entries(taskList(handlers, options, running, slots))
      const isAwaited = ([name]: [string, unknown]) => (awaited as readonly string[]).includes(name)
      const [sooner, others] = [tasks.filter(isAwaited), tasks.filter(task => !isAwaited(task))]
      // Only a runner of its own keeps hands free: what the timetable asks for carries no flag.
      const stops = [await start(concurrency, Object.fromEntries(others), timetable)]
      if (sooner.length > 0) stops.push(await start(awaitedHands, Object.fromEntries(sooner), []))
      return async () => {
        await Promise.all(stops.map(stop => stop()))
        clearInterval(sweeping)
        running.stop()
        await leaveWorkers()
      }
    },
    ...graphileDesk,
  }
}

async function migrateJobs(connectionString: string, logger: Logger): Promise<void> {
  const pgPool = openPlainPool(connectionString, 1)
  const utils = await makeWorkerUtils({ pgPool, logger })
  try {
    await utils.migrate()
  } finally {
    await utils.release()
    await pgPool.end()
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
      options: { maxAttempts: frequentAttempts, jobKey: name, queueName: name },
    }
  // Cron runs in UTC, eight hours behind Taipei.
  const hour = (Math.floor(item.minuteOfDay / 60) + 16) % 24
  const match = `${item.minuteOfDay % 60} ${hour} * * *`
  return { task: name, identifier: name, match, options: { backfillPeriod: dayMs } }
}

function taskList(
  handlers: JobHandlers,
  { db, onJob }: JobAccount,
  running: RunningJobs,
  slots: ReturnType<typeof kindSlots>,
): TaskList {
  const tasks: TaskList = {}
  for (const name of Object.keys(handlers) as JobName[]) {
    const handler = handlers[name] as JobHandler
    tasks[name] = async (payload, helpers) => {
      const leave = await slots.enter(name)
      const held = heldBy(helpers.job)
      try {
        // Before its first beat, which takes a job without a note for one that somebody else has taken over.
        await noteRun(db, held)
        const job = running.begin(held, `${held.id}.${helpers.job.revision}`, helpers.abortSignal)
        const work = () => handler(payload, job)
        await runOne({ name, onJob, work, isCancelled: () => isCancelled(db, held) }).finally(job.end)
      } finally {
        leave()
        // Without the database the row stays, and is swept when nobody beats for it any more.
        await forgetRun(db, held).catch(() => false)
      }
    }
  }
  return tasks
}

function heldBy(job: Pick<Job, 'id' | 'locked_by'>): { id: string; worker: string } {
  return { id: job.id, worker: job.locked_by ?? '' }
}
