import type { Day } from './day.ts'
import type { Random } from './random.ts'

/**
 * A part of a big plan that one thread improves while others improve theirs: drivers side by side, with their
 * stops, some of the absent stops and some of the idle drivers. Parts never touch, so their results simply add up.
 * (Spatial decomposition as in Santini et al. 2023, "Decomposition strategies for vehicle routing heuristics".)
 */
export type Part = { drivers: Int32Array; absent: Int32Array }

/** Fewer stops, or fewer drivers a part, are better searched as a whole. */
export const BIG_STOPS = 400
const LEAST_DRIVERS = 12

/** Cuts the plan that the day holds into parts of equally many stops; null where it is better left whole. */
export function splitIntoParts(day: Day, random: Random, count: number): Part[] | null {
  const { driverCount, stopCount } = day.model
  const busy: number[] = []
  for (let driver = 0; driver < driverCount; driver++) if (day.stopsOf[driver] !== 0) busy.push(driver)
  if (count < 2 || stopCount < BIG_STOPS || busy.length < LEAST_DRIVERS * count) return null
  const side = sideOf(day, random)
  const mean = new Map(busy.map(driver => [driver, meanSide(day, driver, side)]))
  busy.sort((one, other) => (mean.get(one) as number) - (mean.get(other) as number) || one - other)
  const served = stopCount - day.absentCount
  const drivers: number[][] = Array.from({ length: count }, () => [])
  const borders = new Array<number>(count).fill(Number.POSITIVE_INFINITY)
  let stops = 0
  for (const driver of busy) {
    const part = Math.min(count - 1, Math.floor((stops * count) / served))
    drivers[part]?.push(driver)
    borders[part] = mean.get(driver) as number
    stops += day.stopsOf[driver] as number
  }
  let seat = 0
  for (let driver = 0; driver < driverCount; driver++) {
    if (day.stopsOf[driver] === 0) drivers[seat++ % count]?.push(driver)
  }
  borders[count - 1] = Number.POSITIVE_INFINITY
  const absent: number[][] = Array.from({ length: count }, () => [])
  for (let slot = 0; slot < day.absentCount; slot++) {
    const stop = day.absent[slot] as number
    const part = borders.findIndex(border => (side[stop] as number) <= border)
    absent[part]?.push(stop)
  }
  return drivers.map((members, part) => ({
    drivers: Int32Array.from(members),
    absent: Int32Array.from(absent[part] ?? []),
  }))
}

/** Everything as one part. */
export function wholeOf(day: Day): Part {
  return {
    drivers: Int32Array.from({ length: day.model.driverCount }, (_, driver) => driver),
    absent: day.absent.slice(0, day.absentCount),
  }
}

/** How much nearer each stop lies to one of two far ends than to the other; the ends are drawn anew each time. */
function sideOf({ model }: Day, random: Random): Float64Array {
  const { stopCount, placeCount } = model
  const cost = model.cost[0] as Int32Array
  const somewhere = random.below(stopCount) * placeCount
  let end = 0
  for (let stop = 0; stop < stopCount; stop++) {
    if ((cost[somewhere + stop] as number) > (cost[somewhere + end] as number)) end = stop
  }
  const side = new Float64Array(stopCount)
  for (let stop = 0; stop < stopCount; stop++) {
    side[stop] = (cost[somewhere + stop] as number) - (cost[end * placeCount + stop] as number)
  }
  return side
}

function meanSide(day: Day, driver: number, side: Float64Array): number {
  const end = day.endOf[driver] as number
  let sum = 0
  for (let node = day.startOf[driver] as number; node !== end; node = day.next[node] as number) {
    if (node < day.model.stopCount) sum += side[node] as number
  }
  return sum / (day.stopsOf[driver] as number)
}
