import { type Point, type TravelEstimate, travelMinutes } from './travel.rules.ts'

/** From what the clock of a driver's remaining day starts. */
export type Basis = 'depot' | 'position' | 'stop' | 'arrived'

/** Where and when (minute of the day, fractions allowed) the rest of a run begins. */
export interface Anchor {
  point: Point
  minute: number
  basis: Basis
}

/** What is known of a driver at this moment. Minutes of the day. */
export interface Whereabouts {
  nowMinute: number
  depot: Point
  /** When the published plan lets him leave. */
  startMinute: number
  /** The stop at whose door he stands, as he reported, and how long its service takes. */
  arrived: { point: Point | null; atMinute: number; serviceMinutes: number } | null
  /** The stop he finished last. */
  finished: { point: Point | null; atMinute: number } | null
  /** The newest fix of his phone. */
  fix: { point: Point; atMinute: number } | null
  /** Where he goes next: a door, or the depot to reload. */
  next: Point | null
  freshMinutes: number
  travel: TravelEstimate
}

/** Further from the depot than this he has left it. */
const atDepotMinutes = 1

/**
 * The start of a driver's remaining day. At a door: when its service should be over, and no earlier than now. A fresh
 * fix: there, now. Silent since his last stop: as if he were about to reach the next one, so that standing still makes
 * him later with every minute. Not begun: at the depot, no earlier than now.
 */
export function anchorOf(at: Whereabouts): Anchor {
  const { nowMinute, arrived, finished, fix } = at
  if (arrived) {
    const minute = Math.max(nowMinute, arrived.atMinute + arrived.serviceMinutes)
    return { point: arrived.point ?? fix?.point ?? at.depot, minute, basis: 'arrived' }
  }
  const isFresh = fix !== null && nowMinute - fix.atMinute <= at.freshMinutes
  if (isFresh && (finished === null || fix.atMinute >= finished.atMinute) && hasLeft(at, fix.point))
    return { point: fix.point, minute: nowMinute, basis: 'position' }
  if (finished) {
    const point = finished.point ?? fix?.point ?? at.depot
    const leg = at.next ? travelMinutes(point, at.next, at.travel) : 0
    return { point, minute: Math.max(finished.atMinute, nowMinute - leg), basis: 'stop' }
  }
  return { point: at.depot, minute: Math.max(at.startMinute, nowMinute), basis: 'depot' }
}

function hasLeft(at: Whereabouts, point: Point): boolean {
  return at.finished !== null || travelMinutes(at.depot, point, at.travel) > atDepotMinutes
}

/**
 * Whether a lunch is still to come: not after its latest begin, and not when the driver has rested that long between
 * two facts already.
 * @param factMinutes when he reported something, in order
 */
export function isLunchDue(
  lunch: { fromMinute: number; toMinute: number; minutes: number },
  factMinutes: readonly number[],
  nowMinute: number,
): boolean {
  if (nowMinute > lunch.toMinute) return false
  return !factMinutes.some((minute, index) => {
    const before = factMinutes[index - 1]
    return before !== undefined && minute >= lunch.fromMinute && minute - before >= lunch.minutes
  })
}
