/**
 * The cheapest place for an absent stop. Money first, then feasibility, because the sum of three arcs is cheaper
 * to compute than the labels are to check. With probability `blink` a position is passed over (Christiaens and
 * Vanden Berghe 2020), which keeps the greedy choice from always building the same plan.
 *
 * This is the inner loop of the search: it allocates nothing and reads typed arrays through local names.
 */
import type { Day } from './day.ts'
import { fitsEmptyTrip, INTO_TRIP, Insertion, NEW_TRIP_BEFORE, NEW_TRIP_LAST } from './insertion.ts'
import { FAR, type Model } from './model.ts'
import type { Approaches } from './neighbours.ts'
import type { Random } from './random.ts'
import { Reach } from './reach.ts'

export class Finder {
  readonly found = new Insertion()
  private readonly day: Day
  private readonly model: Model
  private readonly random: Random
  private readonly reach: Reach
  private readonly blink: number
  private blinkIn: number
  /** Stamps: a trip's load test, a node whose following position was tried, an idle class. */
  private readonly tripSeen: Int32Array
  private readonly tripFits: Uint8Array
  private readonly triedAfter: Int32Array
  private stamp = 0
  /** The share of a vehicle's fixed cost that the first stop in it is charged with. */
  fixedShare = 1
  /** By driver: what one more second of work costs in fairness, as of the last pricing; may be negative. */
  private readonly fairSlope: Float64Array
  /** Neither breaks, speed by hour, gaps nor releases: time is checked with two additions. */
  private readonly isPlain: boolean
  private readonly isTimed: boolean
  private readonly checksPeaks: boolean

  constructor(day: Day, random: Random, blink: number, fairSlope?: Float64Array) {
    const { model } = day
    this.day = day
    this.model = model
    this.random = random
    this.reach = new Reach(day)
    this.blink = blink
    this.blinkIn = this.nextBlink()
    this.tripSeen = new Int32Array(day.nodeCount)
    this.tripFits = new Uint8Array(day.nodeCount)
    this.triedAfter = new Int32Array(day.nodeCount)
    this.fairSlope = fairSlope ?? new Float64Array(model.driverCount)
    this.isPlain = model.hourly === null && !model.hasGapsAnywhere && !model.hasRelease && !model.hasBreaks
    this.isTimed = model.isTimed
    this.checksPeaks = day.model.isFalling.some(falling => falling === 0)
  }

  private nextBlink(): number {
    if (this.blink <= 0) return FAR
    return 1 + Math.floor(Math.log(1 - this.random.fraction()) / Math.log(1 - this.blink))
  }

  /** What serving costs apart from the way; infinite where the driver may not. */
  private serveCost(stop: number, driver: number): number {
    const { model } = this
    const serve = model.serveCost[(model.classOf[driver] as number) * model.stopCount + stop] as number
    if (serve < 0) return Number.POSITIVE_INFINITY
    if (model.fairnessRate === 0) return serve
    const service = model.service[(model.serviceRow[driver] as number) * model.stopCount + stop] as number
    return serve + (this.fairSlope[driver] as number) * service
  }

  /** Looks at every position of every driver who may serve the stop. */
  search(stop: number): Insertion {
    const { day, found, model } = this
    found.clear()
    for (let kind = 0; kind < model.classDrivers.length; kind++) {
      if ((model.serveCost[kind * model.stopCount + stop] as number) < 0) continue
      const idle = day.firstIdle(kind)
      if (idle >= 0) this.tryFirst(stop, idle, this.serveCost(stop, idle))
      for (const driver of model.classDrivers[kind] as number[]) {
        if (day.stopsOf[driver] !== 0) this.searchBusy(stop, driver)
      }
    }
    return found
  }

