/**
 * The cheapest place for an absent stop. Money first, then feasibility, because the sum of three arcs is cheaper
 * to compute than the labels are to check. With probability `blink` a position is passed over (Christiaens and
 * Vanden Berghe 2020), which keeps the greedy choice from always building the same plan.
 */
import { arrive, arriveAfterBreak } from './clockwork.ts'
import type { Day } from './day.ts'
import { FAR } from './model.ts'
import type { Random } from './random.ts'

/** Where the stop would go. */
export const INTO_TRIP = 0
export const NEW_TRIP_LAST = 1
export const NEW_TRIP_BEFORE = 2

export class Insertion {
  /** `FAR` squared, so to speak: nothing found. */
  cost = Number.POSITIVE_INFINITY
  /** The best place of another driver than the best one's, for regret. */
  secondCost = Number.POSITIVE_INFINITY
  kind = INTO_TRIP
  driver = -1
  /** Node to insert after (into a trip) or head of the trip to insert before. */
  node = -1

  clear(): void {
    this.cost = Number.POSITIVE_INFINITY
    this.secondCost = Number.POSITIVE_INFINITY
    this.driver = -1
  }

  offer(cost: number, kind: number, driver: number, node: number): void {
    this.cost = cost
    this.kind = kind
    this.driver = driver
    this.node = node
  }
}

export class Finder {
  readonly found = new Insertion()
  private readonly day: Day
  private readonly random: Random
  private readonly blink: number
  private blinkIn: number
  /** Stamps to visit a trip's load test and an idle class once a search. */
  private readonly tripSeen: Int32Array
  private readonly tripFits: Uint8Array
  private readonly classSeen: Int32Array
  private stamp = 0
  /** By driver: what one more second of work costs in fairness, as of the last pricing; may be negative. */
  private readonly fairSlope: Float64Array
  private readonly needsWalk: boolean
  private readonly isPlain: boolean

  constructor(day: Day, random: Random, blink: number, fairSlope?: Float64Array) {
    this.day = day
    this.random = random
    this.blink = blink
    this.blinkIn = this.nextBlink()
    this.tripSeen = new Int32Array(day.nodeCount)
    this.tripFits = new Uint8Array(day.nodeCount)
    this.classSeen = new Int32Array(day.model.classDrivers.length)
    const { model } = day
    this.fairSlope = fairSlope ?? new Float64Array(model.driverCount)
    this.needsWalk = model.hasRelease
    this.isPlain = model.hourly === null && !model.hasGapsAnywhere && !model.hasRelease && !model.hasBreaks
  }

  /** What serving costs apart from the way; infinite where the driver may not. */
  private serveCost(stop: number, driver: number): number {
    const { model } = this.day
    const serve = model.serveCost[(model.classOf[driver] as number) * model.stopCount + stop] as number
    if (serve < 0) return Number.POSITIVE_INFINITY
    if (model.fairnessRate === 0) return serve
    const service = model.service[(model.serviceRow[driver] as number) * model.stopCount + stop] as number
    return serve + (this.fairSlope[driver] as number) * service
  }

  private nextBlink(): number {
    if (this.blink <= 0) return FAR
    return 1 + Math.floor(Math.log(1 - this.random.fraction()) / Math.log(1 - this.blink))
  }

  /** Looks at every position of every driver who may serve the stop. */
  search(stop: number): Insertion {
    const { day, found } = this
    const { model } = day
    found.clear()
    this.stamp++
    for (let driver = 0; driver < model.driverCount; driver++) {
      const kind = model.classOf[driver] as number
      if ((model.serveCost[kind * model.stopCount + stop] as number) < 0) continue
      if (day.stopsOf[driver] === 0) {
        if (this.classSeen[kind] === this.stamp) continue
        this.classSeen[kind] = this.stamp
      }
      this.searchDriver(stop, driver)
    }
    return found
  }

