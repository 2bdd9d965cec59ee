import type { Place, Point, Problem } from '../problem.ts'
import { detourSeconds } from './detours.ts'
import { COST_UNIT, type HourlySpeed, NO_WAY, NO_WAY_COST } from './model.ts'

/** Mean earth radius in metres (IUGG). */
const EARTH_METERS = 6_371_009

export type Profile = { kindFactor: number; perKm: number }

export type CompiledTravel = {
  seconds: Int32Array[]
  cost: Int32Array[]
  toRow: number
  toColumn: number
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

/** The rows of the matrices: stops, depots, then where the drivers under way are. */
export function placesOf({ stops, depots, drivers }: Problem): Place[] {
  return [...stops, ...depots, ...drivers.flatMap(driver => driver.now ?? [])]
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
  const places = placesOf(problem)
  const count = places.length
  const matrices = () => profiles.map(() => sharedInts(count * count))
  const seconds = matrices()
  const cost = matrices()
  // Metres are needed only until they are priced: they lie where the last profile's prices will be.
  const meters = cost.at(-1) as Int32Array
  fillMeters(problem, places, meters)
  const driving = withDetours(problem, places, drivingRow(problem, places, meters))
  profiles.forEach((profile, number) => {
    const target = { seconds: seconds[number] as Int32Array, cost: cost[number] as Int32Array }
    const fill = priceRow({ profile, perHour, setupOf, meters, ...target })
    for (let from = 0; from < count; from++) fill(from, driving(from))
  })
  const isSymmetric = [...seconds, ...cost].every(matrix => mirrors(matrix, count))
  return { seconds, cost, toRow: isSymmetric ? count : 1, toColumn: isSymmetric ? 1 : count }
}

/** Metres from one place to another; -1 where there is no way. */
export function metersBetween({ travel }: Problem, from: Place, to: Place): number {
  if (travel.kind === 'matrix') {
    return travel.meters[from.matrixIndex as number]?.[to.matrixIndex as number] ?? -1
  }
  return Math.round(greatCircleMeters(from.point as Point, to.point as Point) * travel.circuity)
}

/** Metres between all places, -1 where no way exists. */
function fillMeters(problem: Problem, places: Place[], meters: Int32Array): void {
  const count = places.length
  const isEstimate = problem.travel.kind === 'estimate'
  for (let from = 0; from < count; from++) {
    const here = places[from] as Place
    for (let to = 0; to < count; to++) {
      const isKnown = isEstimate && to < from
      meters[from * count + to] = isKnown
        ? (meters[to * count + from] as number)
        : from === to
          ? 0
          : metersBetween(problem, here, places[to] as Place)
    }
  }
}

/** Driving seconds from one place to all at factor 1, -1 where no way exists. */
function drivingRow(
  { travel }: Problem,
  places: Place[],
  meters: Int32Array,
): (from: number) => Float64Array {
  const count = places.length
  const row = new Float64Array(count)
  if (travel.kind === 'estimate') {
    const metersPerSecond = travel.kmPerHour / 3.6
    return from => {
      for (let to = 0; to < count; to++) row[to] = (meters[from * count + to] as number) / metersPerSecond
      return row
    }
  }
  const columns = Int32Array.from(places, place => place.matrixIndex as number)
  return from => {
    const seconds = travel.seconds[columns[from] as number] as (number | null)[]
    for (let to = 0; to < count; to++) row[to] = from === to ? 0 : (seconds[columns[to] as number] ?? -1)
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

/** Whether every way back equals the way there. */
function mirrors(matrix: Int32Array, count: number): boolean {
  for (let row = 0; row < count; row++) {
    for (let column = row + 1; column < count; column++) {
      if (matrix[row * count + column] !== matrix[column * count + row]) return false
    }
  }
  return true
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
