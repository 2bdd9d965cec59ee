/**
 * The independent checker: plain, slow, and sharing nothing with the engine but the types. It believes no figure
 * of the plan; everything is recomputed from the problem. An empty answer means that the plan may be published.
 */
import { checkCost } from './check/check-cost.ts'
import { checkLoads } from './check/check-loads.ts'
import { checkTimes } from './check/check-times.ts'
import { Way } from './check/way.ts'
import type { Plan, PlannedRun, Violation } from './plan.types.ts'
import type { Driver, Problem, Stop, Vehicle } from './problem.ts'

export function checkPlan(problem: Problem, plan: Plan): Violation[] {
  const way = new Way(problem)
  const violations = [...checkCoverage(problem, plan), ...checkDrivers(problem, plan)]
  for (const run of plan.runs) {
    const driver = problem.drivers.find(each => each.id === run.driverId)
    const vehicle = problem.vehicles.find(each => each.id === driver?.vehicleId)
    if (!driver || !vehicle || namesUnknownStop(problem, run)) continue
    violations.push(...checkPermission(problem, run, driver, vehicle))
    violations.push(...checkTimes(problem, way, run, driver, vehicle))
    violations.push(...checkLoads(problem, run, driver, vehicle))
  }
  violations.push(...checkPrefixes(problem, plan), ...checkBays(problem, plan))
  if (violations.length === 0) violations.push(...checkCost(problem, plan))
  return violations
}

function namesUnknownStop(problem: Problem, run: PlannedRun): boolean {
  return run.trips.some(trip =>
    trip.stops.some(({ stopId }) => !problem.stops.some(stop => stop.id === stopId)),
  )
}

/** Every stop exactly once: in a trip or in the list of those left out. */
function checkCoverage(problem: Problem, plan: Plan): Violation[] {
  const violations: Violation[] = []
  const seen = new Map<string, number>()
  const count = (stopId: string) => seen.set(stopId, (seen.get(stopId) ?? 0) + 1)
  for (const run of plan.runs) for (const trip of run.trips) for (const stop of trip.stops) count(stop.stopId)
  for (const { stopId } of plan.unassigned) count(stopId)
  for (const [stopId, times] of seen) {
    if (!problem.stops.some(stop => stop.id === stopId)) {
      violations.push({
        code: 'stop.unknown',
        stopId,
        amount: 1,
        detail: `The problem has no stop ${stopId}.`,
      })
    } else if (times > 1) {
      violations.push({
        code: 'stop.twice',
        stopId,
        amount: times - 1,
        detail: `${stopId} appears ${times} times.`,
      })
    }
  }
  for (const { id } of problem.stops) {
    if (!seen.has(id)) {
      violations.push({
        code: 'stop.missing',
        stopId: id,
        amount: 1,
        detail: `${id} is neither planned nor left out.`,
      })
    }
  }
  return violations
}

function checkDrivers(problem: Problem, plan: Plan): Violation[] {
  const violations: Violation[] = []
  const seen = new Set<string>()
  for (const { driverId, vehicleId, trips } of plan.runs) {
    const driver = problem.drivers.find(each => each.id === driverId)
    if (!driver) {
      violations.push({
        code: 'driver.unknown',
        driverId,
        amount: 1,
        detail: `The problem has no driver ${driverId}.`,
      })
      continue
    }
    if (seen.has(driverId)) {
      violations.push({ code: 'driver.twice', driverId, amount: 1, detail: `${driverId} has two runs.` })
    }
    seen.add(driverId)
    if (vehicleId !== driver.vehicleId) {
      const detail = `${driverId} drives ${driver.vehicleId}, not ${vehicleId}.`
      violations.push({ code: 'vehicle.wrong', driverId, amount: 1, detail })
    }
    const most = driver.maxTrips ?? 1
    if (trips.length > most) {
      const detail = `${driverId} makes ${trips.length} trips, ${most} allowed.`
      violations.push({ code: 'trips.many', driverId, amount: trips.length - most, detail })
    }
    trips.forEach((trip, index) => {
      if (trip.stops.length > 0) return
      const detail = `Trip ${index + 1} of ${driverId} has no stop.`
      violations.push({ code: 'trip.empty', driverId, amount: 1, detail })
    })
  }
  return violations
}

/** Vehicle kinds, skills and pins. */
function checkPermission(problem: Problem, run: PlannedRun, driver: Driver, vehicle: Vehicle): Violation[] {
  const violations: Violation[] = []
  for (const trip of run.trips) {
    for (const { stopId } of trip.stops) {
      const stop = problem.stops.find(each => each.id === stopId) as Stop
      const say = (code: Violation['code'], detail: string) =>
        violations.push({ code, driverId: driver.id, stopId, amount: 1, detail })
      if (stop.vehicleKinds && !stop.vehicleKinds.includes(vehicle.kind)) {
        say(
          'vehicle.kind',
          `${stopId} takes ${stop.vehicleKinds.join(' or ')}, ${vehicle.id} is a ${vehicle.kind}.`,
        )
      }
      for (const skill of stop.skills ?? []) {
        if (!(driver.skills ?? []).includes(skill))
          say('skill.missing', `${stopId} needs ${skill}, ${driver.id} has it not.`)
      }
      const pin = (problem.locks?.pins ?? []).find(each => each.stopId === stopId)
      if (pin && pin.driverId !== driver.id) {
        say('lock.driver', `${stopId} is pinned to ${pin.driverId}, not to ${driver.id}.`)
      }
    }
  }
  return violations
}

function checkPrefixes(problem: Problem, plan: Plan): Violation[] {
  const violations: Violation[] = []
  for (const { driverId, trips } of problem.locks?.prefixes ?? []) {
    const run = plan.runs.find(each => each.driverId === driverId)
    trips.forEach((frozen, index) => {
      const planned = run?.trips[index]?.stops.map(stop => stop.stopId) ?? []
      const isOpen = index === trips.length - 1
      const isKept =
        frozen.every((id, at) => planned[at] === id) && (isOpen || planned.length === frozen.length)
      if (isKept) return
      const detail = `Trip ${index + 1} of ${driverId} must begin ${frozen.join(', ')}; it is ${planned.join(', ') || 'empty'}.`
      violations.push({ code: 'lock.prefix', driverId, amount: 1, detail })
    })
  }
  return violations
}

/** No more vehicles reload at a depot at the same time than it has bays. */
function checkBays(problem: Problem, plan: Plan): Violation[] {
  const violations: Violation[] = []
  for (const depot of problem.depots) {
    if (depot.bays === undefined) continue
    const reloads = plan.runs.flatMap(run =>
      run.trips.flatMap(trip =>
        trip.reloadStartMinute !== undefined && trip.depotId === depot.id
          ? [
              {
                driverId: run.driverId,
                from: trip.reloadStartMinute,
                to: trip.reloadStartMinute + depot.reloadMinutes,
              },
            ]
          : [],
      ),
    )
    for (const reload of reloads) {
      const during = reloads.filter(
        other => other.from <= reload.from + 1e-6 && other.to > reload.from + 1e-6,
      )
      if (during.length > depot.bays) {
        const over = during.length - depot.bays
        const detail = `${during.length} vehicles reload at ${depot.id} at minute ${reload.from.toFixed(1)}, ${depot.bays} bays.`
        violations.push({ code: 'bay.full', driverId: reload.driverId, amount: over, detail })
      }
    }
  }
  return violations
}
