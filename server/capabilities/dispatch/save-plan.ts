import { isDeepStrictEqual } from 'node:util'
import { checkPlan, type Plan, type Problem, type Violation } from '../../planner/planner.api.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { RoadTimes } from '../../ports/travel-times/travel-times.port.ts'
import type { DriverRow } from './fleet.store.ts'
import type { Layout } from './layout.rules.ts'
import { insertRun, type PlanRow, type PlanTravel, type RunRow, touchPlan, updateRun } from './plan.store.ts'
import { byPlace, isBegun, type PlanningParameters } from './plan-problem.rules.ts'
import { placementsOf, timelineOf, violationsOf, workMinutes } from './plan-result.rules.ts'
import { placeStops, type StopPlace, type StopRow } from './stop.store.ts'

export interface PlanToSave {
  plan: PlanRow
  runs: RunRow[]
  /** Every stop of the day that is not cancelled, planned by the planner or not. */
  stops: StopRow[]
  drivers: DriverRow[]
  problem: Problem
  result: Plan
  /** What the checker has found in `result`; without it, it is asked here. */
  found?: Violation[]
  /** Stops that never reached the planner, with why. */
  refused: Map<string, string>
  parameters: PlanningParameters
  /** Locked stops that the planner would have left out and that stayed in their run, with why. */
  keptLocked?: ReadonlyMap<string, string>
  seed?: number
  roads?: RoadTimes | undefined
}

/** Writes the places of a layout into the rows; times follow when the plan is timed again. */
export async function layOut(
  context: WriteContext,
  stops: readonly StopRow[],
  layout: Layout,
): Promise<void> {
  const places = new Map(
    Object.entries(layout).flatMap(([runId, trips]) =>
      trips.flatMap((trip, index) =>
        trip.map((id, position) => [id, { runId, trip: index + 1, position }] as const),
      ),
    ),
  )
  const changed = stops.flatMap((stop): StopPlace[] => {
    const place = places.get(stop.id) ?? { runId: null, trip: 1, position: 0 }
    const isSame = place.runId === stop.runId && place.trip === stop.trip && place.position === stop.position
    if (isSame) return []
    const times = place.runId === stop.runId ? {} : { arriveMinute: null, departMinute: null }
    return [placeOf(stop, { ...stop, ...place, ...times })]
  })
  await placeStops(context.db, changed)
}

/** The row that puts a stop into a place; its state follows the run it gets or loses. */
function placeOf(stop: StopRow, place: Omit<StopPlace, 'id' | 'state' | 'seenState'>): StopPlace {
  const { runId, trip, position, arriveMinute, departMinute, unplannedBecause } = place
  return {
    id: stop.id,
    runId,
    trip,
    position,
    arriveMinute,
    departMinute,
    unplannedBecause,
    state: nextState(stop, runId),
    seenState: stop.state,
  }
}

/** Writes what the planner (or the evaluation of a hand-made plan) answered: runs, places, times, what is broken. */
export async function savePlan(context: WriteContext, input: PlanToSave): Promise<void> {
  const { plan, result } = input
  const runIdOfDriver = await ensureRuns(context, input)
  const places = placesOf(input, runIdOfDriver)
  const left = new Map(result.unassigned.map(stop => [stop.stopId, stop.reason]))
  const away = new Set(input.runs.filter(run => !isPlanned(input, run)).map(run => run.id))
  const because = (stop: StopRow) =>
    input.refused.get(stop.id) ?? (away.has(stop.runId ?? '') ? 'away' : (left.get(stop.id) ?? null))
  const kept: Violations = []
  const changed: StopPlace[] = []
  for (const stop of input.stops) {
    const place = places.get(stop.id)
    const { runId = null, trip = 1, position = 0, arriveMinute = null, departMinute = null } = place ?? {}
    const unplannedBecause = runId === null ? because(stop) : null
    const next = { runId, trip, position, arriveMinute, departMinute, unplannedBecause }
    const isSame = (Object.keys(next) as (keyof typeof next)[]).every(key => next[key] === stop[key])
    if (!isSame || nextState(stop, runId) !== stop.state) changed.push(placeOf(stop, next))
    const reason = place?.isKept ? (because(stop) ?? 'lock') : input.keptLocked?.get(stop.id)
    if (reason !== undefined && !isBegun(stop))
      kept.push({ code: 'lock.kept', stopId: stop.id, runId, params: { amount: 0, detail: reason } })
  }
  await placeStops(context.db, changed)
  await saveRuns(context, input, runIdOfDriver)
  const violations = [
    ...violationsOf(input.found ?? checkPlan(input.problem, result), runIdOfDriver),
    ...kept,
  ]
  await touchPlan(context.db, plan.id, {
    totals: { violations, minutes: workMinutes(result), ...travelOf(input) },
    ...(input.seed !== undefined && { seed: input.seed, plannedAt: context.now }),
  })
}