  /** Only the positions beside the stop's neighbours, then new trips and idle drivers. */
  searchNear(stop: number, neighbours: Int32Array, from: number, to: number): Insertion {
    const { day, found } = this
    found.clear()
    this.stamp++
    for (let slot = from; slot < to; slot++) {
      const near = neighbours[slot] as number
      const driver = day.driverOf[near] as number
      if (driver < 0) continue
      const serve = this.serveCost(stop, driver)
      if (serve === Number.POSITIVE_INFINITY) continue
      const head = day.headOf[near] as number
      if (this.tripSeen[head] !== this.stamp) {
        this.tripSeen[head] = this.stamp
        this.tripFits[head] = day.mayCarry(head, stop) ? 1 : 0
      }
      if (this.tripFits[head] === 0) continue
      if (day.isFrozen[near] === 0) this.tryBetween(stop, driver, serve, day.prev[near] as number)
      if (day.isFrozen[day.next[near] as number] === 0) this.tryBetween(stop, driver, serve, near)
    }
    this.searchIdle(stop)
    return found
  }

  /** New trips of busy drivers and the first idle driver of each class. */
  private searchIdle(stop: number): void {
    const { day } = this
    const { model } = day
    for (let kind = 0; kind < model.classDrivers.length; kind++) {
      if ((model.serveCost[kind * model.stopCount + stop] as number) < 0) continue
      const members = model.classDrivers[kind] as number[]
      for (const driver of members) {
        const serve = this.serveCost(stop, driver)
        if (day.stopsOf[driver] === 0) {
          this.tryFirst(stop, driver, serve)
          break
        }
        if ((day.tripsOf[driver] as number) < (model.maxTrips[driver] as number)) {
          this.tryNewTrip(stop, driver, serve)
        }
      }
    }
  }

  /** Every position in the driver's day, and a new trip if he may make one. */
  searchDriver(stop: number, driver: number): void {
    const { day } = this
    const { model } = day
    const serve = this.serveCost(stop, driver)
    if (serve === Number.POSITIVE_INFINITY) return
    if (day.stopsOf[driver] === 0) {
      this.tryFirst(stop, driver, serve)
      return
    }
    const end = day.endOf[driver] as number
    let node = day.openFrom[driver] as number
    let fits = day.mayCarry(day.headOf[node] as number, stop)
    while (node !== end) {
      if (fits) this.tryBetween(stop, driver, serve, node)
      node = day.next[node] as number
      if (node >= model.stopCount && node !== end) fits = day.mayCarry(node, stop)
      else if (!fits) {
        while (node < model.stopCount) node = day.next[node] as number
        if (node !== end) fits = day.mayCarry(node, stop)
      }
    }
    if ((day.tripsOf[driver] as number) < (model.maxTrips[driver] as number))
      this.tryNewTrip(stop, driver, serve)
  }

  /** Every place in the driver's day that the rules allow, in the order of the day. */
  everyPlace(stop: number, driver: number): Insertion[] {
    const { day, found } = this
    const { model } = day
    const serve = this.serveCost(stop, driver)
    if (serve === Number.POSITIVE_INFINITY) return []
    const places: Insertion[] = []
    const keep = () => {
      if (found.driver < 0) return
      const place = new Insertion()
      place.offer(found.cost, found.kind, found.driver, found.node)
      places.push(place)
    }
    const end = day.endOf[driver] as number
    for (let node = day.openFrom[driver] as number; node !== end; node = day.next[node] as number) {
      if (!day.mayCarry(day.headOf[node] as number, stop)) continue
      found.clear()
      this.tryBetween(stop, driver, serve, node)
      keep()
    }
    if (day.stopsOf[driver] !== 0 && (day.tripsOf[driver] as number) < (model.maxTrips[driver] as number)) {
      found.clear()
      this.tryNewTrip(stop, driver, serve)
      keep()
    }
    return places
  }

  private tryBetween(stop: number, driver: number, serve: number, before: number): void {
    const { day, found } = this
    const { model } = day
    const after = day.next[before] as number
    const profile = model.profileOf[driver] as number
    const row = stop * model.placeCount
    const cost =
      ((model.costTo[profile] as Int32Array)[row + (day.place[before] as number)] as number) +
      ((model.cost[profile] as Int32Array)[row + (day.place[after] as number)] as number) -
      (day.arcTo[after] as number) +
      serve
    if (cost >= found.cost) return
    if (--this.blinkIn === 0) {
      this.blinkIn = this.nextBlink()
      return
    }
    if (!day.fitsLoad(stop, before)) return
    if (model.isTimed && !this.fitsTime(stop, driver, before, after, profile)) return
    found.offer(cost, INTO_TRIP, driver, before)
  }

