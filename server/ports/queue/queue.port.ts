import type { Tx } from '../../platform/database/database.ts'

/** A job's name → what it is given. Capabilities add theirs by declaration merging beside their handlers. */
export interface JobPayloads {
  'platform.prune': Record<string, never>
}
export type JobName = keyof JobPayloads

/** A handler runs at least once for each job; it must be idempotent. Throwing asks for another try with back-off. */
export type JobHandler<N extends JobName> = (
  payload: JobPayloads[N],
  job: { signal: AbortSignal },
) => Promise<void>
export type JobHandlers = { [N in JobName]?: JobHandler<N> }

export interface JobOptions {
  /** Jobs of the same key wait for each other; a waiting one is replaced instead of doubled. */
  key?: string
  runAt?: Date
  maxAttempts?: number
}

/** When a job runs by itself: once a day (minute of the day in Taipei), or again and again. */
export type Timetable = { name: JobName; minuteOfDay: number } | { name: JobName; everyMinutes: number }

/**
 * Durable background work. Promises: a job enqueued in a transaction exists exactly when that transaction commits; it
 * runs at least once, on one worker at a time; after `maxAttempts` failures it stays, visible, as dead.
 */
export interface Queue {
  enqueue<N extends JobName>(db: Tx, name: N, payload: JobPayloads[N], options?: JobOptions): Promise<void>
  /** Starts taking jobs; the returned function waits for running ones and stops. */
  work(handlers: JobHandlers, timetable: readonly Timetable[]): Promise<() => Promise<void>>
}
