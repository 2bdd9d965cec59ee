import type { EndpointAnswer } from '../../../contract/endpoint.ts'
import type { livePositions } from '../../../contract/endpoints/dispatch.ts'
import { pointSchema } from '../../../contract/endpoints/shared.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { HolderNames } from '../cylinders/cylinders.api.ts'
import type { DispatchNeeds, StopFacts } from '../deliveries/deliveries.api.ts'
import { readPresence } from './tracking.store.ts'

export interface TrackingReadDeps {
  dispatch: Pick<DispatchNeeds, 'readDrivers' | 'readRunsOfDay' | 'readStopsOfRuns'>
  names: HolderNames
}

/** Where each driver of the depot is and how far his run of the day has come. */
export async function readTracking(
  deps: TrackingReadDeps,
  db: Reader,
  of: { depotId: string | null; date: BusinessDate },
): Promise<EndpointAnswer<typeof livePositions>> {
  const drivers = await deps.dispatch.readDrivers(db, of.depotId)
  const runs = await deps.dispatch.readRunsOfDay(db, of.depotId, of.date)
  const stops = await deps.dispatch.readStopsOfRuns(
    db,
    runs.map(run => run.id),
  )
  const presence = new Map(
    (
      await readPresence(
        db,
        drivers.map(driver => driver.id),
      )
    ).map(row => [row.driverId, row]),
  )
  const runOf = new Map(runs.map(run => [run.driver.id, run]))
  const stopsOf = Map.groupBy(
    stops.filter(stop => stop.state !== 'cancelled'),
    stop => stop.runId,
  )
  const nextStops = runs.flatMap(run => nextOf(stopsOf.get(run.id)) ?? [])
  const names = await deps.names.readHolders(
    db,
    'site',
    nextStops.map(stop => stop.siteId),
  )
  return {
    drivers: drivers.map(driver => {
      const run = runOf.get(driver.id)
      const own = (run && stopsOf.get(run.id)) ?? []
      const place = presence.get(driver.id)
      const point = pointSchema.safeParse(place)
      const next = nextOf(own)
      return {
        driverId: driver.id,
        name: driver.name,
        letter: driver.letter,
        point: point.success ? point.data : null,
        deviceAt: place?.deviceAt.toISOString() ?? null,
        receivedAt: place?.receivedAt.toISOString() ?? null,
        runId: run?.id ?? null,
        done: own.filter(stop => stop.state === 'done').length,
        failed: own.filter(stop => stop.state === 'failed').length,
        total: own.length,
        next: (next && names.get(next.siteId)?.name) ?? null,
      }
    }),
  }
}

function nextOf(stops: readonly StopFacts[] | undefined): StopFacts | undefined {
  return stops?.find(stop => stop.state === 'arrived') ?? stops?.find(stop => stop.state === 'published')
}
