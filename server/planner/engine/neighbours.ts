/** Who lies near whom: for the ruin by distance, for insertion also by what the clock allows. */
import { arcInto, type Model, NO_WAY_COST } from './model.ts'

/** The share of a second's price that a second of forced waiting counts (Vidal et al. 2013). */
const WAITING_SHARE = 0.2
/** Seconds by which speed by hour may make an arc possible that its mean speed rules out. */
const HOURLY_TOLERANCE = 7200

/** For every stop the nearest stops, itself first: `near[stop * width + rank]`. */
export type Neighbours = { near: Int32Array; width: number }

/**
 * For every stop the best stops to come right after and right before: `after[stop * width + rank]` is a node the
 * stop may follow, `before` one it may precede; -1 ends a short list. Beside each, by profile, what that arc costs,
 * so that the matrices are read only where it matters; and by profile and stop the cheapest arc in and out.
 */
export type Approaches = {
  after: Int32Array
  before: Int32Array
  width: number
  afterCost: Int32Array[]
  beforeCost: Int32Array[]
  leastIn: Int32Array[]
  leastOut: Int32Array[]
}

export function findNeighbours(model: Model, width: number): Neighbours {
  const { stopCount, placeCount } = model
  const breadth = Math.min(width, stopCount)
  const near = new Int32Array(stopCount * breadth)
  const cost = model.cost[0] as Int32Array
  const closeness = new Float64Array(stopCount)
  const packed = new Float64Array(stopCount)
  for (let stop = 0; stop < stopCount; stop++) {
    const row = stop * placeCount
    for (let other = 0; other < stopCount; other++) {
      closeness[other] = (cost[row + other] as number) + (cost[arcInto(model, stop, other)] as number)
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
  const rows: PairRows = {
    following: new Float64Array(stopCount),
    preceding: new Float64Array(stopCount),
    packed: new Float64Array(stopCount),
  }
  const perSecond = model.isTimed ? arcCostPerSecond(model) : 0
  for (let stop = 0; stop < stopCount; stop++) {
    ratePairs(model, stop, perSecond, rows)
    takeSmallest(rows.following, rows.packed, after, stop * breadth, breadth)
    takeSmallest(rows.preceding, rows.packed, before, stop * breadth, breadth)
  }
  const into = (stop: number, other: number) => arcInto(model, stop, other)
  const outOf = (stop: number, other: number) => stop * placeCount + other
  const arcs = (arc: (stop: number, other: number) => number, list: Int32Array) =>
    model.cost.map(matrix =>
      list.map((other, slot) => (other < 0 ? 0 : (matrix[arc(Math.floor(slot / breadth), other)] as number))),
    )
  const least = (arc: (stop: number, other: number) => number) =>
    model.cost.map(matrix =>
      Int32Array.from({ length: stopCount }, (_, stop) => cheapest(matrix, stop, placeCount, arc)),
    )
  return {
    after,
    before,
    width: breadth,
    afterCost: arcs(into, after),
    beforeCost: arcs(outOf, before),
    leastIn: least(into),
    leastOut: least(outOf),
  }
}

type PairRows = { following: Float64Array; preceding: Float64Array; packed: Float64Array }

/** Rates every other stop as the one before and the one after `stop`. */
function ratePairs(model: Model, stop: number, perSecond: number, { following, preceding }: PairRows): void {
  const { stopCount, placeCount, isTimed } = model
  const cost = model.cost[0] as Int32Array
  const row = stop * placeCount
  for (let other = 0; other < stopCount; other++) {
    following[other] =
      (cost[arcInto(model, stop, other)] as number) + (isTimed ? wait(model, other, stop, perSecond) : 0)
    preceding[other] = (cost[row + other] as number) + (isTimed ? wait(model, stop, other, perSecond) : 0)
  }
  following[stop] = Number.POSITIVE_INFINITY
  preceding[stop] = Number.POSITIVE_INFINITY
}

/** The price of the waiting that an arc forces; infinite where the windows exclude it. */
function wait(model: Model, from: number, to: number, perSecond: number): number {
  const ride = (model.seconds[0] as Int32Array)[arcInto(model, to, from)] as number
  const busy = (model.service[from] as number) + ride
  const tolerance = model.hourly === null ? 0 : HOURLY_TOLERANCE
  if ((model.openFrom[from] as number) + busy > (model.openTo[to] as number) + tolerance)
    return Number.POSITIVE_INFINITY
  const latest = (model.openTo[from] as number) + busy
  return WAITING_SHARE * perSecond * Math.max(0, (model.openFrom[to] as number) - latest)
}

function cheapest(
  matrix: Int32Array,
  stop: number,
  placeCount: number,
  arcTo: (stop: number, other: number) => number,
): number {
  let least = Number.MAX_SAFE_INTEGER
  for (let other = 0; other < placeCount; other++) {
    const arc = matrix[arcTo(stop, other)] as number
    if (other !== stop && arc < least) least = arc
  }
  return Math.min(least, NO_WAY_COST)
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
  moveSmallestFirst(packed, count)
  packed.subarray(0, count).sort()
  for (let rank = 0; rank < count; rank++) {
    const key = packed[rank] as number
    if (key === Number.POSITIVE_INFINITY) return
    target[at + rank] = key % INDEX_SPAN
  }
}

/** Brings the `count` smallest keys to the front, in any order (quickselect, Hoare 1961). */
function moveSmallestFirst(keys: Float64Array, count: number): void {
  let left = 0
  let right = keys.length - 1
  while (left < right) {
    const pivot = keys[(left + right) >> 1] as number
    let low = left
    let high = right
    while (low <= high) {
      while ((keys[low] as number) < pivot) low++
      while ((keys[high] as number) > pivot) high--
      if (low > high) break
      const key = keys[low] as number
      keys[low++] = keys[high] as number
      keys[high--] = key
    }
    if (count - 1 <= high) right = high
    else if (count - 1 >= low) left = low
    else return
  }
}