  /** Only positions beside nodes the stop can follow or precede; then new trips and idle drivers. */
  searchNear(stop: number, approaches: Approaches): Insertion {
    const { day, found, model, triedAfter } = this
    const { next, prev, driverOf, isFrozen } = day
    const { after, before, width } = approaches
    found.clear()
    const stamp = ++this.stamp
    const from = stop * width
    for (let slot = from; slot < from + width; slot++) {
      const near = after[slot] as number
      if (near < 0) break
      const driver = driverOf[near] as number
      if (driver < 0 || !this.tripTakes(stop, driver, near, stamp)) continue
      triedAfter[near] = stamp
      const following = next[near] as number
      if (isFrozen[following] === 0) this.tryBetween(stop, driver, near, following)
    }
    for (let slot = from; slot < from + width; slot++) {
      const near = before[slot] as number
      if (near < 0) break
      const driver = driverOf[near] as number
      if (driver < 0 || !this.tripTakes(stop, driver, near, stamp)) continue
      const previous = prev[near] as number
      if (triedAfter[previous] !== stamp && isFrozen[near] === 0)
        this.tryBetween(stop, driver, previous, near)
    }
    for (let kind = 0; kind < model.classDrivers.length; kind++) {
      if ((model.serveCost[kind * model.stopCount + stop] as number) < 0) continue
      const idle = day.firstIdle(kind)
      if (idle >= 0) this.tryFirst(stop, idle, this.serveCost(stop, idle))
      if ((model.maxTrips[(model.classDrivers[kind] as number[])[0] as number] as number) === 1) continue
      for (const driver of model.classDrivers[kind] as number[]) {
        if (day.stopsOf[driver] !== 0) this.tryNewTrip(stop, driver, this.serveCost(stop, driver))
      }
    }
    return found
  }

  /** Whether the trip of a node may take the stop at all; asked once a trip and search. */
  private tripTakes(stop: number, driver: number, node: number, stamp: number): boolean {
    const head = this.day.headOf[node] as number
    if (this.tripSeen[head] === stamp) return this.tripFits[head] === 1
    this.tripSeen[head] = stamp
    const fits = this.mayJoin(stop, driver, head)
    this.tripFits[head] = fits ? 1 : 0
    return fits
  }

  private mayJoin(stop: number, driver: number, head: number): boolean {
    const { model } = this
    return (
      (model.serveCost[(model.classOf[driver] as number) * model.stopCount + stop] as number) >= 0 &&
      this.day.mayCarry(head, stop)
    )
  }

  /** Every position in the driver's day, and a new trip if he may make one. */
  searchDriver(stop: number, driver: number): void {
    const { model, day } = this
    if ((model.serveCost[(model.classOf[driver] as number) * model.stopCount + stop] as number) < 0) return
    if (day.stopsOf[driver] === 0) this.tryFirst(stop, driver, this.serveCost(stop, driver))
    else this.searchBusy(stop, driver)
  }

  private searchBusy(stop: number, driver: number): void {
    const { day, model, found } = this
    const { next, place, arcTo } = day
    const profile = model.profileOf[driver] as number
    const cost = model.cost[profile] as Int32Array
    const costTo = model.costTo[profile] as Int32Array
    const row = stop * model.placeCount
    const serve = this.serveCost(stop, driver)
    const end = day.endOf[driver] as number
    let node = day.openFrom[driver] as number
    let best = found.cost - serve
    while (node !== end) {
      const head = day.headOf[node] as number
      const tail = day.tailOf[head] as number
      if (day.mayCarry(head, stop)) {
        let from = costTo[row + (place[node] as number)] as number
        for (; node !== tail; ) {
          const after = next[node] as number
          const to = row + (place[after] as number)
          const detour = from + (cost[to] as number) - (arcTo[after] as number)
          if (detour < best && this.admits(stop, driver, node, after, profile)) {
            found.offer(detour + serve, INTO_TRIP, driver, node)
            best = detour
          }
          from = costTo[to] as number
          node = after
        }
      }
      node = tail
    }
    if ((model.maxTrips[driver] as number) > 1) this.tryNewTrip(stop, driver, serve)
  }