/** A change by hand asks no service, so what failed when the plan was built still holds. */
function travelOf({ plan, roads, seed }: PlanToSave): { travel?: PlanTravel } {
  if (!roads) return {}
  const before = seed === undefined ? (plan.totals.travel?.fault ?? null) : null
  return { travel: { counts: roads.counts, fault: roads.fault ?? before } }
}

type Violations = NonNullable<NonNullable<PlanRow['totals']>['violations']>

interface SavedPlace {
  runId: string
  trip: number
  position: number
  arriveMinute: number | null
  departMinute: number | null
  /** The planner could not time it, and it stayed all the same. */
  isKept?: true
}

/**
 * Where each stop goes. What hands have touched, what is locked and what lies in a locked run never leaves its run,
 * even when the planner cannot be asked about it: it keeps its trip, behind what the planner placed there.
 */
function placesOf(input: PlanToSave, runIdOfDriver: ReadonlyMap<string, string>): Map<string, SavedPlace> {
  const places = new Map<string, SavedPlace>()
  const filled = new Map<string, number>()
  const put = (stopId: string, place: SavedPlace) => {
    places.set(stopId, place)
    const key = `${place.runId} ${place.trip}`
    filled.set(key, Math.max(filled.get(key) ?? 0, place.position + 1))
  }
  for (const { driverId, stopId, ...place } of placementsOf(input.result)) {
    const runId = runIdOfDriver.get(driverId)
    if (runId !== undefined) put(stopId, { runId, ...place })
  }
  const staying = new Set(input.runs.filter(run => run.isLocked || run.state === 'closed').map(run => run.id))
  for (const stop of [...input.stops].sort(byPlace)) {
    const { runId, trip } = stop
    if (places.has(stop.id) || runId === null) continue
    if (!stop.isLocked && !isBegun(stop) && !staying.has(runId)) continue
    const { arriveMinute, departMinute } = stop
    put(stop.id, {
      runId,
      trip,
      position: filled.get(`${runId} ${trip}`) ?? 0,
      arriveMinute,
      departMinute,
      isKept: true,
    })
  }
  return places
}

/** Whether the run's driver is one the planner may ask today. */
function isPlanned(input: PlanToSave, run: RunRow): boolean {
  return input.problem.drivers.some(driver => driver.id === run.driverId)
}

function nextState(stop: StopRow, runId: string | null): StopRow['state'] {
  if (stop.state === 'unplanned' && runId) return 'planned'
  if (stop.state === 'planned' && !runId) return 'unplanned'
  return stop.state
}

/** A run for each driver of the result; a driver's run of this day is made once and kept. */
async function ensureRuns(context: WriteContext, input: PlanToSave): Promise<Map<string, string>> {
  const runIdOfDriver = new Map(input.runs.map(run => [run.driverId, run.id]))
  for (const run of input.result.runs) {
    if (runIdOfDriver.has(run.driverId)) continue
    const id = context.newId()
    await insertRun(context.db, {
      id,
      planId: input.plan.id,
      driverId: run.driverId,
      vehicleId: run.vehicleId,
      date: input.plan.date,
      startMinute: Math.round(run.departureMinute),
      now: context.now,
    })
    runIdOfDriver.set(run.driverId, id)
  }
  return runIdOfDriver
}

async function saveRuns(
  context: WriteContext,
  input: PlanToSave,
  runIdOfDriver: Map<string, string>,
): Promise<void> {
  const { loadMinutes, settleMinutes } = input.parameters
  const planned = new Map(input.result.runs.map(run => [run.driverId, run]))
  for (const [driverId, runId] of runIdOfDriver) {
    const run = planned.get(driverId)
    const known = input.runs.find(candidate => candidate.id === runId)
    const shiftStart = input.drivers.find(driver => driver.id === driverId)?.shiftStartMinute ?? 480
    const next = run
      ? {
          startMinute: Math.round(run.departureMinute),
          endMinute: Math.round(run.returnMinute),
          metres: Math.round(run.km * 1000),
          timeline: timelineOf(run, loadMinutes, settleMinutes),
        }
      : { startMinute: shiftStart, endMinute: null, metres: 0, timeline: [] }
    // A vehicle once published stays with its run; a draft follows the driver's vehicle of today.
    const vehicle =
      run && known?.state === 'planned' && known.vehicleId !== run.vehicleId
        ? { vehicleId: run.vehicleId }
        : {}
    const isSame = known !== undefined && isDeepStrictEqual(next, pick(known))
    if (!isSame || 'vehicleId' in vehicle) await updateRun(context.db, runId, { ...next, ...vehicle })
  }
}

/** What planning decides of a run. */
function pick({ startMinute, endMinute, metres, timeline }: RunRow) {
  return { startMinute, endMinute, metres, timeline }
}
