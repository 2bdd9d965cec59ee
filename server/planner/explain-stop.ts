import { compileModel, mayServe } from './engine/compile-model.ts'
import type { Day } from './engine/day.ts'
import { assignmentOf, layAssignment } from './engine/hand-made.ts'
import { COST_UNIT } from './engine/model.ts'
import { nailPrefixes } from './engine/prefixes.ts'
import { Pricer } from './engine/price.ts'
import { rateAll } from './engine/rate-places.ts'
import type { Plan } from './plan.types.ts'
import { PlannerProblemError, type Problem, type Stop, type Vehicle } from './problem.ts'

/** Why a stop lies where it lies. */
export type StopExplanation = {
  stopId: string
  driverId: string
  startMinute: number
  /** How much later service could begin without breaking a hard rule of anything that follows. */
  slackMinutes: number
  /** What the day would save without the stop, NT$. */
  costHere: number
  /** The cheapest other place of each driver who could take it, and how much dearer it is there (NT$). */
  alternatives: { driverId: string; extraCost: number }[]
  /** Drivers who cannot, and the rule that forbids it. */
  excluded: { driverId: string; rule: 'lock' | 'vehicle-kind' | 'skills' | 'load-or-time' }[]
}

/**
 * Explains a planned stop: why this driver (what every other one would cost, or which rule excludes him) and why
 * now (how much slack is left). Stops left out are explained in the plan itself, in `unassigned`.
 * Throws `PlannerProblemError` when the plan does not serve the stop.
 */
export function explainStop(problem: Problem, plan: Plan, stopId: string): StopExplanation {
  const run = plan.runs.find(each => each.trips.some(trip => trip.stops.some(stop => stop.stopId === stopId)))
  const index = problem.stops.findIndex(stop => stop.id === stopId)
  if (!run || index < 0)
    throw new PlannerProblemError('reference', 'stopId', `the plan does not serve "${stopId}"`)
  const planned = run.trips.flatMap(trip => trip.stops).find(stop => stop.stopId === stopId)
  const day = layAssignment(problem, compileModel(problem), assignmentOf(plan))
  nailPrefixes(day)
  const startMinute = planned?.startMinute as number
  const slackMinutes = Math.max(0, latestBegin(day, index) / 60 - startMinute)
  const pricer = new Pricer(day)
  const driver = day.driverOf[index] as number
  const withStop = pricer.driver(driver)
  day.unlinkStop(index)
  day.dropEmptyTrips(driver)
  day.refresh(driver)
  const costHere = (withStop - pricer.driver(driver)) / COST_UNIT
  const cheapest = new Map<number, number>()
  for (const { driver: other, cost } of rateAll(day, index, true)) {
    if (!cheapest.has(other) && other !== driver) cheapest.set(other, cost / COST_UNIT - costHere)
  }
  const idOf = (number: number) => problem.drivers[number]?.id as string
  return {
    stopId,
    driverId: run.driverId,
    startMinute,
    slackMinutes,
    costHere,
    alternatives: [...cheapest].map(([other, extraCost]) => ({ driverId: idOf(other), extraCost })),
    excluded: problem.drivers.flatMap((person, number) =>
      number === driver || cheapest.has(number)
        ? []
        : [{ driverId: person.id, rule: ruleAgainst(problem, problem.stops[index] as Stop, number) }],
    ),
  }
}

/** The latest second at which service may begin so that the rest of the day still works. */
function latestBegin(day: Day, stop: number): number {
  const driver = day.driverOf[stop] as number
  const service = day.model.service[
    (day.model.serviceRow[driver] as number) * day.model.stopCount + stop
  ] as number
  const done = day.dueDone[stop] as number
  const due = day.dueDue[stop] as number
  const isRestedInTime = (day.leaveDone[stop] as number) - service <= done
  return isRestedInTime ? Math.max(done, due) : due
}

function ruleAgainst(problem: Problem, stop: Stop, number: number): StopExplanation['excluded'][0]['rule'] {
  const driver = problem.drivers[number] as Problem['drivers'][0]
  const vehicle = problem.vehicles.find(each => each.id === driver.vehicleId) as Vehicle
  const pin = problem.locks?.pins?.find(each => each.stopId === stop.id)
  if (pin && pin.driverId !== driver.id) return 'lock'
  if (stop.vehicleKinds && !stop.vehicleKinds.includes(vehicle.kind)) return 'vehicle-kind'
  return mayServe(stop, driver, vehicle, undefined) ? 'load-or-time' : 'skills'
}
