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
  for (let stop = 0; stop < stopCount; stop++) {
    const row = stop * placeCount
    for (let other = 0; other < stopCount; other++) {
      closeness[other] = (cost[row + other] as number) + (costTo[row + other] as number)
    }
    closeness[stop] = -1
    smallest(closeness, stopCount, breadth).forEach((other, rank) => {
      near[stop * breadth + rank] = other
    })
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
    smallest(following, stopCount, breadth).forEach((other, rank) => {
      if (following[other] !== Number.POSITIVE_INFINITY) after[stop * breadth + rank] = other
    })
    smallest(preceding, stopCount, breadth).forEach((other, rank) => {
      if (preceding[other] !== Number.POSITIVE_INFINITY) before[stop * breadth + rank] = other
    })
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

/** Indices of the `count` smallest values in ascending order, ties by index. */
function smallest(values: Float64Array, length: number, count: number): number[] {
  const order = Array.from({ length }, (_, index) => index)
  const compare = (one: number, other: number) =>
    (values[one] as number) - (values[other] as number) || one - other
  if (count >= length / 4) return order.sort(compareFinite(values)).slice(0, count)
  const bound = Float64Array.from(values.subarray(0, length)).sort()[count - 1] as number
  return order
    .filter(index => (values[index] as number) <= bound)
    .sort(bound === Number.POSITIVE_INFINITY ? compareFinite(values) : compare)
    .slice(0, count)
}

function compareFinite(values: Float64Array): (one: number, other: number) => number {
  return (one, other) => {
    const left = values[one] as number
    const right = values[other] as number
    return left < right ? -1 : left > right ? 1 : one - other
  }
}
