/**
 * A day under construction: which stops lie in which order. See `day-times.ts` for its nodes and clocks, and
 * `day-loads.ts` for what is on board.
 */
import { DayLoads } from './day-loads.ts'
import { type Model, RANK_MAY_WAIT } from './model.ts'

/** In a saved sequence: a new trip begins. */
export const TRIP_BREAK = -1
/** In the sequence of a whole plan: the next driver's day begins. */
export const DAY_END = -2

export class Day extends DayLoads {
  /** Cost of the arc that leads to the node. */
  readonly arcTo: Int32Array
  /** By trip head: the depot node that ends the trip. */
  readonly tailOf: Int32Array
  /** By trip head: stops in the trip. */
  readonly tripStops: Int32Array
  /** By driver. */
  readonly stopsOf: Int32Array
  readonly tripsOf: Int32Array
  /** What arcs, stops, vehicle and further trips cost: the driver's price without waiting, lateness and the like. */
  readonly baseCost: Float64Array
  /** By driver: changes with every change of his day, and only a shelf brings an old one back. */
  readonly version: Float64Array
  private changes = 0
  /** Sums over the drivers. */
  baseSum = 0
  tripSum = 0
  /** By driver: his seat in his class; by class: no idle driver sits before this seat. */
  private readonly seat: Int32Array
  private readonly idleFrom: Int32Array
  /** A driver who is kept at home for a while, to see whether the others can do without him; -1: nobody. */
  closedDriver = -1
  /** Drivers whose runs another thread is improving. */
  readonly isElsewhere: Uint8Array
  /** Stops in this thread's part of the plan: all of them, unless the plan was cut. */
  readonly members: Int32Array
  memberCount: number
  /** The last frozen node: nothing is inserted before it. The start node where nothing is frozen. */
  readonly openFrom: Int32Array
  readonly isFrozen: Uint8Array
  readonly isReloadUsed: Uint8Array
  /** The stop right before the node has left and the clocks do not know yet. */
  private readonly isGap: Uint8Array
  /** Stops that are out, and where each stands in that list (-1: it is in the plan). */
  readonly absent: Int32Array
  readonly absentAt: Int32Array
  absentCount = 0
  /**
   * By rank: how many stops that must be served are out; last, what the others cost that are out. Kept apart, because
   * one sum of penalties so far apart loses the thousandths of a NT$, another few with every change.
   */
  readonly missing = new Float64Array(RANK_MAY_WAIT + 1)

  constructor(model: Model) {
    super(model)
    const { stopCount, driverCount } = model
    const node = this.nodeCount
    const ints = (length: number) => new Int32Array(length)
    this.arcTo = ints(node)
    this.tailOf = ints(node)
    this.tripStops = ints(node)
    this.stopsOf = ints(driverCount)
    this.tripsOf = ints(driverCount)
    this.baseCost = new Float64Array(driverCount)
    this.version = new Float64Array(driverCount)
    this.seat = ints(driverCount)
    this.idleFrom = ints(model.classDrivers.length)
    for (const members of model.classDrivers) {
      members.forEach((driver, seat) => {
        this.seat[driver] = seat
      })
    }
    this.openFrom = Int32Array.from(this.startOf)
    this.isElsewhere = new Uint8Array(driverCount)
    this.members = Int32Array.from({ length: stopCount }, (_, stop) => stop)
    this.memberCount = stopCount
    this.isFrozen = new Uint8Array(node)
    this.isReloadUsed = new Uint8Array(node)
    this.isGap = new Uint8Array(node)
    this.absent = ints(stopCount)
    this.absentAt = ints(stopCount).fill(-1)
    for (let driver = 0; driver < driverCount; driver++) this.lay(driver)
    for (let stop = 0; stop < stopCount; stop++) this.markAbsent(stop)
  }

  /** An empty day for the driver. */
  private lay(driver: number): void {
    const start = this.startOf[driver] as number
    const end = this.endOf[driver] as number
    const last = start + (this.model.maxTrips[driver] as number)
    for (let node = start; node <= last; node++) {
      this.place[node] = this.model.depotPlace[driver] as number
      this.driverOf[node] = driver
      this.headOf[node] = node
    }
    this.place[start] = this.model.startPlace[driver] as number
    this.next[start] = end
    this.prev[end] = start
    this.refresh(driver)
  }

  /** Takes an absent stop out of this thread's part: it is neither in the plan nor waiting for a place. */
  private sendAway(stop: number): void {
    this.markPresent(stop)
  }

