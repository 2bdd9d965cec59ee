import type { Logger } from 'pino'
import { forgetCalls } from '../capabilities/calls/calls.api.ts'
import { forgetIncompleteFiles } from '../capabilities/files/files.api.ts'
import { forgetSessions } from '../capabilities/identity/identity.api.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import { prunePlatform } from '../platform/database/prune.ts'
import { forgetAskedWork } from '../platform/jobs/asked-work.store.ts'
import type { Files } from '../ports/files/files.port.ts'
import type { JobHandlers, JobName } from '../ports/queue/queue.port.ts'
import type { TravelTimes } from '../ports/travel-times/travel-times.port.ts'

interface DailyPrune {
  jobs: JobHandlers
  dailyJobs: { name: JobName; minuteOfDay: number }[]
}

/** Once a night: everything that was kept only for a while is forgotten, each table by its owner. */
export function makeDailyPrune(deps: {
  db: Database
  clock: Clock
  files: Files
  travelTimes: Pick<TravelTimes, 'forget'>
  logger: Logger
  /** Looks whether the schema is still what the migrations made; it says so in the log and never fails. */
  warnOfDrift(): Promise<void>
}): DailyPrune {
  const { db, files, logger } = deps
  return {
    jobs: {
      'platform.prune': async (_payload, { signal, progress }) => {
        const request = { db, now: deps.clock.now(), signal }
        const steps = [
          () => prunePlatform(request),
          () => forgetAskedWork(request),
          () => forgetSessions(request),
          () => forgetCalls(request),
          () => forgetIncompleteFiles({ ...request, files }),
          () => deps.travelTimes.forget(request),
        ]
        let pruned = {}
        for (const [at, step] of steps.entries()) {
          pruned = { ...pruned, ...(await step()) }
          progress((at + 1) / steps.length)
        }
        logger.info({ rows: pruned }, 'pruned')
        await deps.warnOfDrift()
      },
    },
    dailyJobs: [{ name: 'platform.prune', minuteOfDay: 3 * 60 + 40 }],
  }
}
