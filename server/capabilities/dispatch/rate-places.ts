import type { StopPlaces } from '../../../contract/endpoints/dispatch.ts'
import {
  type Assignment,
  evaluatorOf,
  type Plan,
  type Problem,
  type Violation,
} from '../../planner/planner.api.ts'
import type { Layout } from './layout.rules.ts'

export interface PlaceQuestion {
  problem: Problem
  /** Trips by driver, as they stand. */
  layout: Layout
  stopId: string
  /** Only this driver's places; undefined for everybody's. */
  driverId: string | undefined
  /** Drivers whose run is locked or closed. */
  shut: ReadonlySet<string>
  /** Stops that hands have touched: nothing goes in front of them. */
  begun: ReadonlySet<string>
}

type Lane = StopPlaces['lanes'][number]
type Slot = Pick<Lane['places'][number], 'trip' | 'position'>
type Judged = { minutes: number; metres: number; violations: Violation[]; plan: Plan }

/**
 * Judges each place a stop could be put into with the planner's own checker: every position of every trip, and a trip
 * of its own behind the last. Only the two runs that change are timed; what they share with others (bays at the
 * depot) shows after the drop. Drivers whose run is shut have no places.
 */
export function ratePlaces(question: PlaceQuestion): Lane[] {
  const { problem, stopId } = question
  if (!problem.stops.some(stop => stop.id === stopId)) return []
  const home = Object.keys(question.layout).find(driverId =>
    question.layout[driverId]?.flat().includes(stopId),
  )
  const stays = (driverId: string) =>
    (question.layout[driverId] ?? []).map(trip => trip.filter(id => id !== stopId))
  const left = home === undefined ? undefined : judge(problem, home, stays(home))
  const was = home === undefined ? undefined : judge(problem, home, question.layout[home] ?? [])
  return problem.drivers
    .filter(({ id }) => !question.shut.has(id) && (question.driverId ?? id) === id)
    .map(driver => {
      const trips = stays(driver.id)
      const isHome = driver.id === home
      const now = isHome ? undefined : judge(problem, driver.id, trips)
      const before = [was, now].filter(each => each !== undefined)
      const slots = slotsOf(trips, question.begun)
      const targets = judgeAll(
        problem,
        driver.id,
        slots.map(slot => withStop(trips, slot, stopId)),
      )
      return {
        driverId: driver.id,
        places: targets.map((target, index) => {
          const after = isHome ? [target] : [target, left].filter(each => each !== undefined)
          return { ...(slots[index] as Slot), ...compare(stopId, before, after, target) }
        }),
      }
    })
}

/** Places of a lane in the order they are driven: each position of each trip, its end too, then a new trip. */
export function slotsOf(trips: readonly (readonly string[])[], begun: ReadonlySet<string>): Slot[] {
  const lastTrip = trips.findLastIndex(trip => trip.length > 0)
  const begunTrip = trips.findLastIndex(trip => trip.some(id => begun.has(id)))
  const slots: Slot[] = []
  for (let index = Math.max(0, begunTrip); index <= lastTrip; index += 1) {
    const trip = trips[index] ?? []
    if (trip.length === 0) continue
    for (let position = trip.findLastIndex(id => begun.has(id)) + 1; position <= trip.length; position += 1)
      slots.push({ trip: index + 1, position })
  }
  slots.push({ trip: lastTrip + 2, position: 0 })
  return slots
}

function withStop(trips: readonly string[][], slot: Slot, stopId: string): string[][] {
  const filled = trips.map(trip => [...trip])
  while (filled.length < slot.trip) filled.push([])
  filled[slot.trip - 1]?.splice(slot.position, 0, stopId)
  return filled
}

function judge(problem: Problem, driverId: string, trips: readonly string[][]): Judged {
  return judgeAll(problem, driverId, [trips])[0] ?? nothing
}

