/** Who lies near whom: for the ruin by distance, for insertion also by what the clock allows. */
import type { Model } from './model.ts'

/** For every stop the nearest stops, itself first: `near[stop * width + rank]`. */
export type Neighbours = { near: Int32Array; width: number }

/**
 * For every stop the best stops to come right after and right before: `after[stop * width + rank]` is a node the
 * stop may follow, `before` one it may precede; -1 ends a short list.
 */
export type Approaches = { after: Int32Array; before: Int32Array; width: number }

export function findNeighbours(model: Model, width: number): Neighbours {
  const { stopCount, placeCount } = model
  const breadth = Math.min(width, stopCount)
  const near = new Int32Array(stopCount * breadth)
  const cost = model.cost[0] as Int32Array
  const costTo = model.costTo[0] as Int32Array
  const closeness = new Float64Array(stopCount)
  const packed = new Float64Array(stopCount)
  for (let stop = 0; stop < stopCount; stop++) {
    const row = stop * placeCount
    for (let other = 0; other < stopCount; other++) {
      closeness[other] = (cost[row + other] as number) + (costTo[row + other] as number)
    }
    closeness[stop] = -1
    for (let other = 0; other < stopCount; other++) closeness[other] = (closeness[other] as number) + 1
    takeSmallest(closeness, packed, near, stop * breadth, breadth)
  }
  return { near, width: breadth }
}

/**
 * Closeness of an ordered pair is the arc's cost plus a share of the waiting it forces (Vidal et al. 2013); pairs
 * whose windows exclude each other are left out altogether.
 */
export function findApproaches(model: Model, width: number): Approaches {
  const { stopCount, placeCount } = model
  const breadth = Math.max(1, Math.min(width, stopCount - 1))
  const after = new Int32Array(stopCount * breadth).fill(-1)
  const before = new Int32Array(stopCount * breadth).fill(-1)
  const seconds = model.seconds[0] as Int32Array
  const cost = model.cost[0] as Int32Array
  const perSecond = arcCostPerSecond(model)
  const following = new Float64Array(stopCount)
  const preceding = new Float64Array(stopCount)
  const packed = new Float64Array(stopCount)
  const pairCost = (from: number, to: number): number => {
    const arc = from * placeCount + to
    if (!model.isTimed) return cost[arc] as number
    const ready =
      (model.openFrom[from] as number) + (model.service[from] as number) + (seconds[arc] as number)
    if (ready > (model.openTo[to] as number) + 7200 && model.hourly !== null) return Number.POSITIVE_INFINITY
    if (ready > (model.openTo[to] as number) && model.hourly === null) return Number.POSITIVE_INFINITY
    const latest = (model.openTo[from] as number) + (model.service[from] as number) + (seconds[arc] as number)
    const waiting = Math.max(0, (model.openFrom[to] as number) - latest)
    return (cost[arc] as number) + 0.2 * perSecond * waiting
  }
  for (let stop = 0; stop < stopCount; stop++) {
    for (let other = 0; other < stopCount; other++) {
      following[other] = other === stop ? Number.POSITIVE_INFINITY : pairCost(other, stop)
      preceding[other] = other === stop ? Number.POSITIVE_INFINITY : pairCost(stop, other)
    }
    takeSmallest(following, packed, after, stop * breadth, breadth)
    takeSmallest(preceding, packed, before, stop * breadth, breadth)
  }
  return { after, before, width: breadth }
}

/** The mean price of a second on the way, so that waiting can be compared with arcs. */
function arcCostPerSecond(model: Model): number {
  const seconds = model.seconds[0] as Int32Array
  const cost = model.cost[0] as Int32Array
  let time = 0
  let money = 0
  const step = Math.max(1, Math.floor(cost.length / 5_000))
  for (let arc = 0; arc < cost.length; arc += step) {
    if ((cost[arc] as number) >= 1e9) continue
    time += seconds[arc] as number
    money += cost[arc] as number
  }
  return time === 0 ? 0 : money / time
}

/** More than the largest stop number, so that a value and its index share one sortable number. */
const INDEX_SPAN = 8192

/** Writes the indices of the smallest finite values (whole, from 0) to `target` from `at`, ascending. */
function takeSmallest(
  values: Float64Array,
  packed: Float64Array,
  target: Int32Array,
  at: number,
  count: number,
): void {
  for (let index = 0; index < values.length; index++) {
    packed[index] = Math.round(values[index] as number) * INDEX_SPAN + index
  }
  packed.sort()
  for (let rank = 0; rank < count; rank++) {
    const key = packed[rank] as number
    if (key === Number.POSITIVE_INFINITY) return
    target[at + rank] = key % INDEX_SPAN
  }
}
