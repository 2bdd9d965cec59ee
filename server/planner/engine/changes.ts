import { type Stop, TOLD_TOLERANCE_MINUTES } from '../problem.ts'
import { COST_UNIT } from './model.ts'
import type { Timeline } from './timeline.ts'

/** What customers have been told and drivers have been given, so that changing it has a price. By stop. */
export type Changes = {
  /** Earliest and latest begin of service that nobody minds, seconds. */
  toldFrom: Int32Array
  toldTo: Int32Array
  toldCost: Float64Array
  /** The stop that came right before: -1 none (first of its trip), -2 nothing was published. */
  follows: Int32Array
  followsCost: Float64Array
}

const FIRST_OF_TRIP = -1
const UNPUBLISHED = -2

export function compileChanges(stops: Stop[]): Changes | null {
  if (stops.every(stop => stop.told === undefined && stop.follows === undefined)) return null
  const number = new Map(stops.map((stop, index) => [stop.id, index]))
  const toldAt = (stop: Stop, side: number) =>
    stop.told === undefined
      ? 0
      : Math.round(60 * (stop.told.minute + side * (stop.told.toleranceMinutes ?? TOLD_TOLERANCE_MINUTES)))
  return {
    toldFrom: Int32Array.from(stops, stop => toldAt(stop, -1)),
    toldTo: Int32Array.from(stops, stop => toldAt(stop, 1)),
    toldCost: Float64Array.from(stops, stop => Math.round((stop.told?.changeCost ?? 0) * COST_UNIT)),
    follows: Int32Array.from(stops, ({ follows }) => {
      if (follows === undefined) return UNPUBLISHED
      return follows.stopId === null ? FIRST_OF_TRIP : (number.get(follows.stopId) as number)
    }),
    followsCost: Float64Array.from(stops, stop => Math.round((stop.follows?.changeCost ?? 0) * COST_UNIT)),
  }
}

/** What the changes in a timed day cost, cost units. */
export function priceChanges(
  changes: Changes,
  { nodes, begin, length }: Timeline,
  stopCount: number,
): number {
  let cost = 0
  for (let at = 1; at < length; at++) {
    const node = nodes[at] as number
    if (node >= stopCount) continue
    const start = begin[at] as number
    const isTold = start >= (changes.toldFrom[node] as number) && start <= (changes.toldTo[node] as number)
    if (!isTold) cost += changes.toldCost[node] as number
    const follows = changes.follows[node] as number
    if (follows === UNPUBLISHED) continue
    const before = nodes[at - 1] as number
    if ((before >= stopCount ? FIRST_OF_TRIP : before) !== follows)
      cost += changes.followsCost[node] as number
  }
  return cost
}