  private fitsTime(stop: number, driver: number, before: number, after: number, profile: number): boolean {
    const { day } = this
    const { model } = day
    if (!this.isPlain) return this.fitsTimeFully(stop, driver, before, after)
    const row = stop * model.placeCount
    let ready =
      (day.leaveDone[before] as number) +
      ((model.secondsTo[profile] as Int32Array)[row + (day.place[before] as number)] as number)
    if (ready > (model.openTo[stop] as number)) return false
    const open = model.openFrom[stop] as number
    if (ready < open) ready = open
    return (
      ready +
        (model.service[(model.serviceRow[driver] as number) * model.stopCount + stop] as number) +
        ((model.seconds[profile] as Int32Array)[row + (day.place[after] as number)] as number) <=
      (day.dueDone[after] as number)
    )
  }

  /** The same with breaks, speed by hour, gaps between windows and goods that come in during the day. */
  private fitsTimeFully(stop: number, driver: number, before: number, after: number): boolean {
    const { day } = this
    const head = day.headOf[before] as number
    const release = this.needsWalk ? (day.model.release[stop] as number) : 0
    if (release <= (day.tripRelease[head] as number)) {
      return this.reaches(
        stop,
        driver,
        before,
        after,
        day.leaveDone[before] as number,
        day.leaveDue[before] as number,
      )
    }
    let done = later(day.leaveDone[head] as number, release)
    let due = later(day.leaveDue[head] as number, release)
    for (let node = head; node !== before; ) {
      const following = day.next[node] as number
      const ready = this.readyDone(driver, node, following, done, due)
      due = due >= FAR ? FAR : day.leaveAfter(following, driver, this.ready(driver, node, following, due))
      done = day.leaveAfter(following, driver, ready)
      node = following
    }
    return this.reaches(stop, driver, before, after, done, due)
  }

  private ready(driver: number, from: number, to: number, leave: number): number {
    const { day } = this
    const { model } = day
    if (leave >= FAR) return FAR
    const profile = model.profileOf[driver] as number
    return arrive(model, profile, day.place[from] as number, day.place[to] as number, leave)
  }

  private readyAfterBreak(driver: number, from: number, to: number, leave: number): number {
    const { day } = this
    if (leave >= FAR) return FAR
    return arriveAfterBreak(day.model, driver, day.place[from] as number, day.place[to] as number, leave)
  }

  private readyDone(driver: number, from: number, to: number, done: number, due: number): number {
    return Math.min(this.ready(driver, from, to, done), this.readyAfterBreak(driver, from, to, due))
  }

  /** Whether somebody who leaves `before` at `done` (break taken) or `due` (break to come) makes the rest. */
  private reaches(
    stop: number,
    driver: number,
    before: number,
    after: number,
    done: number,
    due: number,
  ): boolean {
    const { day } = this
    const leaveDone = day.leaveAfter(stop, driver, this.readyDone(driver, before, stop, done, due))
    const leaveDue = day.leaveAfter(stop, driver, this.ready(driver, before, stop, due))
    const dueDone = day.dueDone[after] as number
    return (
      this.ready(driver, stop, after, leaveDone) <= dueDone ||
      this.readyAfterBreak(driver, stop, after, leaveDue) <= dueDone ||
      this.ready(driver, stop, after, leaveDue) <= (day.dueDue[after] as number)
    )
  }

  /** The stop as the driver's whole day. */
  private tryFirst(stop: number, driver: number, serve: number): void {
    const { day, found } = this
    const { model } = day
    const cost = this.tourCost(stop, driver, serve) + (model.fixedCost[driver] as number)
    if (cost >= found.cost) return
    const start = day.startOf[driver] as number
    if (!day.mayCarry(start, stop)) return
    const end = day.endOf[driver] as number
    if (model.isTimed && !this.fitsTimeFully(stop, driver, start, end)) return
    found.offer(cost, INTO_TRIP, driver, start)
  }

  private tourCost(stop: number, driver: number, serve: number): number {
    const { model } = this.day
    const profile = model.profileOf[driver] as number
    const slot = stop * model.placeCount + (model.depotPlace[driver] as number)
    return (
      ((model.costTo[profile] as Int32Array)[slot] as number) +
      ((model.cost[profile] as Int32Array)[slot] as number) +
      serve
    )
  }