  /**
   * Empties the day and gives this thread its part: these drivers, and of the stops those in `sequenceOf` them and
   * those in `absent`. The caller lays the drivers' runs.
   */
  takePart(drivers: Int32Array, mine: Uint8Array): void {
    const { stopCount, driverCount } = this.model
    this.memberCount = 0
    this.isElsewhere.fill(1)
    for (const driver of drivers) this.isElsewhere[driver] = 0
    for (let driver = 0; driver < driverCount; driver++) {
      this.clear(driver)
      this.refresh(driver)
    }
    for (let stop = 0; stop < stopCount; stop++) {
      const isAway = this.absentAt[stop] === -1
      if (mine[stop] === 1) {
        this.members[this.memberCount++] = stop
        if (isAway) this.markAbsent(stop)
      } else if (!isAway) this.sendAway(stop)
    }
  }

  markAbsent(stop: number): void {
    this.absentAt[stop] = this.absentCount
    this.absent[this.absentCount++] = stop
    this.driverOf[stop] = -1
    this.headOf[stop] = -1
    this.miss(stop, 1)
  }

  private markPresent(stop: number): void {
    const hole = this.absentAt[stop] as number
    const last = this.absent[--this.absentCount] as number
    this.absent[hole] = last
    this.absentAt[last] = hole
    this.absentAt[stop] = -1
    this.miss(stop, -1)
  }

  private miss(stop: number, sign: number): void {
    const rank = this.model.rank[stop] as number
    const amount = rank === RANK_MAY_WAIT ? (this.model.skipPenalty[stop] as number) : 1
    this.missing[rank] = (this.missing[rank] as number) + sign * amount
  }

  /** What the absent cost in all; the same for the same stops, however they left. */
  get skipCost(): number {
    const { missing, model } = this
    let cost = missing[RANK_MAY_WAIT] as number
    for (let rank = RANK_MAY_WAIT - 1; rank >= 0; rank--)
      cost += (missing[rank] as number) * (model.rankPenalty[rank] as number)
    return cost
  }

  /** Puts an absent stop after `before`, and keeps every label. */
  insertStop(stop: number, before: number): void {
    const driver = this.driverOf[before] as number
    const head = this.headOf[before] as number
    const after = this.next[before] as number
    // An idle driver pays for no way, not even from where he is now to his depot.
    const gone = this.stopsOf[driver] === 0 ? 0 : (this.arcTo[after] as number)
    this.markPresent(stop)
    this.version[driver] = ++this.changes
    this.link(stop, before, after)
    this.headOf[stop] = head
    this.addCost(driver, (this.arcTo[stop] as number) + (this.arcTo[after] as number) - gone)
    this.addCost(driver, this.serveCost(driver, stop))
    this.stopsOf[driver] = (this.stopsOf[driver] as number) + 1
    if (this.stopsOf[driver] === 1) this.setOut(driver)
    this.tripStops[head] = (this.tripStops[head] as number) + 1
    this.addLoad(head, stop)
    if (!this.model.isTimed) return
    const release = this.model.release[stop] as number
    if (release > (this.tripRelease[head] as number)) {
      this.tripRelease[head] = release
      this.forwardFrom(head)
      this.forwardFrom(stop)
      this.backwardFrom(stop)
      this.backwardFrom(head)
    } else {
      this.forwardFrom(stop)
      this.backwardFrom(stop)
    }
  }

  private serveCost(driver: number, stop: number): number {
    const { classOf, serveCost, stopCount } = this.model
    return serveCost[(classOf[driver] as number) * stopCount + stop] as number
  }

  private addCost(driver: number, cost: number): void {
    this.baseCost[driver] = (this.baseCost[driver] as number) + cost
    this.baseSum += cost
  }

  private addTrips(driver: number, count: number): void {
    this.tripsOf[driver] = (this.tripsOf[driver] as number) + count
    this.tripSum += count
  }

  /** The first stop of an idle driver: he takes his vehicle out. */
  private setOut(driver: number): void {
    this.addTrips(driver, 1)
    this.addCost(driver, this.model.fixedCost[driver] as number)
  }

  /** Puts an absent stop into a new trip, after the driver's last stop or before the first stop of trip `head`. */
  openTrip(stop: number, driver: number, head: number, isLast: boolean): void {
    const reload = this.takeReload(driver)
    if (isLast) {
      const end = this.endOf[driver] as number
      this.link(reload, this.prev[end] as number, end)
      this.refresh(driver)
      this.insertStop(stop, reload)
      return
    }
    this.link(reload, head, this.next[head] as number)
    this.refresh(driver)
    this.insertStop(stop, head)
  }

  private takeReload(driver: number): number {
    let node = (this.endOf[driver] as number) + 1
    while (this.isReloadUsed[node] === 1) node++
    this.isReloadUsed[node] = 1
    return node
  }

