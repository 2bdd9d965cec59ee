import { assignmentOf } from './engine/hand-made.ts'
import { planSyncFrom } from './plan.ts'
import type { Plan } from './plan.types.ts'
import type { Driver, Problem, Stop, Vehicle } from './problem.ts'

/** A rule of the day, and what living without it would be worth. */
export type BindingRule = {
  rule: DayRule
  /** NT$ the day would cost less; negative never occurs. */
  saving: number
  /** Stops left out that would be served, and minutes of all drivers together that would be saved. */
  servesMore: number
  savesMinutes: number
}

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

/** The search for each rule; equal for all, so that they can be compared. */
const ITERATIONS = 1_500
/** An hour more for the question whether the shift binds. */
const MORE_SHIFT_MINUTES = 60

/**
 * Which constraint binds the day: the plan is improved once as it is and once without each kind of rule, with equal
 * iterations and seed, and what that saves is the rule's price. Rules that save nothing are left out; the dearest
 * comes first, those that keep stops from being served before all others. Runs on the calling thread.
 */
export function explainDay(
  problem: Problem,
  plan: Plan,
  { iterations = ITERATIONS, seed = 1 }: { iterations?: number; seed?: number } = {},
): BindingRule[] {
  const start = assignmentOf(plan)
  const solve = (relaxed: Problem) => planSyncFrom(relaxed, start, { iterations, seed })
  const base = solve(problem)
  return RELAXATIONS.flatMap(({ rule, without }): BindingRule[] => {
    const relaxed = without(problem)
    if (relaxed === problem) return []
    const free = solve(relaxed)
    const servesMore = Math.max(0, base.unassigned.length - free.unassigned.length)
    const saving = Math.max(0, Math.round(base.cost.total - free.cost.total))
    if (saving === 0 && servesMore === 0) return []
    return [{ rule, saving, servesMore, savesMinutes: Math.round(workMinutes(base) - workMinutes(free)) }]
  }).sort((one, other) => other.servesMore - one.servesMore || other.saving - one.saving)
}

function workMinutes(plan: Plan): number {
  return plan.runs.reduce((sum, run) => sum + run.returnMinute - run.departureMinute, 0)
}

/** The same problem without one kind of rule; the problem itself where it has no such rule. */
const RELAXATIONS: { rule: DayRule; without: (problem: Problem) => Problem }[] = [
  {
    rule: 'windows',
    without: problem =>
      eachStop(
        problem,
        stop => (stop.windows?.length ?? 0) > 0 || stop.notBeforeMinute !== undefined,
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
    without: problem =>
      eachStop(
        problem,
        stop => (stop.skills?.length ?? 0) > 0,
        ({ skills: _skills, ...stop }) => stop,
      ),
  },
  {
    rule: 'vehicle-kinds',
    without: problem =>
      eachStop(
        problem,
        stop => stop.vehicleKinds !== undefined,
        ({ vehicleKinds: _kinds, ...stop }) => stop,
      ),
  },
  {
    rule: 'locks',
    without: problem => {
      if (!problem.locks?.pins?.length) return problem
      return { ...problem, locks: { ...problem.locks, pins: [] } }
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
