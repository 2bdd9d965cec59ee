import type { Reader, Tx } from '../../platform/database/database.ts'

/** A job's name → what it is given. Capabilities add theirs by declaration merging beside their handlers. */
export interface JobPayloads {
  'platform.prune': Record<string, never>
}
export type JobName = keyof JobPayloads

/** Why a job's signal fired. */
export class JobStopped extends Error {
  readonly reason: 'cancelled' | 'taken-over' | 'stopping'
  constructor(reason: JobStopped['reason']) {
    super(`the job was stopped: ${reason}`)
    this.reason = reason
  }
}

/** What a handler may say and ask while it runs. */
export interface RunningJob {
  /** Fires with a `JobStopped` when somebody cancels the job, another worker has taken it over, or the process stops. */
  signal: AbortSignal
  /** How far it is, 0 to 1, and in words; the office sees it a moment later. */
  progress(share: number, words?: string): void
  /**
   * Does an effect in one transaction, once for this job however often it runs. Answers false when it was done before.
   * @throws when the job was taken over meanwhile: then the effect is undone
   */
  once(effect: (tx: Tx) => Promise<void>): Promise<boolean>
}

/**
 * A handler runs at least once for each job: it is idempotent by itself or does its effect through `once`. Throwing
 * asks for another try with back-off.
 */
export type JobHandler<N extends JobName> = (payload: JobPayloads[N], job: RunningJob) => Promise<void>
export type JobHandlers = { [N in JobName]?: JobHandler<N> }

/** Who goes first of the jobs that wait; nothing that runs is interrupted. */
export type JobPriority = 'high' | 'normal' | 'low'

export interface JobOptions {
  /** Jobs of the same key wait for each other; a waiting one is replaced instead of doubled. */
  key?: string
  /** It need not wait for one of its key that runs already, and begins the sooner for it. */
  mayOverlap?: boolean
  runAt?: Date
  maxAttempts?: number
  priority?: JobPriority
}

/** Most jobs of a kind that one worker process runs at a time; without a limit as many as it has hands. */
export type JobLimits = { readonly [N in JobName]?: number }

/** Kinds that somebody sits and waits for: each worker has hands for them that no other kind takes. */
export type AwaitedJobs = readonly JobName[]

/** When a job runs by itself: once a day (minute of the day in Taipei), or again and again. */
export type Timetable = { name: JobName; minuteOfDay: number } | { name: JobName; everyMinutes: number }

/**
 * Durable background work. Promises: a job enqueued in a transaction exists exactly when that transaction commits; it
 * runs at least once, on one worker at a time; a worker that falls silent loses its jobs to another; after
 * `maxAttempts` failures a job stays, visible, as dead.
 */
export interface Queue {
  enqueue<N extends JobName>(db: Tx, name: N, payload: JobPayloads[N], options?: JobOptions): Promise<void>
  /** Takes the waiting job of a key away; false when none waits: it runs already, is done or dead. */
  withdraw(db: Tx, key: string): Promise<boolean>
  /** Starts taking jobs; the returned function waits for running ones and stops. */
  work(handlers: JobHandlers, timetable: readonly Timetable[]): Promise<() => Promise<void>>
}

export const jobStates = ['waiting', 'running', 'dead'] as const
export type JobState = (typeof jobStates)[number]

/** A job as the office sees it. Done ones are gone; what a job is given is nobody's business. */
export interface JobView {
  id: string
  name: string
  state: JobState
  priority: JobPriority
  attempts: number
  maxAttempts: number
  createdAt: Date
  /** When a waiting job may run. */
  runAt: Date
  startedAt: Date | null
  /** 0 to 1; null while the job has said nothing. */
  progress: number | null
  progressWords: string
  isCancelling: boolean
  lastError: string | null
}

export interface JobCount {
  name: string
  state: JobState
  jobs: number
  /** Of the one that is there longest. */
  since: Date
}

/** What may be seen of the jobs, and done to them by a person. Each answers false when the job is not in that state. */
export interface JobDesk {
  list(db: Reader, filter: { state?: JobState; name?: string; limit: number }): Promise<JobView[]>
  count(db: Reader): Promise<JobCount[]>
  /** A waiting job is removed; a running one's signal fires, and it is not tried again. */
  cancel(db: Tx, id: string): Promise<'removed' | 'asked' | false>
  /** A dead job waits again, with all its attempts. */
  replay(db: Tx, id: string): Promise<boolean>
  /** A dead job is removed. */
  discard(db: Tx, id: string): Promise<boolean>
}