  /** Every place in the driver's day that the rules allow, in the order of the day. */
  everyPlace(stop: number, driver: number): Insertion[] {
    const { day, found } = this
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
      this.tryBetween(stop, driver, node, day.next[node] as number)
      keep()
    }
    found.clear()
    if (day.stopsOf[driver] !== 0) this.tryNewTrip(stop, driver, serve)
    keep()
    return places
  }

  private tryBetween(stop: number, driver: number, before: number, after: number): void {
    const { day, found, model } = this
    const { place } = day
    const profile = model.profileOf[driver] as number
    const row = stop * model.placeCount
    const detour =
      ((model.costTo[profile] as Int32Array)[row + (place[before] as number)] as number) +
      ((model.cost[profile] as Int32Array)[row + (place[after] as number)] as number) -
      (day.arcTo[after] as number)
    if (detour >= found.cost) return
    const cost = detour + this.serveCost(stop, driver)
    if (cost < found.cost && this.admits(stop, driver, before, after, profile)) {
      found.offer(cost, INTO_TRIP, driver, before)
    }
  }

  /** Everything but the price: the blink, the load on the way, the clock. */
  private admits(stop: number, driver: number, before: number, after: number, profile: number): boolean {
    const { day, model } = this
    if (--this.blinkIn === 0) {
      this.blinkIn = this.nextBlink()
      return false
    }
    if (this.checksPeaks && !day.fitsLoad(stop, before)) return false
    if (!this.isTimed) return true
    if (!this.isPlain) return this.reach.between(stop, driver, before, after)
    const row = stop * model.placeCount
    const ready =
      (day.leaveDone[before] as number) +
      ((model.secondsTo[profile] as Int32Array)[row + (day.place[before] as number)] as number)
    if (ready > (model.openTo[stop] as number)) return false
    const leave =
      Math.max(ready, model.openFrom[stop] as number) +
      (model.service[(model.serviceRow[driver] as number) * model.stopCount + stop] as number)
    return (
      leave + ((model.seconds[profile] as Int32Array)[row + (day.place[after] as number)] as number) <=
      (day.dueDone[after] as number)
    )
  }

  /** The stop as the driver's whole day. */
  private tryFirst(stop: number, driver: number, serve: number): void {
    const { day, found, model } = this
    const cost = this.tourCost(stop, driver, serve) + this.fixedShare * (model.fixedCost[driver] as number)
    if (cost >= found.cost) return
    const start = day.startOf[driver] as number
    if (!day.mayCarry(start, stop)) return
    if (this.isTimed && !this.reach.between(stop, driver, start, day.endOf[driver] as number)) return
    found.offer(cost, INTO_TRIP, driver, start)
  }

  private tourCost(stop: number, driver: number, serve: number): number {
    const { model } = this
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
    const { day, found, model } = this
    if ((day.tripsOf[driver] as number) >= (model.maxTrips[driver] as number)) return
    const cost = this.tourCost(stop, driver, serve) + (model.extraTripCost[driver] as number)
    if (cost >= found.cost) return
    if (!fitsEmptyTrip(day, driver, stop)) return
    const end = day.endOf[driver] as number
    if (!this.isTimed || this.reach.afterLast(stop, driver)) {
      found.offer(cost, NEW_TRIP_LAST, driver, end)
      return
    }
    const open = day.openFrom[driver] as number
    let head = open === day.startOf[driver] ? open : this.nextHead(open, end)
    for (; head !== end; head = this.nextHead(head, end)) {
      if (this.reach.beforeTrip(stop, driver, head)) {
        found.offer(cost, NEW_TRIP_BEFORE, driver, head)
        return
      }
    }
  }

  private nextHead(node: number, end: number): number {
    const { next } = this.day
    let at = next[node] as number
    while (at < this.model.stopCount && at !== end) at = next[at] as number
    return at
  }
}
