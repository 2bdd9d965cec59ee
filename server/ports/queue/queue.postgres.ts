import { Logger, makeWorkerUtils, run, type TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import type { JobHandlers, JobName, JobPayloads, Queue } from './queue.port.ts'

const concurrency = 2
const drainMs = 10_000

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
    work: async (handlers, daily) => {
      const runner = await run({
        connectionString,
        maxPoolSize: concurrency + 2,
        concurrency,
        noHandleSignals: true,
        logger: quiet,
        gracefulShutdownAbortTimeout: drainMs,
        taskList: taskList(handlers, options.onJob),
        // Cron runs in UTC; minuteOfDay is Taipei's.
        crontab: daily
          .map(
            item =>
              `${item.minuteOfDay % 60} ${(Math.floor(item.minuteOfDay / 60) + 16) % 24} * * * ${item.name} ?fill=1d`,
          )
          .join('\n'),
      })
      return async () => {
        await runner.stop()
      }
    },
  }
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
