import type { Database } from '../../platform/database/database.ts'
import { type AwaitedJobs, type JobLimits, JobStopped, type RunningJob } from './queue.port.ts'

/** What both queues are made with. */
export interface JobAccount {
  db: Database
  /** The same database without a pooler, for LISTEN and session locks. */
  connectionString: string
  onJob(name: string, result: 'done' | 'failed' | 'cancelled', error?: unknown): void
  onFault(error: Error): void
  /** Jobs that this process runs at a time, of all kinds together that nobody waits for. */
  concurrency: number
  awaited: AwaitedJobs
  limits: JobLimits
  /** How often a worker says that its jobs run, tells their progress and asks whether to stop them. */
  beatMs: number
  /** A worker that was silent for so long loses its jobs to another. */
  stuckAfterMs: number
}

/** Hands of each process for what is awaited, beside its others. */
export const awaitedHands = 2

/** Two hands for each process; a worker counts as silent after thirty missed beats. */
export const usualPace = {
  concurrency: 2,
  limits: {},
  awaited: [],
  beatMs: 2_000,
  stuckAfterMs: 60_000,
} as const

/** Any handler, once its payload was read back. */
export type JobHandler = (payload: unknown, job: RunningJob) => Promise<void>

/**
 * Runs a job and tells how it went. Answers false when it was cancelled.
 * @throws what the handler threw, unless somebody had asked it to stop
 */
export async function runOne(request: {
  name: string
  onJob: JobAccount['onJob']
  work(): Promise<void>
  isCancelled(): Promise<boolean>
}): Promise<boolean> {
  const { name, onJob } = request
  try {
    await request.work()
    onJob(name, 'done')
    return true
  } catch (error) {
    const isGivenUp =
      (error instanceof JobStopped && error.reason === 'cancelled') ||
      (await request.isCancelled().catch(() => false))
    if (!isGivenUp) {
      onJob(name, 'failed', error)
      throw error
    }
    onJob(name, 'cancelled')
    return false
  }
}
