import type { Place, Point, Problem } from '../problem.ts'
import { detourSeconds } from './detours.ts'
import { COST_UNIT, type HourlySpeed, NO_WAY, NO_WAY_COST } from './model.ts'

/** Mean earth radius in metres (IUGG). */
const EARTH_METERS = 6_371_009

export type Profile = { kindFactor: number; perKm: number }

export type CompiledTravel = {
  seconds: Int32Array[]
  secondsTo: Int32Array[]
  cost: Int32Array[]
  costTo: Int32Array[]
  meters: Int32Array
}

/** Memory that worker threads share. */
export function sharedInts(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4))
}

/** Great-circle metres between two points. */
export function greatCircleMeters(from: Point, to: Point): number {
  const radians = Math.PI / 180
  const half = Math.sin(((to.latitude - from.latitude) * radians) / 2)
  const side = Math.sin(((to.longitude - from.longitude) * radians) / 2)
  const chord =
    half * half + Math.cos(from.latitude * radians) * Math.cos(to.latitude * radians) * side * side
  return 2 * EARTH_METERS * Math.asin(Math.min(1, Math.sqrt(chord)))
}

/**
 * Fills the matrices of all profiles over places (stops, then depots).
 * `setupOf(from, to)` is the set-up folded into the way; pass zeros when speed varies by hour.
 */
export function compileTravel(
  problem: Problem,
  profiles: Profile[],
  perHour: number,
  setupOf: (from: number, to: number) => number,
): CompiledTravel {
  const places: Place[] = [
    ...problem.stops,
    ...problem.depots,
    ...problem.drivers.flatMap(driver => driver.now ?? []),
  ]
  const count = places.length
  const meters = sharedInts(count * count)
  const driving = withDetours(problem, places, drivingRow(problem, places, meters))
  const compiled: CompiledTravel = { seconds: [], secondsTo: [], cost: [], costTo: [], meters }
  for (const profile of profiles) {
    const seconds = sharedInts(count * count)
    const cost = sharedInts(count * count)
    const fill = priceRow({ profile, perHour, setupOf, meters, seconds, cost })
    for (let from = 0; from < count; from++) fill(from, driving(from))
    compiled.seconds.push(seconds)
    compiled.secondsTo.push(transposed(seconds, count))
    compiled.cost.push(cost)
    compiled.costTo.push(transposed(cost, count))
  }
  return compiled
}

/** Driving seconds from one place to all at factor 1, -1 where no way exists; notes the metres beside. */
function drivingRow(problem: Problem, places: Place[], meters: Int32Array): (from: number) => Float64Array {
  const { travel } = problem
  const count = places.length
  const row = new Float64Array(count)
  if (travel.kind === 'estimate') {
    const metersPerSecond = travel.kmPerHour / 3.6
    const points = places.map(place => place.point as Point)
    return from => {
      const here = points[from] as Point
      for (let to = 0; to < count; to++) {
        const way =
          to < from
            ? (meters[to * count + from] as number)
            : Math.round(greatCircleMeters(here, points[to] as Point) * travel.circuity)
        meters[from * count + to] = way
        row[to] = way / metersPerSecond
      }
      return row
    }
  }
  const columns = Int32Array.from(places, place => place.matrixIndex as number)
  return from => {
    const seconds = travel.seconds[columns[from] as number] as (number | null)[]
    const ways = travel.meters[columns[from] as number] as (number | null)[]
    for (let to = 0; to < count; to++) {
      const column = columns[to] as number
      meters[from * count + to] = from === to ? 0 : (ways[column] ?? -1)
      row[to] = from === to ? 0 : (seconds[column] ?? -1)
    }
    return row
  }
}

/** Adds the detours of the day to the ways that exist. */
function withDetours(
  { travel }: Problem,
  places: Place[],
  rowOf: (from: number) => Float64Array,
): (from: number) => Float64Array {
  if (!travel.detours?.length) return rowOf
  return from => {
    const row = rowOf(from)
    for (let to = 0; to < row.length; to++) {
      if (from === to || (row[to] as number) < 0) continue
      row[to] =
        (row[to] as number) + detourSeconds(travel.detours, places[from] as Place, places[to] as Place)
    }
    return row
  }
}

type Pricing = {
  profile: Profile
  perHour: number
  setupOf: (from: number, to: number) => number
  meters: Int32Array
  seconds: Int32Array
  cost: Int32Array
}

/** Fills one row of a profile's seconds and prices. */
function priceRow(pricing: Pricing): (from: number, driving: Float64Array) => void {
  const { profile, perHour, setupOf, meters, seconds, cost } = pricing
  return (from, driving) => {
    const count = driving.length
    for (let to = 0; to < count; to++) {
      const arc = from * count + to
      if ((driving[to] as number) < 0) {
        seconds[arc] = NO_WAY
        cost[arc] = NO_WAY_COST
        continue
      }
      const whole = Math.round((driving[to] as number) * profile.kindFactor) + setupOf(from, to)
      const price = ((meters[arc] as number) / 1000) * profile.perKm + (whole / 3600) * perHour
      seconds[arc] = whole
      cost[arc] = Math.min(NO_WAY_COST, Math.round(price * COST_UNIT))
    }
  }
}

/** The transposed matrix, or the matrix itself where it is symmetric. */
function transposed(matrix: Int32Array, count: number): Int32Array {
  let from = 0
  while (from < count && mirrors(matrix, count, from)) from++
  if (from === count) return matrix
  const turned = sharedInts(count * count)
  for (let row = 0; row < count; row++) turnRow(matrix, turned, count, row)
  return turned
}

function mirrors(matrix: Int32Array, count: number, row: number): boolean {
  for (let column = row + 1; column < count; column++) {
    if (matrix[row * count + column] !== matrix[column * count + row]) return false
  }
  return true
}

function turnRow(matrix: Int32Array, turned: Int32Array, count: number, row: number): void {
  for (let column = 0; column < count; column++) {
    turned[column * count + row] = matrix[row * count + column] as number
  }
}

/** Cumulated work for stepwise speed by hour of the day, up to `horizonSeconds`. */
export function compileHourlySpeed(factors: number[], horizonSeconds: number): HourlySpeed {
  const length = horizonSeconds + 2
  const work = new Float64Array(new SharedArrayBuffer(length * 8))
  for (let second = 1; second < length; second++) {
    const hour = Math.floor((second - 1) / 3600) % 24
    work[second] = (work[second - 1] as number) + Math.round((factors[hour] as number) * 1000)
  }
  const steps = Math.floor((work[length - 1] as number) / 1000) + 1
  const instant = sharedInts(steps)
  let second = 0
  for (let step = 0; step < steps; step++) {
    while ((work[second] as number) < step * 1000) second++
    instant[step] = second
  }
  return { work, instant }
}
