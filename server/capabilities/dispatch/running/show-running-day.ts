import type { EndpointAnswer } from '../../../../contract/endpoint.ts'
import type { getRunningDay } from '../../../../contract/endpoints/running-day.ts'
import { pointSchema } from '../../../../contract/endpoints/shared.ts'
import type { Reader } from '../../../platform/database/database.ts'
import { readTogether } from '../../../platform/database/read-together.ts'
import { readAboard } from '../../cylinders/cylinders.api.ts'
import { readDepots, readDrivers, readVehicles } from '../fleet.store.ts'
import { findPlan, readRuns } from '../plan.store.ts'
import { isBegun } from '../plan-problem.rules.ts'
import { readStops, type StopRow } from '../stop.store.ts'
import { countsOf } from './aboard.ts'
import { readRoadClosures } from './closure.store.ts'
import { byPublishedPlace } from './read-running-day.ts'
import { readInterruptions, readOutlooks, readSightings, readWatches } from './running.store.ts'
import type { RunningDeps } from './running-deps.ts'

type Answer = EndpointAnswer<typeof getRunningDay>

const byId = <K extends string, T extends Record<K, string>>(rows: readonly T[], key: K) =>
  new Map(rows.map(row => [row[key], row]))

/** The day as it runs, from what the clock last wrote down; asks nothing of the planner. */
export async function showRunningDay(
  deps: RunningDeps,
  db: Reader,
  of: { depotId: string; date: string },
): Promise<Answer> {
  const depot = (await readDepots(db)).find(candidate => candidate.id === of.depotId)
  const plan = await findPlan(db, of.depotId, of.date)
  const shownDepot = depot
    ? { id: depot.id, name: depot.name, point: { latitude: depot.latitude, longitude: depot.longitude } }
    : null
  if (!plan) return { date: of.date, depot: shownDepot, runs: [], closures: [] }
  const runs = (await readRuns(db, plan.id)).filter(run => run.state !== 'planned')
  const runIds = runs.map(run => run.id)
  const sent = (await readStops(db, { planId: plan.id })).filter(stop => stop.publishedRunId !== null)
  const stops = sent.filter(stop => stop.state !== 'cancelled')
  const [closures, drivers, vehicles, sites, outlooks, watches, sightings, interruptions, presence, aboard] =
    await readTogether(
      db,
      () => readRoadClosures(db, of.depotId, of.date),
      () => readDrivers(db, of.depotId),
      () => readVehicles(db, of.depotId),
      () => deps.readSites(db, [...new Set(stops.map(stop => stop.siteId))]),
      () => readOutlooks(db, runIds),
      () => readWatches(db, runIds),
      () => readSightings(db, runIds),
      () => readInterruptions(db, runIds),
      () =>
        deps.readPresence(
          db,
          runs.map(run => run.driverId),
        ),
      () =>
        readAboard(
          db,
          runs.map(run => run.vehicleId),
        ),
    )
  const outlookOf = byId(outlooks, 'stopId')
  const watchOf = byId(watches, 'runId')
  const sightingOf = byId(sightings, 'stopId')
  const placeOf = byId(presence, 'driverId')
  const stopsOf = Map.groupBy(stops, stop => stop.publishedRunId)

  function showStop(stop: StopRow): Answer['runs'][number]['stops'][number] {
    const site = sites.get(stop.siteId)
    const outlook = isBegun(stop) ? undefined : outlookOf.get(stop.id)
    const sighting = isBegun(stop) ? undefined : sightingOf.get(stop.id)
    return {
      stopId: stop.id,
      orderId: stop.orderId,
      siteId: stop.siteId,
      customerCode: site?.customerCode ?? '',
      shortName: site?.shortName ?? '',
      address: site?.address ?? '',
      point: site?.point ?? null,
      state: stop.state,
      trip: stop.publishedTrip ?? stop.trip,
      priority: stop.priority,
      windows: stop.windows,
      plannedMinute: stop.publishedArriveMinute,
      etaAt: outlook?.etaAt.toISOString() ?? null,
      lateMinutes: outlook?.lateMinutes ?? 0,
      risk: outlook?.risk ?? null,
      riskMinutes: outlook?.riskMinutes ?? 0,
      riskSince: outlook?.riskSince?.toISOString() ?? null,
      finishedAt: stop.finishedAt?.toISOString() ?? null,
      sighted: sighting
        ? {
            arrivedAt: sighting.arrivedAt.toISOString(),
            leftAt: sighting.leftAt?.toISOString() ?? null,
          }
        : null,
    }
  }

  return {
    date: of.date,
    depot: shownDepot,
    runs: runs
      .flatMap(run => {
        const driver = drivers.find(candidate => candidate.id === run.driverId)
        if (!driver || run.state === 'planned') return []
        const own = (stopsOf.get(run.id) ?? []).sort(byPublishedPlace)
        const watch = watchOf.get(run.id)
        const place = placeOf.get(run.driverId)
        const point = pointSchema.safeParse(place)
        const interruption = interruptions.get(run.id)
        const heardAt = [watch?.heardAt, place?.deviceAt].flatMap(at => at ?? []).sort(newestFirst)[0]
        return [
          {
            runId: run.id,
            driverId: driver.id,
            driverName: driver.name,
            letter: driver.letter,
            phone: driver.phone,
            plate: vehicles.find(vehicle => vehicle.id === run.vehicleId)?.plate ?? '',
            state: run.state,
            done: own.filter(stop => stop.state === 'done').length,
            failed: own.filter(stop => stop.state === 'failed').length,
            total: own.length,
            lateMinutes: watch?.lateMinutes ?? 0,
            backAt: watch?.backAt?.toISOString() ?? null,
            point: point.success ? point.data : null,
            heardAt: heardAt?.toISOString() ?? null,
            silentSince: run.state === 'closed' ? null : (watch?.silentSince?.toISOString() ?? null),
            // Who unlocks his run, or takes the interruption back, says that he drives again.
            interrupted:
              interruption && run.isLocked
                ? { cause: interruption.cause, at: interruption.at.toISOString() }
                : null,
            aboard: countsOf(aboard.get(run.vehicleId)),
            cancelled: sent.filter(stop => stop.publishedRunId === run.id && stop.state === 'cancelled')
              .length,
            stops: own.map(showStop),
          },
        ]
      })
      .sort((a, b) => a.letter.localeCompare(b.letter)),
    closures: closures.map(({ latitude, longitude, closedAt, ...closure }) => ({
      ...closure,
      point: { latitude, longitude },
      closedAt: closedAt.toISOString(),
    })),
  }
}

const newestFirst = (a: Date, b: Date) => b.getTime() - a.getTime()
