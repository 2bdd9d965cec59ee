import type { Database } from '../../platform/database/database.ts'
import { JobStopped, type RunningJob } from './queue.port.ts'
import { type Beat, beat, claimEffect, type Held, holdRun } from './running-jobs.store.ts'

export interface RunningJobs {
  /** From here on the job is kept alive. `effect` names what `once` does once: a job and what it was given. */
  begin(held: Held, effect: string, stopping?: AbortSignal): RunningJob & { end(): void }
  readonly size: number
  stop(): void
}

/** Keeps the jobs of this process alive: beats for them, tells their progress, and fires their signals. */
export function keepRunningJobs(options: {
  db: Database
  beatMs: number
  onFault(error: Error): void
}): RunningJobs {
  const { db } = options
  const running = new Map<string, Beat & { controller: AbortController }>()
  let isBeating = false
  const timer = setInterval(async () => {
    if (isBeating || running.size === 0) return
    isBeating = true
    const beats = [...running.values()]
    try {
      const ours = await beat(db, beats)
      for (const { id, controller } of beats) {
        const isAsked = ours.get(id)
        if (isAsked === undefined) controller.abort(new JobStopped('taken-over'))
        else if (isAsked) controller.abort(new JobStopped('cancelled'))
      }
    } catch (error) {
      options.onFault(error as Error)
    } finally {
      isBeating = false
    }
  }, options.beatMs)
  return {
    get size() {
      return running.size
    },
    begin: (held, effect, stopping) => {
      const entry = { ...held, progress: null as number | null, words: '', controller: new AbortController() }
      running.set(held.id, entry)
      const stop = () => entry.controller.abort(new JobStopped('stopping'))
      stopping?.addEventListener('abort', stop, { once: true })
      return {
        signal: entry.controller.signal,
        progress: (share, words = '') => {
          entry.progress = Math.min(1, Math.max(0, share))
          entry.words = words
        },
        once: work =>
          db.transaction().execute(async tx => {
            if (!(await holdRun(tx, held))) throw new JobStopped('taken-over')
            if (!(await claimEffect(tx, effect))) return false
            await work(tx)
            return true
          }),
        end: () => {
          stopping?.removeEventListener('abort', stop)
          if (running.get(held.id) === entry) running.delete(held.id)
        },
      }
    },
    stop: () => clearInterval(timer),
  }
}
