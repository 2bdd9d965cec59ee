import type { CylinderCounts, CylinderType } from '../../../../contract/kernel/cylinders.ts'
import {
  type Assignment,
  type Plan,
  PlannerProblemError,
  type Problem,
  parseProblem,
  type Stop,
  type Vehicle,
} from '../../../planner/planner.api.ts'
import { countBy, type PlanInput, toProblem, withRoads } from '../plan-problem.rules.ts'
import type { StopRow } from '../stop.store.ts'
import type { RunNow, RunningDay } from './running-day.types.ts'

/** The planner's name for the point from which a driver's remaining day begins. */
export const anchorId = (driverId: string) => `now:${driverId}`
/** A minute's slice in which the anchor must be met: shorter than a second's rounding, longer than none. */
const anchorSlackMinutes = 0.05
/** Late drivers still drive home; the price of overtime says that they should not. */
const mostOvertimeMinutes = 600

export interface RunningProblem {
  problem: Problem
  /** The present runs, each beginning with its anchor. */
  assignment: Assignment
  /** Stops that the planner cannot be asked about: they have no point on the map. */
  unplaced: Set<string>
  /** Stops that the planner refused as they are (nobody's vehicle, too much): only their place and time are stated. */
  eased: Set<string>
}

type Stated = Pick<RunningDay, 'depot' | 'vehicles' | 'sites' | 'parameters' | 'roads' | 'closures' | 'dueBy'>

/** Asks `toProblem` about some stops, with nobody's locks and nothing that may be left out. */
function stated(day: Stated, stops: StopRow[], runs: readonly RunNow[]): Problem {
  const input: PlanInput = {
    depot: day.depot,
    drivers: runs.map(({ driver, run }) => ({ ...driver, vehicleId: run.vehicleId, isActive: true })),
    vehicles: day.vehicles.map(vehicle => ({ ...vehicle, isActive: true })),
    runs: [],
    stops,
    sites: day.sites,
    skipCosts: new Map(),
    parameters: day.parameters,
    mode: 'all',
    roads: day.roads,
  }
  const problem = toProblem(input)
  const detours = day.closures.map(closure => ({
    around: { latitude: closure.latitude, longitude: closure.longitude },
    radiusMeters: closure.radiusMetres,
    extraMinutes: closure.extraMinutes,
  }))
  return detours.length === 0 ? problem : { ...problem, travel: { ...problem.travel, detours } }
}

/** A stop as the running day states it: its hours no longer forbid, they cost. */
export function toOpenStop(day: Stated, stop: StopRow): Stop {
  const [planned] = stated(day, [stop], []).stops
  if (!planned) throw new Error('a stop was stated and is gone')
  return soften(day, planned)
}

/** Help that was promised by a minute outweighs the hours of the door. */
function soften(day: Pick<RunningDay, 'dueBy'>, stop: Stop): Stop {
  const dueBy = day.dueBy.get(stop.id)
  if (dueBy !== undefined)
    return { ...stop, windows: [{ fromMinute: 0, toMinute: Math.max(0, dueBy), hard: false }] }
  return { ...stop, windows: (stop.windows ?? []).map(window => ({ ...window, hard: false })) }
}

/** Minutes at the door of a stop, by the same numbers as the plan. */
export function serviceMinutesAt(stop: StopRow, day: Stated): number {
  const [planned] = stated(day, [stop], []).stops
  return planned ? doorMinutes(planned) : 0
}

function doorMinutes({ service, serviceMinutes, deliver = {}, collect = {} }: Stop): number {
  if (!service) return serviceMinutes ?? 0
  const types = [...new Set([...Object.keys(deliver), ...Object.keys(collect)])]
  const pieces = types.reduce((sum, type) => sum + Math.max(deliver[type] ?? 0, collect[type] ?? 0), 0)
  const stairs = service.hasLift ? 0 : (service.floors ?? 0) * (service.perFloorMinutes ?? 0)
  return service.baseMinutes + pieces * ((service.perCylinderMinutes ?? 0) + stairs)
}

