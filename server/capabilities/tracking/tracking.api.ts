import { reportPositions as reportEndpoint } from '../../../contract/endpoints/deliveries.ts'
import { livePositions } from '../../../contract/endpoints/dispatch.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import { denied } from '../../../contract/kernel/problem.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Reader } from '../../platform/database/database.ts'
import { type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import type { JobHandlers, JobName } from '../../ports/queue/queue.port.ts'
import { prepareDays } from './prepare-days.action.ts'
import { readTracking, type TrackingReadDeps } from './read-tracking.action.ts'
import { reportPositions, type TrackingWriteDeps } from './report-positions.action.ts'

export { readFixes } from './fixes.store.ts'
export { ensurePositionPartition } from './partition.store.ts'
export { type Presence, readPresence } from './tracking.store.ts'

declare module '../../ports/queue/queue.port.ts' {
  interface JobPayloads {
    'tracking.prepare-days': Record<string, never>
  }
}

export interface TrackingDeps extends TrackingReadDeps, Omit<TrackingWriteDeps, 'readIntervalSeconds'> {
  db: Database
  clock: Clock
  /** Law and policy numbers on a day, by name. */
  readParameters<const N extends readonly string[]>(
    db: Reader,
    names: N,
    onDate: BusinessDate,
  ): Promise<Record<N[number], number>>
}

const intervalParameter = 'tracking.min-interval-seconds'

/** Where drivers are: intake, map, and the partitions that positions live and are forgotten in. */
export function makeTracking(deps: TrackingDeps): {
  routes: Route[]
  jobs: JobHandlers
  dailyJobs: { name: JobName; minuteOfDay: number }[]
} {
  const write: TrackingWriteDeps = {
    pubsub: deps.pubsub,
    onFault: deps.onFault,
    readIntervalSeconds: async ({ db, today }) =>
      (await deps.readParameters(db, [intervalParameter], today))[intervalParameter],
  }
  return {
    routes: [
      writeRoute(reportEndpoint, (context, { body }) => {
        const { driverId } = context.actor
        if (!driverId) throw denied('deliveries.not-a-driver', { status: 403 })
        return reportPositions(write, context, { driverId, ...body })
      }),
      readRoute(livePositions, ({ db, actor }, { query }) =>
        readTracking(deps, db, { depotId: actor.depotId, date: query.date }),
      ),
    ],
    jobs: { 'tracking.prepare-days': () => prepareDays(deps) },
    dailyJobs: [{ name: 'tracking.prepare-days', minuteOfDay: 3 * 60 + 20 }],
  }
}
