import type { Plan, PlannedRun, PlannedTrip, Violation } from '../../planner/planner.api.ts'
import type { PlanTotals, TimelineBlock } from './plan.store.ts'

/** A stop's place and time in a plan; minutes of the day, whole. */
export interface Placement {
  stopId: string
  driverId: string
  trip: number
  position: number
  arriveMinute: number
  departMinute: number
}

/** What the planner answered, in the shape of our rows. Trips count from 1. */
export function placementsOf(plan: Plan): Placement[] {
  return plan.runs.flatMap(run =>
    run.trips.flatMap((trip, tripIndex) =>
      trip.stops.map((stop, position) => ({
        stopId: stop.stopId,
        driverId: run.driverId,
        trip: tripIndex + 1,
        position,
        arriveMinute: Math.round(stop.arrivalMinute),
        departMinute: Math.round(stop.departureMinute),
      })),
    ),
  )
}

/** Blocks of a lane from loading to settling, without gaps; kg on board as they leave each block. */
export function timelineOf(run: PlannedRun, loadMinutes: number, settleMinutes: number): TimelineBlock[] {
  const blocks: TimelineBlock[] = []
  let at = run.departureMinute - loadMinutes
  const add = (
    kind: TimelineBlock['kind'],
    toMinute: number,
    stopId: string | null,
    loadGrams: number | null,
  ) => {
    if (toMinute <= at) return
    blocks.push({ kind, fromMinute: round(at), toMinute: round(toMinute), stopId, loadGrams })
    at = toMinute
  }
  run.trips.forEach((trip, index) => {
    if (index > 0) add('wait', trip.reloadStartMinute ?? trip.departureMinute, null, 0)
    add(index === 0 ? 'load' : 'reload', trip.departureMinute, null, trip.departureGrossGrams)
    addTrip(trip, add)
  })
  add('settle', at + settleMinutes, null, 0)
  return run.break ? withLunch(blocks, run.break) : blocks
}

function addTrip(
  trip: PlannedTrip,
  add: (kind: TimelineBlock['kind'], to: number, stopId: string | null, load: number | null) => void,
): void {
  let load = trip.departureGrossGrams
  for (const stop of trip.stops) {
    add('drive', stop.arrivalMinute, stop.stopId, load)
    add('wait', stop.startMinute, stop.stopId, load)
    load = stop.grossGramsAfter
    add('service', stop.departureMinute, stop.stopId, load)
  }
  add('drive', trip.returnMinute, null, load)
}

/** Cuts the lunch break out of the waiting or driving it falls into. */
function withLunch(
  blocks: TimelineBlock[],
  lunch: { startMinute: number; endMinute: number },
): TimelineBlock[] {
  return blocks.flatMap(block => {
    const from = Math.max(block.fromMinute, lunch.startMinute)
    const to = Math.min(block.toMinute, lunch.endMinute)
    if (block.kind === 'service' || to <= from) return [block]
    return [
      { ...block, toMinute: round(from) },
      { ...block, kind: 'lunch' as const, fromMinute: round(from), toMinute: round(to), stopId: null },
      { ...block, fromMinute: round(to) },
    ].filter(piece => piece.toMinute > piece.fromMinute)
  })
}

function round(minute: number): number {
  return Math.round(minute * 10) / 10
}

/** The checker's findings in the words of the board: a code, whom it concerns, and the numbers. */
export function violationsOf(
  violations: Violation[],
  runIdOfDriver: Map<string, string>,
): NonNullable<PlanTotals['violations']> {
  return violations.map(violation => ({
    code: violation.code,
    stopId: violation.stopId ?? null,
    runId: violation.driverId ? (runIdOfDriver.get(violation.driverId) ?? null) : null,
    params: { amount: Math.round(violation.amount), detail: violation.detail },
  }))
}

/** Working minutes of all runs, from loading to return. */
export function workMinutes(plan: Plan): number {
  return Math.round(plan.runs.reduce((sum, run) => sum + run.returnMinute - run.departureMinute, 0))
}
