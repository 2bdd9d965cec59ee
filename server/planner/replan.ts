import { compileModel } from './engine/compile-model.ts'
import type { Day } from './engine/day.ts'
import { assignmentOf, layAssignment } from './engine/hand-made.ts'
import { evaluatePlan } from './evaluate-plan.ts'
import { planFrom } from './plan.ts'
import type { Assignment, Plan, PlanOptions } from './plan.types.ts'
import { PlannerProblemError, type Problem } from './problem.ts'

export type ReplanOptions = PlanOptions & {
  /** Stops at which something happened: new, cancelled next to, late. Empty: the whole day may change. */
  near?: string[]
  /** How many drivers around the event may change; left out: 4. */
  drivers?: number
  /** NT$ for giving a stop to another driver than today's plan says [75: a quarter of an hour]. */
  driverChangeCost?: number
}

/** What became of each stop, for the board's comparison of old and new. */
export type PlanChange = {
  stopId: string
  kind: 'added' | 'removed' | 'driver' | 'time'
  fromDriverId?: string
  toDriverId?: string
  /** How much later service begins (negative: earlier); only for stops in both plans. */
  laterMinutes?: number
}

export type Replan = { plan: Plan; changes: PlanChange[] }

const DRIVERS_NEAR = 4
const DRIVER_CHANGE_COST = 75
/** A stop that moves by less is the same to the customer. */
const NOTICEABLE_MINUTES = 15

/**
 * Improves a running day near an event: only the drivers nearest to it may change, the others keep their runs, and
 * every stop that changes hands costs extra. The problem is the day as it stands now (new stops in it, cancelled
 * ones gone, done ones frozen as prefixes); stops of `plan` that it no longer has are dropped. With `seconds: 3`
 * the answer comes within three seconds of wall time.
 */
export async function replan(problem: Problem, plan: Plan, options: ReplanOptions = {}): Promise<Replan> {
  const { near = [], drivers = DRIVERS_NEAR, driverChangeCost = DRIVER_CHANGE_COST, ...search } = options
  const today = stillValid(problem, assignmentOf(plan))
  const affected =
    near.length === 0 ? problem.drivers.map(driver => driver.id) : driversNear(problem, today, near, drivers)
  const part = partOf(problem, today, affected)
  const started = today.filter(each => affected.includes(each.driverId))
  const improved = await planFrom(stickTo(part, today, driverChangeCost), started, search)
  const merged: Assignment = [
    ...today.filter(each => !affected.includes(each.driverId)),
    ...assignmentOf(improved),
  ]
  const { violations, ...whole } = evaluatePlan(problem, merged)
  const before = evaluatePlan(problem, today)
  const isWorse = violations.length > before.violations.length
  const { violations: _old, ...old } = before
  const chosen = isWorse ? old : { ...whole, stats: { ...improved.stats, unserved: whole.stats.unserved } }
  return { plan: chosen, changes: changesBetween(plan, chosen) }
}

/** The old runs without stops and drivers that are gone. */
function stillValid(problem: Problem, assignment: Assignment): Assignment {
  const stops = new Set(problem.stops.map(stop => stop.id))
  const drivers = new Set(problem.drivers.map(driver => driver.id))
  return assignment
    .filter(({ driverId }) => drivers.has(driverId))
    .map(({ driverId, trips }) => ({
      driverId,
      trips: trips.map(trip => trip.filter(id => stops.has(id))).filter(trip => trip.length > 0),
    }))
    .filter(({ trips }) => trips.length > 0)
}

/** The drivers whose stops lie nearest to the event, those of the event's own stops and one idle driver first. */
function driversNear(problem: Problem, today: Assignment, near: string[], count: number): string[] {
  const model = compileModel(problem)
  const day: Day = layAssignment(problem, model, today)
  const seconds = model.seconds[0] as Int32Array
  const distance = new Map<string, number>()
  for (const id of near) {
    const at = problem.stops.findIndex(stop => stop.id === id)
    if (at < 0) throw new PlannerProblemError('reference', 'options.near', `no stop "${id}"`)
    problem.stops.forEach((_, other) => {
      const driver = day.driverOf[other] as number
      const driverId = driver < 0 ? undefined : problem.drivers[driver]?.id
      if (driverId === undefined) return
      const way = other === at ? -1 : (seconds[at * model.placeCount + other] as number)
      distance.set(driverId, Math.min(distance.get(driverId) ?? Number.POSITIVE_INFINITY, way))
    })
  }
  const nearest = [...distance].sort((one, other) => one[1] - other[1]).map(([driverId]) => driverId)
  const idle = problem.drivers.find(driver => !today.some(each => each.driverId === driver.id))
  return [...nearest.slice(0, count), ...(idle ? [idle.id] : [])]
}

/** The problem of the affected drivers: their stops and those nobody has. */
function partOf(problem: Problem, today: Assignment, affected: string[]): Problem {
  const kept = new Set(
    today.filter(each => !affected.includes(each.driverId)).flatMap(each => each.trips.flat()),
  )
  const stops = problem.stops.filter(stop => !kept.has(stop.id))
  const drivers = problem.drivers.filter(driver => affected.includes(driver.id))
  const { pins = [], prefixes = [] } = problem.locks ?? {}
  return {
    ...problem,
    stops,
    drivers,
    locks: {
      pins: pins.filter(pin => affected.includes(pin.driverId) && !kept.has(pin.stopId)),
      prefixes: prefixes.filter(prefix => affected.includes(prefix.driverId)),
    },
  }
}

/** Makes each stop's present driver the one who knows it, so that another costs `driverChangeCost` more. */
function stickTo(problem: Problem, today: Assignment, driverChangeCost: number): Problem {
  const driverOf = new Map(
    today.flatMap(({ driverId, trips }) => trips.flat().map(id => [id, driverId] as const)),
  )
  return {
    ...problem,
    stops: problem.stops.map(stop => {
      const present = driverOf.get(stop.id)
      return present === undefined
        ? stop
        : { ...stop, habit: { driverId: present, changeCost: driverChangeCost } }
    }),
  }
}

function changesBetween(before: Plan, after: Plan): PlanChange[] {
  const old = placesOf(before)
  const fresh = placesOf(after)
  const changes: PlanChange[] = []
  for (const [stopId, now] of fresh) {
    const was = old.get(stopId)
    if (!was) {
      changes.push({ stopId, kind: 'added', toDriverId: now.driverId })
      continue
    }
    const laterMinutes = now.startMinute - was.startMinute
    if (was.driverId !== now.driverId) {
      changes.push({
        stopId,
        kind: 'driver',
        fromDriverId: was.driverId,
        toDriverId: now.driverId,
        laterMinutes,
      })
    } else if (Math.abs(laterMinutes) > NOTICEABLE_MINUTES) {
      changes.push({
        stopId,
        kind: 'time',
        fromDriverId: was.driverId,
        toDriverId: now.driverId,
        laterMinutes,
      })
    }
  }
  for (const [stopId, was] of old) {
    if (!fresh.has(stopId)) changes.push({ stopId, kind: 'removed', fromDriverId: was.driverId })
  }
  return changes
}

function placesOf(plan: Plan): Map<string, { driverId: string; startMinute: number }> {
  const places = new Map<string, { driverId: string; startMinute: number }>()
  for (const { driverId, trips } of plan.runs) {
    for (const trip of trips) {
      for (const { stopId, startMinute } of trip.stops) places.set(stopId, { driverId, startMinute })
    }
  }
  return places
}
