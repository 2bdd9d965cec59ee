/**
 * Which stops leave the plan before they are put back: adjacent strings of stops (SISR, Christiaens and Vanden
 * Berghe 2020, "Slack Induction by String Removals for Vehicle Routing Problems", Transportation Science 54).
 */
import type { Day } from './day.ts'
import { RANK_MAY_WAIT } from './model.ts'
import type { Neighbours } from './neighbours.ts'
import type { Random } from './random.ts'

/** Average number of stops taken out, and the longest string. */
const AVERAGE_REMOVED = 10
const LONGEST_STRING = 10
/** Share of strings that leave a middle part standing, and how readily that part grows. */
const SPLIT_SHARE = 0.5
const SPLIT_GROWTH = 0.01
/** How often a whole trip, a whole day or a cluster goes instead of strings. */
const TRIP_SHARE = 0.02
const DAY_SHARE = 0.005
const CLUSTER_SHARE = 0.05
/** How often stops of one zone, one building or one hour go, whatever lies between them; and late ones. */
const ZONE_SHARE = 0.01
const BUILDING_SHARE = 0.01
const HOUR_SHARE = 0.02
/** Half the width of the hour, seconds. */
const HALF_HOUR = 1800
/** How often strings go around a stop that is out, to make room where room is needed. */
const ABSENT_SEED_SHARE = 0.15

export class Ruin {
  private readonly day: Day
  private readonly random: Random
  private readonly neighbours: Neighbours
  /** Trips already ruined in this iteration, by head. */
  private readonly seen: Int32Array
  private stamp = 0
  private readonly moves = [
    [this.trip, TRIP_SHARE],
    [this.wholeDay, DAY_SHARE],
    [this.cluster, CLUSTER_SHARE],
    [this.zone, ZONE_SHARE],
    [this.building, BUILDING_SHARE],
    [this.hour, HOUR_SHARE],
  ] as const
  /** Called before the first change to a driver's day in an iteration. */
  private readonly touch: (driver: number) => void

  constructor(day: Day, random: Random, neighbours: Neighbours, touch: (driver: number) => void) {
    this.day = day
    this.random = random
    this.neighbours = neighbours
    this.seen = new Int32Array(day.nodeCount)
    this.touch = touch
  }

  /** Ruins in one of several ways; nearly always by strings. */
  any(): void {
    const draw = this.random.fraction()
    let share = 0
    for (const [move, weight] of this.moves) {
      share += weight
      if (draw < share) {
        move.call(this)
        return
      }
    }
    this.strings()
  }

  /** A random stop of this thread's part. */
  private seed(): number {
    return this.day.members[this.random.below(this.day.memberCount)] as number
  }

  /** A whole trip, and strings around one of its stops, so that its work can spread. */
  private trip(): void {
    const { day } = this
    const stop = this.seed()
    if ((day.headOf[stop] as number) < 0) {
      this.strings()
      return
    }
    const driver = day.driverOf[stop] as number
    const head = day.headOf[stop] as number
    this.touch(driver)
    this.stamp++
    this.seen[head] = this.stamp
    this.removeAll(day.next[head] as number, false)
    this.stringsAround(stop)
  }

  /** A driver's whole day: the only way for his vehicle to stay at home. */
  private wholeDay(): void {
    const { day } = this
    const stop = this.seed()
    if ((day.headOf[stop] as number) < 0) {
      this.strings()
      return
    }
    const driver = day.driverOf[stop] as number
    this.touch(driver)
    this.stamp++
    this.removeAll(day.next[day.startOf[driver] as number] as number, true)
    this.stringsAround(stop)
  }

  /** Unlinks every loose stop from `node` to the end of the trip, or of the day. */
  private removeAll(node: number, isDay: boolean): void {
    const { day } = this
    const { stopCount } = day.model
    const end = day.endOf[day.driverOf[node] as number] as number
    let at = node
    while (at !== end && (isDay || at < stopCount)) {
      const after = day.next[at] as number
      if (at < stopCount && day.isFrozen[at] === 0) day.unlinkStop(at)
      at = after
    }
  }

  /** The nearest stops of a random one, whoever drives them. */
  private cluster(): void {
    this.kindred(this.seed(), () => true)
  }

  /** Near stops of one zone: whose zone it is may change hands. */
  private zone(): void {
    const { zone } = this.day.model
    const seed = this.seed()
    this.kindred(seed, stop => zone[stop] === zone[seed])
  }

  /** Stops of one building, which share a set-up. */
  private building(): void {
    const { building } = this.day.model
    const seed = this.seed()
    if (building[seed] === -1) this.strings()
    else this.kindred(seed, stop => building[stop] === building[seed])
  }

  /** Near stops that are served at about the same time, and so compete for the same minutes. */
  private hour(): void {
    const { leaveDone, model } = this.day
    const seed = this.seed()
    if (!model.isTimed) this.strings()
    else
      this.kindred(
        seed,
        stop => Math.abs((leaveDone[stop] as number) - (leaveDone[seed] as number)) <= HALF_HOUR,
      )
  }

  /** The nearest stops of a seed that are of its kind, whoever drives them. */
  private kindred(seed: number, isKindred: (stop: number) => boolean): void {
    const { day, random } = this
    const { near, width } = this.neighbours
    const count = 3 + random.below(Math.min(15, width))
    for (let rank = 0, gone = 0; rank < width && gone < count; rank++) {
      const stop = near[seed * width + rank] as number
      if ((day.headOf[stop] as number) < 0 || day.isFrozen[stop] === 1 || !isKindred(stop)) continue
      this.touch(day.driverOf[stop] as number)
      day.unlinkStop(stop)
      gone++
    }
  }

  /** Strings around a stop that is out; one that must be served where there is one. */
  aroundAbsent(): void {
    const { day, random } = this
    this.stamp++
    let stop = day.absent[random.below(day.absentCount)] as number
    for (let tries = 0; tries < 20 && day.model.rank[stop] === RANK_MAY_WAIT; tries++) {
      stop = day.absent[random.below(day.absentCount)] as number
    }
    this.stringsAround(stop)
  }

  /** Takes strings of stops out around a random stop, now and then around one that is out. */
  strings(): void {
    const { day, random } = this
    this.stamp++
    const isForAbsent = day.absentCount > 0 && random.fraction() < ABSENT_SEED_SHARE
    this.stringsAround(isForAbsent ? (day.absent[random.below(day.absentCount)] as number) : this.seed())
  }

  private stringsAround(seed: number): void {
    const { day, random } = this
    const { near, width } = this.neighbours
    const served = day.memberCount - day.absentCount
    if (day.tripSum === 0) return
    const longest = Math.min(LONGEST_STRING, served / day.tripSum)
    const most = (4 * AVERAGE_REMOVED) / (1 + longest) - 1
    const strings = Math.floor(random.fraction() * most + 1)
    let ruined = 0
    for (let rank = 0; rank < width && ruined < strings; rank++) {
      const stop = near[seed * width + rank] as number
      if ((day.headOf[stop] as number) < 0 || day.isFrozen[stop] === 1) continue
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
      kept = Math.min(1, most)
      while (kept < most && random.fraction() < SPLIT_GROWTH) kept++
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
