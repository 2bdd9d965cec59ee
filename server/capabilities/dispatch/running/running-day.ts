import type { Clock } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { Route } from '../../../platform/http/route.ts'
import type { JobHandlers, Timetable } from '../../../ports/queue/queue.port.ts'
import { runningDayJobs, runningDayTimetable } from './running-day.jobs.ts'
import { runningDayRoutes } from './running-day.routes.ts'
import type { RunningDeps } from './running-deps.ts'

/** The day while it runs: expected arrivals, urgent insertions, drivers who cannot go on, silent phones. */
export function makeRunningDay(
  parts: { db: Database; clock: Clock },
  deps: RunningDeps,
): { routes: Route[]; jobs: JobHandlers; timetable: Timetable[] } {
  return {
    routes: runningDayRoutes(deps),
    jobs: runningDayJobs(parts, deps),
    timetable: runningDayTimetable,
  }
}