  private link(node: number, before: number, after: number): void {
    this.next[before] = node
    this.prev[node] = before
    this.next[node] = after
    this.prev[after] = node
    this.driverOf[node] = this.driverOf[before] as number
    this.measure(node, before)
    this.measure(after, node)
  }

  /** Notes price and seconds of the arc between two linked nodes. */
  private measure(node: number, before: number): void {
    const { cost, seconds, placeCount, profileOf } = this.model
    const profile = profileOf[this.driverOf[before] as number] as number
    const arc = (this.place[before] as number) * placeCount + (this.place[node] as number)
    this.arcTo[node] = (cost[profile] as Int32Array)[arc] as number
    this.rideTo[node] = (seconds[profile] as Int32Array)[arc] as number
  }

  /**
   * Takes a stop out of its list. Loads and prices follow, clocks do not: the caller closes the gaps, or refreshes the
   * driver, before the next insertion.
   */
  unlinkStop(stop: number): void {
    const driver = this.driverOf[stop] as number
    const head = this.headOf[stop] as number
    const before = this.prev[stop] as number
    const after = this.next[stop] as number
    const gone = (this.arcTo[stop] as number) + (this.arcTo[after] as number) + this.serveCost(driver, stop)
    this.next[before] = after
    this.prev[after] = before
    this.measure(after, before)
    this.addCost(driver, (this.arcTo[after] as number) - gone)
    this.isGap[after] = 1
    this.stopsOf[driver] = (this.stopsOf[driver] as number) - 1
    this.tripStops[head] = (this.tripStops[head] as number) - 1
    this.addLoad(head, stop, -1)
    this.markAbsent(stop)
  }

  /**
   * Closes the gaps that unlinking left. Where the way around a missing stop is longer than through it (travel
   * times need not obey the triangle inequality) the day may have become too long: then it is emptied.
   */
  closeGaps(driver: number): void {
    const isTripGone = this.dropEmptyTrips(driver)
    if (isTripGone || this.stopsOf[driver] === 0 || this.model.hasRelease) this.refresh(driver)
    else this.relabelGaps(driver)
    // Where the trip under way has gone, the next one would begin with what is on board, which may not be enough.
    const isShort = this.model.hasStock[driver] === 1 && !this.holdsTrip(this.startOf[driver] as number)
    if (isShort || !this.isFeasible(driver)) this.emptyLoose(driver)
  }

  /** Sets the clocks behind the first gap and before the last. */
  private relabelGaps(driver: number): void {
    this.version[driver] = ++this.changes
    if (!this.model.isTimed) return
    const { next, isGap } = this
    const end = this.endOf[driver] as number
    let first = -1
    let last = -1
    for (let node = this.startOf[driver] as number; node !== end; ) {
      node = next[node] as number
      if (isGap[node] === 0) continue
      isGap[node] = 0
      if (first < 0) first = node
      last = node
    }
    if (first < 0) return
    this.forwardFrom(first, true)
    this.backwardFrom(this.prev[last] as number, true)
  }

  /** Takes every stop behind the frozen beginning out. */
  emptyLoose(driver: number): void {
    const end = this.endOf[driver] as number
    for (let node = this.next[this.openFrom[driver] as number] as number; node !== end; ) {
      const after = this.next[node] as number
      if (node < this.model.stopCount) this.unlinkStop(node)
      node = after
    }
    this.dropEmptyTrips(driver)
    this.refresh(driver)
  }

  /** Rebuilds every label and sum of the driver's day. */
  refresh(driver: number): void {
    this.version[driver] = ++this.changes
    const { place, arcTo, rideTo, prev, next, headOf, driverOf, tripStops, tripRelease, isGap, model } = this
    const { stopCount, placeCount, release, hasRelease } = model
    const profile = model.profileOf[driver] as number
    const costs = model.cost[profile] as Int32Array
    const seconds = model.seconds[profile] as Int32Array
    const serveRow = (model.classOf[driver] as number) * stopCount
    const end = this.endOf[driver] as number
    let head = this.startOf[driver] as number
    this.clearTrip(head)
    let stops = 0
    let trips = 1
    let cost = 0
    let before = head
    let node = next[head] as number
    for (;;) {
      prev[node] = before
      isGap[node] = 0
      const arc = (place[before] as number) * placeCount + (place[node] as number)
      const way = costs[arc] as number
      arcTo[node] = way
      rideTo[node] = seconds[arc] as number
      cost += way
      if (node < stopCount) {
        headOf[node] = head
        driverOf[node] = driver
        tripStops[head] = (tripStops[head] as number) + 1
        stops++
        cost += model.serveCost[serveRow + node] as number
        if (hasRelease && (release[node] as number) > (tripRelease[head] as number)) {
          tripRelease[head] = release[node] as number
        }
        this.addLoad(head, node)
      } else {
        this.tailOf[head] = node
        if (node === end) break
        head = node
        this.clearTrip(head)
        trips++
      }
      before = node
      node = next[node] as number
    }
    this.stopsOf[driver] = stops
    this.addTrips(driver, (stops === 0 ? 0 : trips) - (this.tripsOf[driver] as number))
    if (stops === 0) {
      cost = 0
      this.noteIdle(driver)
    } else cost += (model.fixedCost[driver] as number) + (trips - 1) * (model.extraTripCost[driver] as number)
    this.addCost(driver, cost - (this.baseCost[driver] as number))
    if (model.isTimed) this.refreshTimes(driver)
  }

