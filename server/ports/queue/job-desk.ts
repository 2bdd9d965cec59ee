import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'
import type { JobCount, JobDesk, JobPriority, JobState, JobView } from './queue.port.ts'

/** What jobs wait in front of others; smaller goes first. */
export const priorityNumbers: Readonly<Record<JobPriority, number>> = { high: -10, normal: 0, low: 10 }

const priorityOf = (number: number): JobPriority => (number < 0 ? 'high' : number > 0 ? 'low' : 'normal')

interface Row {
  id: string
  name: string
  state: JobState
  priority: number
  attempts: number
  max_attempts: number
  created_at: Date
  run_at: Date
  started_at: Date | null
  progress: number | null
  progress_words: string | null
  is_cancelling: boolean
  last_error: string | null
}

/**
 * Reads jobs for the office. `jobs` selects of a queue's own table: id (text), name, state, priority, attempts,
 * max_attempts, created_at, run_at, last_error.
 */
export function readJobs(jobs: RawBuilder<unknown>): Pick<JobDesk, 'list' | 'count'> {
  return {
    list: async (db, { state, name, limit }) => {
      const { rows } = await sql<Row>`select j.id, j.name, j.state, j.priority::int as priority,
          j.attempts::int as attempts, j.max_attempts::int as max_attempts, j.created_at, j.run_at, j.last_error,
          r.started_at, r.progress, r.progress_words, r.cancel_requested_at is not null as is_cancelling
        from (${jobs}) j left join job_run r on r.job_ref = j.id and j.state = 'running'
        where (${state ?? null}::text is null or j.state = ${state ?? null})
          and (${name ?? null}::text is null or j.name = ${name ?? null})
        order by array_position(array['dead', 'running', 'waiting'], j.state), j.priority, j.run_at, j.id
        limit ${limit}`.execute(db)
      return rows.map(viewOf)
    },
    count: countJobs(jobs),
  }
}

const countJobs = (jobs: RawBuilder<unknown>) => async (db: Reader) => {
  const { rows } =
    await sql<JobCount>`select j.name, j.state, count(*)::int as jobs, min(j.created_at) as since
    from (${jobs}) j group by j.name, j.state order by j.name, j.state limit 500`.execute(db)
  return rows
}

const viewOf = (row: Row): JobView => ({
  id: row.id,
  name: row.name,
  state: row.state,
  priority: priorityOf(row.priority),
  attempts: row.attempts,
  maxAttempts: row.max_attempts,
  createdAt: row.created_at,
  runAt: row.run_at,
  startedAt: row.started_at,
  progress: row.progress,
  progressWords: row.progress_words ?? '',
  isCancelling: row.is_cancelling,
  lastError: row.last_error,
})
