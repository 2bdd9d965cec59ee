/** The day without one of its rules: what a rule costs is what living without it would save. */
import type { Driver, Problem, Stop, Vehicle } from './problem.ts'

export type DayRule =
  | 'windows'
  | 'shift'
  | 'load'
  | 'trips'
  | 'lunch'
  | 'skills'
  | 'vehicle-kinds'
  | 'locks'
  | 'bays'

/** An hour more for the question whether the shift binds. */
const MORE_SHIFT_MINUTES = 60

type Concerns = (stop: Stop) => boolean

/**
 * The same problem without one kind of rule; the problem itself where it has no such rule. Rules of stops are lifted
 * only for those that `concerns` names, rules of drivers and vehicles for all.
 */
export const RELAXATIONS: { rule: DayRule; without: (problem: Problem, concerns: Concerns) => Problem }[] = [
  {
    rule: 'windows',
    without: (problem, concerns) =>
      eachStop(
        problem,
        stop => concerns(stop) && ((stop.windows?.length ?? 0) > 0 || stop.notBeforeMinute !== undefined),
        ({ windows: _windows, notBeforeMinute: _notBefore, ...stop }) => stop,
      ),
  },
  {
    rule: 'shift',
    without: problem =>
      eachDriver(
        problem,
        () => true,
        driver => ({ ...driver, shiftEndMinute: driver.shiftEndMinute + MORE_SHIFT_MINUTES }),
      ),
  },
  { rule: 'load', without: withDoubleRoom },
  {
    rule: 'trips',
    without: problem =>
      eachDriver(
        problem,
        () => true,
        driver => ({ ...driver, maxTrips: (driver.maxTrips ?? 1) + 1 }),
      ),
  },
  {
    rule: 'lunch',
    without: problem =>
      eachDriver(
        problem,
        driver => driver.lunch !== undefined,
        ({ lunch: _lunch, ...driver }) => driver,
      ),
  },
  {
    rule: 'skills',
    without: (problem, concerns) =>
      eachStop(
        problem,
        stop => concerns(stop) && (stop.skills?.length ?? 0) > 0,
        ({ skills: _skills, ...stop }) => stop,
      ),
  },
  {
    rule: 'vehicle-kinds',
    without: (problem, concerns) =>
      eachStop(
        problem,
        stop => concerns(stop) && stop.vehicleKinds !== undefined,
        ({ vehicleKinds: _kinds, ...stop }) => stop,
      ),
  },
  {
    rule: 'locks',
    without: (problem, concerns) => {
      const pinned = new Set(problem.locks?.pins?.map(pin => pin.stopId))
      const free = new Set(
        problem.stops.filter(stop => pinned.has(stop.id) && concerns(stop)).map(({ id }) => id),
      )
      if (free.size === 0) return problem
      const pins = problem.locks?.pins?.filter(pin => !free.has(pin.stopId)) ?? []
      return { ...problem, locks: { ...problem.locks, pins } }
    },
  },
  {
    rule: 'bays',
    without: problem => {
      if (problem.depots.every(depot => depot.bays === undefined)) return problem
      return { ...problem, depots: problem.depots.map(({ bays: _bays, ...depot }) => depot) }
    },
  },
]

function eachStop(problem: Problem, has: (stop: Stop) => boolean, change: (stop: Stop) => Stop): Problem {
  if (!problem.stops.some(has)) return problem
  return { ...problem, stops: problem.stops.map(stop => (has(stop) ? change(stop) : stop)) }
}

function eachDriver(
  problem: Problem,
  has: (driver: Driver) => boolean,
  change: (driver: Driver) => Driver,
): Problem {
  if (!problem.drivers.some(has)) return problem
  return { ...problem, drivers: problem.drivers.map(driver => (has(driver) ? change(driver) : driver)) }
}

function withDoubleRoom(problem: Problem): Problem {
  const doubled = (vehicle: Vehicle): Vehicle => ({
    ...vehicle,
    slots: Object.fromEntries(Object.entries(vehicle.slots).map(([code, places]) => [code, 2 * places])),
    ...(vehicle.maxGrossGrams !== undefined && { maxGrossGrams: 2 * vehicle.maxGrossGrams }),
    ...(vehicle.maxNetGasGrams !== undefined && { maxNetGasGrams: 2 * vehicle.maxNetGasGrams }),
  })
  return { ...problem, vehicles: problem.vehicles.map(doubled) }
}
