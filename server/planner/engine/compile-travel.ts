import type { Point, Problem } from '../problem.ts'
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
  const places = [...problem.stops, ...problem.depots]
  const count = places.length
  const { travel } = problem
  const meters = sharedInts(count * count)
  const base = new Float64Array(count * count)
  if (travel.kind === 'estimate') {
    const metersPerSecond = travel.kmPerHour / 3.6
    for (let from = 0; from < count; from++) {
      for (let to = from + 1; to < count; to++) {
        const straight = greatCircleMeters(places[from]?.point as Point, places[to]?.point as Point)
        const way = Math.round(straight * travel.circuity)
        meters[from * count + to] = meters[to * count + from] = way
        base[from * count + to] = base[to * count + from] = way / metersPerSecond
      }
    }
  } else {
    for (let from = 0; from < count; from++) {
      const row = places[from]?.matrixIndex as number
      for (let to = 0; to < count; to++) {
        const column = places[to]?.matrixIndex as number
        const way = from === to ? 0 : travel.meters[row]?.[column]
        meters[from * count + to] = way ?? -1
        base[from * count + to] = from === to ? 0 : (travel.seconds[row]?.[column] ?? -1)
      }
    }
  }
  const compiled: CompiledTravel = { seconds: [], secondsTo: [], cost: [], costTo: [], meters }
  for (const profile of profiles) {
    const seconds = sharedInts(count * count)
    const cost = sharedInts(count * count)
    for (let from = 0; from < count; from++) {
      for (let to = 0; to < count; to++) {
        const arc = from * count + to
        const driving = base[arc] as number
        if (driving < 0) {
          seconds[arc] = NO_WAY
          cost[arc] = NO_WAY_COST
          continue
        }
        const whole = Math.round(driving * profile.kindFactor) + setupOf(from, to)
        const price = ((meters[arc] as number) / 1000) * profile.perKm + (whole / 3600) * perHour
        seconds[arc] = whole
        cost[arc] = Math.min(NO_WAY_COST, Math.round(price * COST_UNIT))
      }
    }
    compiled.seconds.push(seconds)
    compiled.secondsTo.push(transposed(seconds, count))
    compiled.cost.push(cost)
    compiled.costTo.push(transposed(cost, count))
  }
  return compiled
}

/** The transposed matrix, or the matrix itself where it is symmetric. */
function transposed(matrix: Int32Array, count: number): Int32Array {
  let isSymmetric = true
  for (let from = 0; from < count && isSymmetric; from++) {
    for (let to = from + 1; to < count; to++) {
      if (matrix[from * count + to] !== matrix[to * count + from]) {
        isSymmetric = false
        break
      }
    }
  }
  if (isSymmetric) return matrix
  const turned = sharedInts(count * count)
  for (let from = 0; from < count; from++) {
    for (let to = 0; to < count; to++) turned[to * count + from] = matrix[from * count + to] as number
  }
  return turned
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