  /** Empties the sums of the trip that `head` opens. */
  clearTrip(head: number): void {
    this.tripStops[head] = 0
    this.tripRelease[head] = 0
    this.headOf[head] = head
    this.clearLoad(head)
  }

  /** Removes reload nodes that no longer separate two trips. Whoever is told that one has gone refreshes the driver. */
  dropEmptyTrips(driver: number): boolean {
    let isGone = false
    const end = this.endOf[driver] as number
    const { stopCount } = this.model
    const start = this.startOf[driver] as number
    let before = start
    let node = this.next[before] as number
    while (node !== end) {
      const after = this.next[node] as number
      // Nothing lies behind it, or nothing before it in the first trip.
      const isEmpty = node >= stopCount && (after >= stopCount || before === start)
      if (isEmpty && this.isFrozen[node] === 0) {
        this.isReloadUsed[node] = 0
        this.next[before] = after
        this.prev[after] = before
        isGone = true
      } else before = node
      node = after
    }
    return isGone
  }

  /** Writes the driver's stops, trips separated by `TRIP_BREAK`, into `target` from `at`; returns the new end. */
  saveSequence(driver: number, target: Int32Array, at: number): number {
    const end = this.endOf[driver] as number
    const { stopCount } = this.model
    let slot = at
    for (
      let node = this.next[this.startOf[driver] as number] as number;
      node !== end;
      node = this.next[node] as number
    ) {
      target[slot++] = node < stopCount ? node : TRIP_BREAK
    }
    return slot
  }

  /** Empties the driver's day: his stops become absent. Frozen nodes leave too; the caller puts them back. */
  clear(driver: number): void {
    const end = this.endOf[driver] as number
    const start = this.startOf[driver] as number
    const { stopCount } = this.model
    for (let node = this.next[start] as number; node !== end; node = this.next[node] as number) {
      if (node < stopCount) this.markAbsent(node)
      else this.isReloadUsed[node] = 0
    }
    this.next[start] = end
    this.stopsOf[driver] = 0
    this.addTrips(driver, -(this.tripsOf[driver] as number))
    this.addCost(driver, -(this.baseCost[driver] as number))
    this.noteIdle(driver)
  }

  /** None of the driver's reload nodes is in use. */
  freeReloads(driver: number): void {
    const last = (this.startOf[driver] as number) + (this.model.maxTrips[driver] as number)
    for (let node = (this.endOf[driver] as number) + 1; node <= last; node++) this.isReloadUsed[node] = 0
  }

  /** The driver has nothing to do: he may be the first idle one of his class. */
  noteIdle(driver: number): void {
    const kind = this.model.classOf[driver] as number
    const seat = this.seat[driver] as number
    if (seat < (this.idleFrom[kind] as number)) this.idleFrom[kind] = seat
  }

  /** The first driver of a class who has nothing to do, or -1. */
  firstIdle(kind: number): number {
    const members = this.model.classDrivers[kind] as number[]
    let seat = this.idleFrom[kind] as number
    while (seat < members.length && this.stopsOf[members[seat] as number] !== 0) seat++
    this.idleFrom[kind] = seat
    while (seat < members.length) {
      const driver = members[seat++] as number
      if (this.stopsOf[driver] !== 0 || this.isElsewhere[driver] === 1) continue
      if (driver !== this.closedDriver) return driver
    }
    return -1
  }

  /** Lays a saved sequence into a cleared day and rebuilds its labels. */
  layout(driver: number, source: Int32Array | readonly number[], from: number, to: number): void {
    let before = this.startOf[driver] as number
    const end = this.endOf[driver] as number
    let reload = end
    for (let slot = from; slot < to; slot++) {
      let node = source[slot] as number
      if (node === TRIP_BREAK) {
        node = ++reload
        this.isReloadUsed[node] = 1
      } else this.markPresent(node)
      this.next[before] = node
      before = node
    }
    this.next[before] = end
    this.refresh(driver)
  }
}
