import type { UnassignedStop } from '../plan.types.ts'
import type { Problem, Stop } from '../problem.ts'
import type { Day } from './day.ts'
import { Finder } from './finder.ts'
import { fitsEmptyTrip } from './insertion.ts'
import { COST_UNIT } from './model.ts'
import { Random } from './random.ts'

/** Says for every stop outside the plan what keeps it out, in the order of the problem. */
export function explainAbsent(problem: Problem, day: Day): UnassignedStop[] {
  const finder = new Finder(day, new Random(1), 0)
  return Array.from(day.absent.subarray(0, day.absentCount))
    .sort((one, other) => one - other)
    .map(stop => explain(problem, day, finder, stop))
}

function explain(problem: Problem, day: Day, finder: Finder, index: number): UnassignedStop {
  const stop = problem.stops[index] as Stop
  const found = finder.search(index)
  if (found.driver >= 0) {
    const insertionCost = Math.round(found.cost) / COST_UNIT
    const driverId = problem.drivers[found.driver]?.id
    if (stop.skipCost !== undefined && found.cost >= stop.skipCost * COST_UNIT) {
      return {
        stopId: stop.id,
        reason: 'skipped',
        detail: `Serving it would cost NT$${insertionCost.toFixed(0)} with driver ${driverId}, leaving it NT$${stop.skipCost}.`,
        insertionCost,
      }
    }
    return {
      stopId: stop.id,
      reason: 'search',
      detail: `It fits into the day of driver ${driverId} for NT$${insertionCost.toFixed(0)}; a longer search places it.`,
      insertionCost,
    }
  }
  return { stopId: stop.id, ...whatBinds(problem, day, index) }
}

/** Load, trips or time: the first rule that every driver who may serve the stop runs into. */
function whatBinds(problem: Problem, day: Day, index: number): Pick<UnassignedStop, 'reason' | 'detail'> {
  const { model } = day
  const pin = problem.locks?.pins?.find(each => each.stopId === problem.stops[index]?.id)
  let allowed = 0
  let withRoom = 0
  let withTrip = 0
  for (let driver = 0; driver < model.driverCount; driver++) {
    const serve = model.serveCost[(model.classOf[driver] as number) * model.stopCount + index] as number
    if (serve < 0 || !fitsEmptyTrip(day, driver, index)) continue
    allowed++
    if (day.stopsOf[driver] === 0 || someTripCarries(day, driver, index)) withRoom++
    else if ((day.tripsOf[driver] as number) < (model.maxTrips[driver] as number)) withTrip++
  }
  const who = `${allowed} driver${allowed === 1 ? '' : 's'}`
  if (pin)
    return { reason: 'lock', detail: `Its pinned driver ${pin.driverId} cannot take it: no room or no time.` }
  if (withRoom === 0 && withTrip === 0) {
    const trips = 'every trip is full and no further trip is allowed'
    return { reason: 'load', detail: `${who} may serve it, but ${trips}.` }
  }
  if (withRoom === 0) {
    return {
      reason: 'trips',
      detail: `${who} may serve it; only a further trip would help, and there is no time for one.`,
    }
  }
  return {
    reason: 'time',
    detail: `${who} may serve it, ${withRoom} with room, but none inside the windows and the shift.`,
  }
}

function someTripCarries(day: Day, driver: number, index: number): boolean {
  const end = day.endOf[driver] as number
  for (let node = day.startOf[driver] as number; node !== end; node = day.next[node] as number) {
    if (
      (node >= day.model.stopCount || day.isFrozen[node] === 1) &&
      day.mayCarry(day.headOf[node] as number, index)
    ) {
      return true
    }
  }
  return false
}
