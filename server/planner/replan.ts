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
  /** NT$ for a stop that follows another one than today's plan says [5: a minute]. */
  orderChangeCost?: number
  /** NT$ for beginning more than a quarter of an hour earlier or later than a customer was told [25: five minutes]. */
  toldChangeCost?: number
  /** Stops whose customers were told their time; left out: all of today's plan. */
  told?: string[]
}

/** What became of each stop, for the board's comparison of old and new. */
export type PlanChange = {
  stopId: string
  /** `order`: same driver, about the same time, but after another stop. */
  kind: 'added' | 'removed' | 'driver' | 'time' | 'order'
  fromDriverId?: string
  toDriverId?: string
  /** How much later service begins (negative: earlier); only for stops in both plans. */
  laterMinutes?: number
}

export type Replan = { plan: Plan; changes: PlanChange[] }

const DRIVERS_NEAR = 4
const DRIVER_CHANGE_COST = 75
const ORDER_CHANGE_COST = 5
const TOLD_CHANGE_COST = 25
/** A stop that moves by less is the same to the customer. */
const NOTICEABLE_MINUTES = 15

/**
 * Improves a running day near an event: only the drivers nearest to it may change, the others keep their runs, and
 * every stop that changes hands costs extra. The problem is the day as it stands now (new stops in it, cancelled
 * ones gone, done ones frozen as prefixes); stops of `plan` that it no longer has are dropped. With `seconds: 3`
 * the answer comes within three seconds of wall time.
 */
export async function replan(problem: Problem, plan: Plan, options: ReplanOptions = {}): Promise<Replan> {
  const { near = [], drivers = DRIVERS_NEAR } = options
  const { driverChangeCost, orderChangeCost, toldChangeCost, told, near: _, drivers: __, ...search } = options
  const prices: ChangePrices = {
    driver: driverChangeCost ?? DRIVER_CHANGE_COST,
    order: orderChangeCost ?? ORDER_CHANGE_COST,
    told: toldChangeCost ?? TOLD_CHANGE_COST,
    isTold: id => told?.includes(id) ?? true,
  }
  const today = stillValid(problem, assignmentOf(plan))
  const affected =
    near.length === 0 ? problem.drivers.map(driver => driver.id) : driversNear(problem, today, near, drivers)
  const part = partOf(problem, today, affected)
  const started = today.filter(each => affected.includes(each.driverId))
  const improved = await planFrom(stickTo(part, today, plan, prices), started, search)
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

/** What changing today's plan costs, NT$. */
type ChangePrices = { driver: number; order: number; told: number; isTold: (stopId: string) => boolean }

/** Puts a price on every kind of change: another driver, another order, another time than the customer was told. */
function stickTo(problem: Problem, today: Assignment, plan: Plan, prices: ChangePrices): Problem {
  const known = new Set(problem.stops.map(stop => stop.id))
  const driverOf = new Map<string, string>()
  const before = new Map<string, string | null>()
  for (const { driverId, trips } of today) {
    for (const trip of trips) {
      trip.forEach((id, at) => {
        driverOf.set(id, driverId)
        before.set(id, trip[at - 1] ?? null)
      })
    }
  }
  const times = placesOf(plan)
  const drivers = new Set(problem.drivers.map(driver => driver.id))
  return {
    ...problem,
    stops: problem.stops.map(stop => {
      const present = driverOf.get(stop.id)
      const time = times.get(stop.id)
      const follows = before.get(stop.id)
      const isFollowed = follows !== undefined && (follows === null || known.has(follows))
      return {
        ...stop,
        ...(present !== undefined &&
          drivers.has(present) && { habit: { driverId: present, changeCost: prices.driver } }),
        ...(isFollowed && prices.order > 0 && { follows: { stopId: follows, changeCost: prices.order } }),
        ...(time &&
          prices.told > 0 &&
          prices.isTold(stop.id) && { told: { minute: time.startMinute, changeCost: prices.told } }),
      }
    }),
  }
}

function changesBetween(before: Plan, after: Plan): PlanChange[] {
  const still = idsOf(after)
  const inBoth = new Set([...idsOf(before)].filter(id => still.has(id)))
  const old = placesOf(before, inBoth)
  const fresh = placesOf(after, inBoth)
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
    } else if (Math.abs(laterMinutes) > NOTICEABLE_MINUTES || was.before !== now.before) {
      changes.push({
        stopId,
        kind: Math.abs(laterMinutes) > NOTICEABLE_MINUTES ? 'time' : 'order',
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

function idsOf(plan: Plan): Set<string> {
  return new Set(plan.runs.flatMap(run => run.trips.flatMap(trip => trip.stops.map(stop => stop.stopId))))
}

type Placed = { driverId: string; startMinute: number; before: string | null }

/** Where each stop lies; the one before it among those in `among`, where that is given. */
function placesOf(plan: Plan, among?: Set<string>): Map<string, Placed> {
  const places = new Map<string, Placed>()
  for (const { driverId, trips } of plan.runs) {
    for (const { stops } of trips) {
      let before: string | null = null
      for (const { stopId, startMinute } of stops) {
        places.set(stopId, { driverId, startMinute, before })
        if (among?.has(stopId) ?? true) before = stopId
      }
    }
  }
  return places
}