  /** The stop alone in a further trip: after the last one, or else before the first trip that leaves room. */
  private tryNewTrip(stop: number, driver: number, serve: number): void {
    const { day, found } = this
    const { model } = day
    const cost = this.tourCost(stop, driver, serve) + (model.extraTripCost[driver] as number)
    if (cost >= found.cost) return
    const end = day.endOf[driver] as number
    const last = day.prev[end] as number
    if (!fitsEmptyTrip(day, driver, stop)) return
    const release = model.release[stop] as number
    const reload = model.reload[driver] as number
    if (!model.isTimed) {
      found.offer(cost, NEW_TRIP_LAST, driver, end)
      return
    }
    const lastDone = day.leaveDone[last] as number
    const lastDue = day.leaveDue[last] as number
    const done = later(plus(this.readyDone(driver, last, end, lastDone, lastDue), reload), release)
    const due = later(plus(this.ready(driver, last, end, lastDue), reload), release)
    if (this.reaches(stop, driver, end, end, done, due)) {
      found.offer(cost, NEW_TRIP_LAST, driver, end)
      return
    }
    const open = day.openFrom[driver] as number
    for (let head = firstOpenHead(day, driver, open); head !== end; head = nextHead(day, head, end)) {
      if (this.fitsBefore(stop, driver, head, release, reload)) {
        found.offer(cost, NEW_TRIP_BEFORE, driver, head)
        return
      }
    }
  }

  /** Whether `head → stop → depot, reload → first stop of the trip` can be driven. */
  private fitsBefore(stop: number, driver: number, head: number, release: number, reload: number): boolean {
    const { day } = this
    const first = day.next[head] as number
    const done = later(day.leaveDone[head] as number, release)
    const due = later(day.leaveDue[head] as number, release)
    const leaveDone = day.leaveAfter(stop, driver, this.readyDone(driver, head, stop, done, due))
    const leaveDue = day.leaveAfter(stop, driver, this.ready(driver, head, stop, due))
    const tripRelease = day.tripRelease[head] as number
    const backDone = later(plus(this.readyDone(driver, stop, head, leaveDone, leaveDue), reload), tripRelease)
    const backDue = later(plus(this.ready(driver, stop, head, leaveDue), reload), tripRelease)
    const dueDone = day.dueDone[first] as number
    return (
      this.ready(driver, head, first, backDone) <= dueDone ||
      this.readyAfterBreak(driver, head, first, backDue) <= dueDone ||
      this.ready(driver, head, first, backDue) <= (day.dueDue[first] as number)
    )
  }
}

/** Carries out what a search has found. */
export function apply(day: Day, stop: number, found: Insertion): void {
  if (found.kind === INTO_TRIP) day.insertStop(stop, found.node)
  else day.openTrip(stop, found.driver, found.node, found.kind === NEW_TRIP_LAST)
}

function later(instant: number, bound: number): number {
  return instant >= FAR ? FAR : Math.max(instant, bound)
}

function plus(instant: number, seconds: number): number {
  return instant >= FAR ? FAR : instant + seconds
}

/** Whether the driver's vehicle can carry the stop when it carries nothing else. */
export function fitsEmptyTrip(day: Day, driver: number, stop: number): boolean {
  const { dimCount, dimAt, dimOf, deliver, collect, capacity } = day.model
  const end = dimAt[stop + 1] as number
  for (let slot = dimAt[stop] as number; slot < end; slot++) {
    const dim = dimOf[slot] as number
    const most = capacity[driver * dimCount + dim] as number
    if (
      (deliver[stop * dimCount + dim] as number) > most ||
      (collect[stop * dimCount + dim] as number) > most
    ) {
      return false
    }
  }
  return true
}

/** The first head before whose trip a new one may go: not inside or before a frozen prefix. */
function firstOpenHead(day: Day, driver: number, open: number): number {
  return open === day.startOf[driver] ? open : nextHead(day, open, day.endOf[driver] as number)
}

function nextHead(day: Day, node: number, end: number): number {
  let at = day.next[node] as number
  while (at < day.model.stopCount && at !== end) at = day.next[at] as number
  return at
}
