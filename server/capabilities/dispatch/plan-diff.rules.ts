import type { PlanDiff } from '../../../contract/endpoints/dispatch.ts'
import type { Plan } from '../../planner/planner.api.ts'
import { changedStops, type Layout } from './layout.rules.ts'
import { workMinutes } from './plan-result.rules.ts'

type StopDiff = PlanDiff['stops'][number]
type Place = NonNullable<StopDiff['from']>
type Finding = PlanDiff['broken'][number]

/** One of the two plans that are laid over each other. Layout by driver. */
export interface PlanSide {
  layout: Layout
  /** Planned arrival by stop, minutes of the day. */
  arrivals: ReadonlyMap<string, number>
  result: Plan
  violations: Finding[]
}

/**
 * What a customer counts on: a time of the day, the day alone, or nothing. That a time of arrival has been worked out
 * for the stop says nothing: every running stop has one, and nobody was told it.
 */
export type Expectation = 'time' | 'day' | 'nothing'

/**
 * A time was given to whoever ordered for a part of the day and to whom something was promised or is urgent. An order
 * without a window was taken for the day. A visit that the due list proposed is the company's own affair.
 */
export function expectationOf(stop: {
  orderId: string | null
  priority: 'normal' | 'promised' | 'urgent' | 'emergency'
  windows: readonly unknown[]
}): Expectation {
  if (stop.priority !== 'normal') return 'time'
  if (stop.orderId === null) return 'nothing'
  return stop.windows.length > 0 ? 'time' : 'day'
}

export interface DiffInput {
  isPublished: boolean
  before: PlanSide
  after: PlanSide
  stops: readonly { id: string; shortName: string; expects: Expectation }[]
  drivers: readonly { id: string; letter: string; name: string }[]
  tellMinutes: number
}

/** What publishing the draft would change for drivers and customers. */
export function diffPlans(input: DiffInput): PlanDiff {
  const { before, after, tellMinutes, isPublished } = input
  const [from, to] = [placesOf(before, input.drivers), placesOf(after, input.drivers)]
  const changed = new Set(changedStops(before.layout, after.layout))
  const stops = input.stops.flatMap(stop => {
    const [old, fresh] = [from.get(stop.id) ?? null, to.get(stop.id) ?? null]
    const laterMinutes = minutesLater(old, fresh)
    const kind = kindOf(old, fresh, changed.has(stop.id), laterMinutes)
    if (!kind) return []
    const mustBeTold =
      isPublished &&
      old !== null &&
      (fresh === null
        ? stop.expects !== 'nothing'
        : stop.expects === 'time' && Math.abs(laterMinutes ?? 0) > tellMinutes)
    return [
      { stopId: stop.id, shortName: stop.shortName, kind, from: old, to: fresh, laterMinutes, mustBeTold },
    ]
  })
  const key = (finding: Finding) => `${finding.code} ${finding.stopId ?? finding.runId}`
  const [wasBroken, isBroken] = [new Set(before.violations.map(key)), new Set(after.violations.map(key))]
  return {
    isPublished,
    tellMinutes,
    before: totalsOf(before),
    after: totalsOf(after),
    stops: stops.sort(byWeight),
    broken: after.violations.filter(finding => !wasBroken.has(key(finding))),
    kept: before.violations.filter(finding => !isBroken.has(key(finding))),
    drivers: driversOf(input, stops),
  }
}

function placesOf(side: PlanSide, drivers: DiffInput['drivers']): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const driver of drivers) {
    let number = 0
    for (const [index, trip] of (side.layout[driver.id] ?? []).entries()) {
      for (const id of trip) {
        number += 1
        const arriveMinute = side.arrivals.get(id) ?? null
        places.set(id, { driverId: driver.id, letter: driver.letter, trip: index + 1, number, arriveMinute })
      }
    }
  }
  return places
}

function minutesLater(old: Place | null, fresh: Place | null): number | null {
  if (old?.arriveMinute == null || fresh?.arriveMinute == null) return null
  return fresh.arriveMinute - old.arriveMinute
}

function kindOf(
  old: Place | null,
  fresh: Place | null,
  hasMoved: boolean,
  laterMinutes: number | null,
): StopDiff['kind'] | undefined {
  if (!old) return fresh ? 'added' : undefined
  if (!fresh) return 'left-out'
  if (old.driverId !== fresh.driverId) return 'driver'
  if (hasMoved) return old.trip === fresh.trip ? 'order' : 'trip'
  return laterMinutes === null || laterMinutes === 0 ? undefined : 'time'
}

const weights: Record<StopDiff['kind'], number> = {
  'left-out': 0,
  added: 1,
  driver: 2,
  trip: 3,
  order: 4,
  time: 5,
}

/** Customers to be told first, then what weighs more, then the larger shift. */
function byWeight(one: StopDiff, other: StopDiff): number {
  return (
    Number(other.mustBeTold) - Number(one.mustBeTold) ||
    weights[one.kind] - weights[other.kind] ||
    Math.abs(other.laterMinutes ?? 0) - Math.abs(one.laterMinutes ?? 0)
  )
}

function totalsOf(side: PlanSide): PlanDiff['before'] {
  return {
    planned: Object.values(side.layout).flat(2).length,
    metres: side.result.runs.reduce((sum, run) => sum + Math.round(run.km * 1000), 0),
    minutes: workMinutes(side.result),
  }
}

/** What each driver would see on his phone; drivers whose day stays as it is are left out. */
function driversOf(input: DiffInput, stops: readonly StopDiff[]): PlanDiff['drivers'] {
  return input.drivers.flatMap(driver => {
    const isHis = (place: Place | null) => place?.driverId === driver.id
    const gained = stops.filter(stop => isHis(stop.to) && !isHis(stop.from)).length
    const lost = stops.filter(stop => isHis(stop.from) && !isHis(stop.to)).length
    const changed = stops.filter(stop => isHis(stop.from) && isHis(stop.to)).length
    if (gained + lost + changed === 0) return []
    const [was, will] = [input.before, input.after].map(side =>
      side.result.runs.find(run => run.driverId === driver.id),
    )
    const span = (run: typeof was) => (run ? run.returnMinute - run.departureMinute : 0)
    return [
      {
        driverId: driver.id,
        letter: driver.letter,
        name: driver.name,
        gained,
        lost,
        changed,
        minutes: Math.round(span(will) - span(was)),
        metres: Math.round(((will?.km ?? 0) - (was?.km ?? 0)) * 1000),
      },
    ]
  })
}