/** States what is left of the day: every driver from his anchor on, hours soft, nobody's finished work in it. */
export function stateRunning(day: RunningDay, runs: readonly RunNow[] = day.runs): RunningProblem {
  const placed = (stop: StopRow) => Boolean(day.sites.get(stop.siteId)?.point)
  const open = runs.flatMap(run => run.open)
  const unplaced = new Set(open.filter(stop => !placed(stop)).map(stop => stop.id))
  const base = stated(
    day,
    open.filter(stop => placed(stop)),
    runs,
  )
  const problem: Problem = {
    ...base,
    vehicles: base.vehicles,
    drivers: base.drivers.map(driver => {
      const now = runs.find(run => run.driver.id === driver.id) as RunNow
      const { targetMinutes: _fair, lunch, ...rest } = driver
      const trips = tripsLeft(now, unplaced).length
      return {
        ...rest,
        shiftStartMinute: 0,
        shiftEndMinute: Math.max(driver.shiftEndMinute, Math.ceil(now.anchor.minute) + 1),
        maxOvertimeMinutes: mostOvertimeMinutes,
        maxTrips: Math.max(trips, (driver.maxTrips ?? 1) - now.trip + 1),
        ...(lunch && now.isLunchDue && { lunch }),
      }
    }),
    stops: [
      ...runs.map(run =>
        toAnchor(
          run,
          base.vehicles.find(vehicle => vehicle.id === run.vehicle.id),
        ),
      ),
      ...base.stops.map(stop => soften(day, stop)),
    ],
    locks: { prefixes: runs.map(run => ({ driverId: run.driver.id, trips: [[anchorId(run.driver.id)]] })) },
    objective: { ...base.objective, fairness: 0 },
  }
  const assignment: Assignment = runs.map(run => ({
    driverId: run.driver.id,
    trips: tripsLeft(run, unplaced),
  }))
  return withoutRefused(withRoads(problem, day.roads), assignment, unplaced)
}

/** Trips still to come, the present one beginning with the anchor. */
function tripsLeft(run: RunNow, unplaced: ReadonlySet<string>): string[][] {
  const stops = run.open.filter(stop => !unplaced.has(stop.id))
  const present = stops.filter(stop => (stop.publishedTrip ?? 1) <= run.trip)
  const later = Map.groupBy(
    stops.filter(stop => (stop.publishedTrip ?? 1) > run.trip),
    stop => stop.publishedTrip ?? 1,
  )
  return [
    [anchorId(run.driver.id), ...present.map(stop => stop.id)],
    ...[...later].sort(([a], [b]) => a - b).map(([, trip]) => trip.map(stop => stop.id)),
  ]
}

/** The anchor takes up the room of what is aboard besides the fulls that its trip still delivers. */
function toAnchor(run: RunNow, vehicle: Vehicle | undefined): Stop {
  const { minute, point } = run.anchor
  return {
    id: anchorId(run.driver.id),
    point: { latitude: point.latitude, longitude: point.longitude },
    windows: [{ fromMinute: minute, toMinute: minute + anchorSlackMinutes, hard: true }],
    serviceMinutes: 0,
    collect: run.isLoaded && vehicle ? ballast(run, vehicle) : {},
  }
}

/** Cylinders aboard that the trip does not deliver: empties, and fulls beyond what is asked; never beyond the room. */
function ballast(run: RunNow, vehicle: Vehicle): CylinderCounts {
  const asked = fullsAsked(run.open.filter(stop => (stop.publishedTrip ?? 1) <= run.trip))
  const counts: CylinderCounts = {}
  for (const [type, slots] of Object.entries(vehicle.slots) as [CylinderType, number][]) {
    const spare = Math.max(0, (run.aboard.full[type] ?? 0) - (asked[type] ?? 0))
    const ballasting = Math.min(
      (run.aboard.empty[type] ?? 0) + spare,
      Math.max(0, slots - (asked[type] ?? 0)),
    )
    if (ballasting > 0) counts[type] = ballasting
  }
  return counts
}

/** Fulls that some stops ask for, by type. */
export function fullsAsked(stops: readonly Pick<StopRow, 'lines'>[]): CylinderCounts {
  return countBy({ lines: stops.flatMap(stop => stop.lines) }, 'fullOut')
}

const stopPath = /^stops\[(\d+)\]/

/**
 * Parses. What stands on a driver's run is driven to, whatever the planner thinks of it: a stop that it refuses by name
 * keeps its place and its time at the door, and its customer his expected arrival.
 */
function withoutRefused(problem: Problem, assignment: Assignment, unplaced: Set<string>): RunningProblem {
  const eased = new Set<string>()
  let stops = problem.stops
  for (;;) {
    try {
      return { problem: parseProblem({ ...problem, stops }), assignment, unplaced, eased }
    } catch (error) {
      const index = error instanceof PlannerProblemError ? stopPath.exec(error.path)?.[1] : undefined
      const refused = index === undefined ? undefined : stops[Number(index)]
      if (!refused || eased.has(refused.id)) throw error
      eased.add(refused.id)
      stops = stops.map(stop => (stop === refused ? ease(stop) : stop))
    }
  }
}

function ease(stop: Stop): Stop {
  const { service: _service, deliver: _deliver, collect: _collect, vehicleKinds: _kinds, ...rest } = stop
  return { ...rest, serviceMinutes: doorMinutes(stop) }
}

/** When a stop is reached, served and left, in minutes of the day, by stop id; anchors are left out. */
export function timesOf(plan: Pick<Plan, 'runs'>) {
  return new Map(
    plan.runs.flatMap(run =>
      run.trips.flatMap(trip =>
        trip.stops
          .filter(stop => !stop.stopId.startsWith('now:'))
          .map(stop => [stop.stopId, { ...stop, driverId: run.driverId }] as const),
      ),
    ),
  )
}
