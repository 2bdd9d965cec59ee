import type { CylinderCounts, CylinderType } from '../../../../contract/kernel/cylinders.ts'
import type { Assignment, Driver, DriverNow, Problem, Vehicle } from '../../../planner/planner.api.ts'
import type { RunNow, RunningDay } from './running-day.types.ts'
import { anchorId, fullsAsked, stateRunning } from './running-problem.ts'
import { travelMinutes } from './travel.rules.ts'

/** What the search may rearrange: every driver under way from where he is, with what is really aboard. */
export interface UnderWay {
  problem: Problem
  /** The present runs. */
  assignment: Assignment
  /** The published trip that a driver's first planned trip is. */
  firstTrip: ReadonlyMap<string, number>
  unplaced: ReadonlySet<string>
}

/**
 * States the rest of the day for a search. Unlike the anchors that price one insertion, the planner's own `now` holds a
 * driver to what is aboard of his vehicle, so that no stop goes to a truck that has nothing for it. The door a driver
 * drives to at this moment stays his next one; stops locked by hand, and those the planner can only time, stay his.
 */
export function stateUnderWay(day: RunningDay, runs: readonly RunNow[]): UnderWay {
  const { problem, unplaced, eased } = stateRunning(day, runs)
  const asked = (run: RunNow) => run.open.filter(stop => !unplaced.has(stop.id))
  const firstTrip = new Map(runs.map(run => [run.driver.id, firstTripOf(run, unplaced)]))
  const assignment = runs.map(run => ({
    driverId: run.driver.id,
    trips: [...Map.groupBy(asked(run), stop => Math.max(stop.publishedTrip ?? 1, run.trip)).values()].map(
      trip => trip.map(stop => stop.id),
    ),
  }))
  const byDriver = new Map(runs.map(run => [run.driver.id, run]))
  return {
    problem: {
      ...problem,
      drivers: problem.drivers.map(driver => {
        const run = byDriver.get(driver.id)
        const vehicle = problem.vehicles.find(each => each.id === driver.vehicleId)
        return run && vehicle ? placeDriver(day, driver, run, vehicle, firstTrip.get(driver.id) ?? 1) : driver
      }),
      stops: problem.stops.filter(stop => !byDriver.has(stop.id.replace(anchorId(''), ''))),
      locks: {
        pins: runs.flatMap(run =>
          asked(run)
            .filter(stop => stop.isLocked || eased.has(stop.id))
            .map(stop => ({ stopId: stop.id, driverId: run.driver.id })),
        ),
        prefixes: runs.flatMap(run => {
          const next = nextDoor(run, unplaced)
          return next === undefined ? [] : [{ driverId: run.driver.id, trips: [[next]] }]
        }),
      },
    },
    assignment: assignment.filter(({ trips }) => trips.length > 0),
    firstTrip,
    unplaced,
  }
}

/** The trip of his next stop: the present one, or a later one once the present is through. */
function firstTripOf(run: RunNow, unplaced: ReadonlySet<string>): number {
  const trips = run.open
    .filter(stop => !unplaced.has(stop.id))
    .map(stop => Math.max(stop.publishedTrip ?? 1, run.trip))
  return trips.length === 0 ? run.trip : Math.min(...trips)
}

/** Where he drives to: nobody is turned around on the road. At the depot he can still be given another way. */
function nextDoor(run: RunNow, unplaced: ReadonlySet<string>): string | undefined {
  const [next] = run.open
  const isOnTheWay = run.anchor.basis === 'position' || run.anchor.basis === 'stop'
  return isOnTheWay && next && !unplaced.has(next.id) && (next.publishedTrip ?? 1) <= run.trip
    ? next.id
    : undefined
}

function placeDriver(
  day: RunningDay,
  driver: Driver,
  run: RunNow,
  vehicle: Vehicle,
  firstTrip: number,
): Driver {
  if (day.idle.includes(run)) return { ...driver, shiftStartMinute: run.anchor.minute }
  return { ...driver, now: firstTrip > run.trip ? atDepot(day, run) : onTheRoad(run, vehicle) }
}

/** His present trip is through: he comes home, loads, and goes on from there. */
function atDepot(day: RunningDay, run: RunNow): DriverNow {
  const { circuity, kmPerHour, motorcycleFactor, reloadMinutes } = day.parameters
  const factor = run.vehicle.kind === 'motorcycle' ? motorcycleFactor : 1
  const home = travelMinutes(run.anchor.point, day.depot, { circuity, kmPerHour, factor })
  return { point: pointOf(day.depot), minute: run.anchor.minute + home + reloadMinutes }
}

function onTheRoad(run: RunNow, vehicle: Vehicle): DriverNow {
  const { point, minute } = run.anchor
  return { point: pointOf(point), minute, ...(run.isLoaded && { onBoard: stockOf(run, vehicle) }) }
}

const pointOf = ({ latitude, longitude }: { latitude: number; longitude: number }) => ({
  latitude,
  longitude,
})

/**
 * What is aboard by the ledger; where the trip asks for more, that much, because its driver counts on having it and
 * nobody is sent home for what a missing entry says. Never beyond the vehicle's places.
 */
function stockOf(run: RunNow, vehicle: Vehicle): NonNullable<DriverNow['onBoard']> {
  const asked: CylinderCounts = fullsAsked(run.open.filter(stop => (stop.publishedTrip ?? 1) <= run.trip))
  const stock: NonNullable<DriverNow['onBoard']> = {}
  for (const [type, places] of Object.entries(vehicle.slots) as [CylinderType, number][]) {
    const full = Math.min(places, Math.max(run.aboard.full[type] ?? 0, asked[type] ?? 0))
    const empty = Math.min(places - full, run.aboard.empty[type] ?? 0)
    if (full + empty > 0) stock[type] = { full, empty }
  }
  return stock
}
