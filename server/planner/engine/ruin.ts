/**
 * Which stops leave the plan before they are put back: adjacent strings of stops (SISR, Christiaens and Vanden
 * Berghe 2020, "Slack Induction by String Removals for Vehicle Routing Problems", Transportation Science 54).
 */
import type { Day } from './day.ts'
import type { Model } from './model.ts'
import type { Random } from './random.ts'

/** Average number of stops taken out, and the longest string. */
const AVERAGE_REMOVED = 10
const LONGEST_STRING = 10
/** Share of strings that leave a middle part standing, and how readily that part grows. */
const SPLIT_SHARE = 0.5
const SPLIT_GROWTH = 0.01

/** For every stop the nearest stops, itself first: `near[stop * width + rank]`. */
export type Neighbours = { near: Int32Array; width: number }

export function findNeighbours(model: Model, width: number): Neighbours {
  const { stopCount, placeCount } = model
  const breadth = Math.min(width, stopCount)
  const near = new Int32Array(stopCount * breadth)
  const cost = model.cost[0] as Int32Array
  const costTo = model.costTo[0] as Int32Array
  const order = Array.from({ length: stopCount }, (_, index) => index)
  const closeness = new Float64Array(stopCount)
  for (let stop = 0; stop < stopCount; stop++) {
    for (let other = 0; other < stopCount; other++) {
      closeness[other] =
        (cost[stop * placeCount + other] as number) + (costTo[stop * placeCount + other] as number)
    }
    closeness[stop] = -1
    const sorted = order
      .slice()
      .sort((one, other) => (closeness[one] as number) - (closeness[other] as number) || one - other)
    for (let rank = 0; rank < breadth; rank++) near[stop * breadth + rank] = sorted[rank] as number
  }
  return { near, width: breadth }
}

export class Ruin {
  private readonly day: Day
  private readonly random: Random
  private readonly neighbours: Neighbours
  /** Trips already ruined in this iteration, by head. */
  private readonly seen: Int32Array
  private stamp = 0
  /** Called before the first change to a driver's day in an iteration. */
  private readonly touch: (driver: number) => void

  constructor(day: Day, random: Random, neighbours: Neighbours, touch: (driver: number) => void) {
    this.day = day
    this.random = random
    this.neighbours = neighbours
    this.seen = new Int32Array(day.nodeCount)
    this.touch = touch
  }

  /** Takes strings of stops out around a random stop. */
  strings(): void {
    const { day, random } = this
    const { near, width } = this.neighbours
    const { stopCount } = day.model
    const served = stopCount - day.absentCount
    let trips = 0
    for (let driver = 0; driver < day.model.driverCount; driver++) trips += day.tripsOf[driver] as number
    if (trips === 0) return
    const longest = Math.min(LONGEST_STRING, served / trips)
    const most = (4 * AVERAGE_REMOVED) / (1 + longest) - 1
    const strings = Math.floor(random.fraction() * most + 1)
    this.stamp++
    let ruined = 0
    const seed = random.below(stopCount)
    for (let rank = 0; rank < width && ruined < strings; rank++) {
      const stop = near[seed * width + rank] as number
      if (day.absentAt[stop] !== -1 || day.isFrozen[stop] === 1) continue
      const head = day.headOf[stop] as number
      if (this.seen[head] === this.stamp) continue
      this.seen[head] = this.stamp
      const length = Math.floor(random.fraction() * Math.min(longest, day.tripStops[head] as number) + 1)
      this.removeString(stop, length, random.fraction() < SPLIT_SHARE)
      ruined++
    }
  }

  /** Removes `length` stops around `stop` from its trip, perhaps leaving a part in the middle. */
  private removeString(stop: number, length: number, mayBeSplit: boolean): void {
    const { day, random } = this
    const head = day.headOf[stop] as number
    this.touch(day.driverOf[stop] as number)
    let kept = 0
    if (mayBeSplit && length > 1) {
      const most = (day.tripStops[head] as number) - length
      while (kept < most && random.fraction() > SPLIT_GROWTH) {
        kept++
        if (random.fraction() < 0.5) break
      }
    }
    const span = length + kept
    let first = stop
    for (let back = random.below(span); back > 0 && this.isLoose(day.prev[first] as number); back--) {
      first = day.prev[first] as number
    }
    let reach = 1
    for (let node = stop; first !== stop && node !== first; node = day.prev[node] as number) reach++
    let last = stop
    while (reach < span && this.isLoose(day.next[last] as number)) {
      last = day.next[last] as number
      reach++
    }
    while (reach < span && this.isLoose(day.prev[first] as number)) {
      first = day.prev[first] as number
      reach++
    }
    const skipFrom = kept > 0 && reach > kept ? 1 + random.below(Math.max(1, reach - kept - 1)) : reach
    let node = first
    for (let at = 0; at < reach; at++) {
      const next = day.next[node] as number
      if (at < skipFrom || at >= skipFrom + kept) day.unlinkStop(node)
      node = next
    }
  }

  private isLoose(node: number): boolean {
    return node < this.day.model.stopCount && this.day.isFrozen[node] === 0
  }
}