/** Judges several arrangements of the same stops of one driver; his part of the day is compiled once for all. */
function judgeAll(
  problem: Problem,
  driverId: string,
  arrangements: readonly (readonly string[][])[],
): Judged[] {
  const part = partOf(problem, driverId, new Set(arrangements[0]?.flat()))
  const known = new Set(part.stops.map(stop => stop.id))
  const assignments = arrangements.map((trips): Assignment => {
    const kept = trips.map(trip => trip.filter(id => known.has(id))).filter(trip => trip.length > 0)
    return kept.length === 0 ? [] : [{ driverId, trips: kept }]
  })
  if (known.size === 0) return assignments.map(() => nothing)
  const evaluate = evaluatorOf(part, assignments)
  return assignments.map(assignment => {
    const plan = evaluate(assignment)
    const minutes = plan.runs.reduce((sum, run) => sum + run.returnMinute - run.departureMinute, 0)
    const metres = plan.runs.reduce((sum, run) => sum + run.km * 1000, 0)
    return { minutes, metres, violations: plan.violations, plan }
  })
}

/** What the planner must know to time one driver with these stops. */
function partOf(problem: Problem, driverId: string, ids: ReadonlySet<string>): Problem {
  const driver = problem.drivers.find(each => each.id === driverId)
  const stops = problem.stops.filter(stop => ids.has(stop.id))
  // Every stop of every arrangement is weighed size by size: sizes that nobody here takes would only cost time.
  const sizes = new Set(
    stops.flatMap(stop => [...Object.keys(stop.deliver ?? {}), ...Object.keys(stop.collect ?? {})]),
  )
  return {
    ...problem,
    sizes: problem.sizes.filter(size => sizes.has(size.code)),
    drivers: problem.drivers.filter(each => each.id === driverId),
    vehicles: problem.vehicles.filter(vehicle => vehicle.id === driver?.vehicleId),
    stops,
    locks: {},
  }
}

const emptyPlan: Plan = {
  schemaVersion: 1,
  runs: [],
  unassigned: [],
  cost: {
    total: 0,
    fixed: 0,
    distance: 0,
    work: 0,
    waiting: 0,
    lateness: 0,
    overtime: 0,
    extraTrips: 0,
    unfamiliarZones: 0,
    fairness: 0,
    otherDrivers: 0,
    skipped: 0,
  },
  stats: {
    seed: 0,
    iterations: 0,
    elapsedMs: 0,
    workers: 0,
    unserved: { urgent: 0, promised: 0, normal: 0 },
  },
}

const nothing: Judged = { minutes: 0, metres: 0, violations: [], plan: emptyPlan }

function compare(
  stopId: string,
  before: readonly Judged[],
  after: readonly Judged[],
  target: Judged,
): Pick<Lane['places'][number], 'arriveMinute' | 'minutes' | 'metres' | 'broken' | 'mended'> {
  const sum = (all: readonly Judged[], of: 'minutes' | 'metres') =>
    all.reduce((total, each) => total + each[of], 0)
  const key = (violation: Violation) => `${violation.code} ${violation.stopId ?? violation.driverId}`
  const old = before.flatMap(each => each.violations)
  const fresh = after.flatMap(each => each.violations)
  const [oldKeys, freshKeys] = [new Set(old.map(key)), new Set(fresh.map(key))]
  const own = target.plan.runs
    .flatMap(run => run.trips.flatMap(trip => trip.stops))
    .find(stop => stop.stopId === stopId)
  return {
    arriveMinute: own ? Math.round(own.arrivalMinute) : null,
    minutes: Math.round(sum(after, 'minutes') - sum(before, 'minutes')),
    metres: Math.round(sum(after, 'metres') - sum(before, 'metres')),
    broken: fresh
      .filter(violation => !oldKeys.has(key(violation)))
      .map(violation => ({
        code: violation.code,
        stopId: violation.stopId ?? null,
        amount: Math.round(violation.amount),
        isOwn: violation.stopId === stopId,
      })),
    mended: [...oldKeys].filter(each => !freshKeys.has(each)).length,
  }
}
