/**
 * A day under construction: what lies in which order, and what is on board. See `day-times.ts` for its nodes and
 * clocks. A trip's loads are kept so that an insertion is judged in constant time: the deliveries on board at
 * departure and, in dimensions where a stop may bring in more than it takes, the heaviest arc before and after
 * every node.
 */
import { DayTimes } from './day-times.ts'
import type { Model } from './model.ts'

/** In a saved sequence: a new trip begins. */
export const TRIP_BREAK = -1

export class Day extends DayTimes {
  readonly headOf: Int32Array
  /** Cost of the arc that leads to the node. */
  readonly arcTo: Int32Array
  /** By trip head and dimension: what the trip delivers, what it collects. */
  readonly delivered: Float64Array
  readonly collected: Float64Array
  /** By node and dimension: heaviest arc of the trip up to (after) the arc that leaves the node. */
  readonly peakBefore: Float64Array
  readonly peakAfter: Float64Array
  /** By trip head: the depot node that ends the trip. */
  readonly tailOf: Int32Array
  /** By trip head: stops in the trip. */
  readonly tripStops: Int32Array
  /** By driver. */
  readonly stopsOf: Int32Array
  readonly tripsOf: Int32Array
  /** By driver: his seat in his class; by class: no idle driver sits before this seat. */
  private readonly seat: Int32Array
  private readonly idleFrom: Int32Array
  /** A driver who is kept at home for a while, to see whether the others can do without him; -1: nobody. */
  closedDriver = -1
  /** The last frozen node: nothing is inserted before it. The start node where nothing is frozen. */
  readonly openFrom: Int32Array
  readonly isFrozen: Uint8Array
  readonly isReloadUsed: Uint8Array
  /** Stops that are out, and where each stands in that list (-1: it is in the plan). */
  readonly absent: Int32Array
  readonly absentAt: Int32Array
  absentCount = 0
  /** Sum of the skip penalties of the absent. */
  skipCost = 0
  private readonly allFalling: boolean

  constructor(model: Model) {
    super(model)
    const { stopCount, driverCount, dimCount } = model
    const node = this.nodeCount
    const ints = (length: number) => new Int32Array(length)
    this.headOf = ints(node)
    this.arcTo = ints(node)
    this.delivered = new Float64Array(node * dimCount)
    this.collected = new Float64Array(node * dimCount)
    this.allFalling = model.isFalling.every(falling => falling === 1)
    const peaks = this.allFalling ? 0 : node * dimCount
    this.peakBefore = new Float64Array(peaks)
    this.peakAfter = new Float64Array(peaks)
    this.tailOf = ints(node)
    this.tripStops = ints(node)
    this.stopsOf = ints(driverCount)
    this.tripsOf = ints(driverCount)
    this.seat = ints(driverCount)
    this.idleFrom = ints(model.classDrivers.length)
    for (const members of model.classDrivers) {
      members.forEach((driver, seat) => {
        this.seat[driver] = seat
      })
    }
    this.openFrom = Int32Array.from(this.startOf)
    this.isFrozen = new Uint8Array(node)
    this.isReloadUsed = new Uint8Array(node)
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
    this.next[start] = end
    this.prev[end] = start
    this.refresh(driver)
  }

  markAbsent(stop: number): void {
    this.absentAt[stop] = this.absentCount
    this.absent[this.absentCount++] = stop
    this.driverOf[stop] = -1
    this.skipCost += this.model.skipPenalty[stop] as number
  }

  private markPresent(stop: number): void {
    const hole = this.absentAt[stop] as number
    const last = this.absent[--this.absentCount] as number
    this.absent[hole] = last
    this.absentAt[last] = hole
    this.absentAt[stop] = -1
    this.skipCost -= this.model.skipPenalty[stop] as number
  }

  /** Puts an absent stop after `before`, and keeps every label. */
  insertStop(stop: number, before: number): void {
    const driver = this.driverOf[before] as number
    const head = this.headOf[before] as number
    this.markPresent(stop)
    this.link(stop, before, this.next[before] as number)
    this.driverOf[stop] = driver
    this.headOf[stop] = head
    this.stopsOf[driver] = (this.stopsOf[driver] as number) + 1
    if (this.stopsOf[driver] === 1) this.tripsOf[driver] = 1
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

  /** Puts an absent stop into a new trip, after the driver's last stop or before the first stop of trip `head`. */
  openTrip(stop: number, driver: number, head: number, isLast: boolean): void {
    const reload = this.takeReload(driver)
    if (isLast) {
      const end = this.endOf[driver] as number
      this.link(reload, this.prev[end] as number, end)
      this.tripsOf[driver] = (this.tripsOf[driver] as number) + 1
      this.refresh(driver)
      this.insertStop(stop, reload)
      return
    }
    this.link(reload, head, this.next[head] as number)
    this.tripsOf[driver] = (this.tripsOf[driver] as number) + 1
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
    const { costTo, cost, placeCount, profileOf } = this.model
    const profile = profileOf[this.driverOf[before] as number] as number
    const row = (this.place[node] as number) * placeCount
    this.arcTo[node] = (costTo[profile] as Int32Array)[row + (this.place[before] as number)] as number
    this.arcTo[after] = (cost[profile] as Int32Array)[row + (this.place[after] as number)] as number
  }

  private addLoad(head: number, stop: number): void {
    const { dimCount, dimAt, dimOf, deliver, collect, isFalling } = this.model
    if (!this.allFalling) {
      // In the dimensions the stop does not touch, the arc behind it carries what the arc before it carries.
      const before = (this.prev[stop] as number) * dimCount
      for (let dim = 0; dim < dimCount; dim++) {
        this.peakBefore[stop * dimCount + dim] = this.peakBefore[before + dim] as number
        this.peakAfter[stop * dimCount + dim] = this.peakAfter[before + dim] as number
      }
    }
    const end = dimAt[stop + 1] as number
    for (let slot = dimAt[stop] as number; slot < end; slot++) {
      const dim = dimOf[slot] as number
      this.delivered[head * dimCount + dim] =
        (this.delivered[head * dimCount + dim] as number) + (deliver[stop * dimCount + dim] as number)
      this.collected[head * dimCount + dim] =
        (this.collected[head * dimCount + dim] as number) + (collect[stop * dimCount + dim] as number)
      if (isFalling[dim] === 0) this.refreshPeak(head, dim)
    }
  }

  /** Takes a stop out of its list; the caller refreshes the driver before the next insertion. */
  unlinkStop(stop: number): void {
    const driver = this.driverOf[stop] as number
    const before = this.prev[stop] as number
    const after = this.next[stop] as number
    this.next[before] = after
    this.prev[after] = before
    this.stopsOf[driver] = (this.stopsOf[driver] as number) - 1
    this.markAbsent(stop)
  }

  /**
   * Closes the gaps that unlinking left. Where the way around a missing stop is longer than through it (travel
   * times need not obey the triangle inequality) the day may have become too long: then it is emptied.
   */
  closeGaps(driver: number): void {
    this.dropEmptyTrips(driver)
    this.refresh(driver)
    if (!this.isFeasible(driver)) this.emptyLoose(driver)
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

  /** Drops trips without stops and rebuilds every label of the driver's day. */
  refresh(driver: number): void {
    const end = this.endOf[driver] as number
    const { dimCount, costTo, placeCount, profileOf, stopCount, release } = this.model
    const matrix = costTo[profileOf[driver] as number] as Int32Array
    let head = this.startOf[driver] as number
    this.clearTrip(head)
    let stops = 0
    let trips = 1
    let before = head
    let node = this.next[head] as number
    for (;;) {
      this.prev[node] = before
      this.arcTo[node] = matrix[
        (this.place[node] as number) * placeCount + (this.place[before] as number)
      ] as number
      if (node < stopCount) {
        this.headOf[node] = head
        this.driverOf[node] = driver
        this.tripStops[head] = (this.tripStops[head] as number) + 1
        stops++
        if ((release[node] as number) > (this.tripRelease[head] as number)) {
          this.tripRelease[head] = release[node] as number
        }
        for (let dim = 0; dim < dimCount; dim++) {
          const sum = head * dimCount + dim
          this.delivered[sum] =
            (this.delivered[sum] as number) + (this.model.deliver[node * dimCount + dim] as number)
          this.collected[sum] =
            (this.collected[sum] as number) + (this.model.collect[node * dimCount + dim] as number)
        }
      } else {
        this.tailOf[head] = node
        if (!this.allFalling) this.refreshPeaks(head)
        if (node === end) break
        head = node
        this.clearTrip(head)
        trips++
      }
      before = node
      node = this.next[node] as number
    }
    this.stopsOf[driver] = stops
    this.tripsOf[driver] = stops === 0 ? 0 : trips
    if (stops === 0) this.noteIdle(driver)
    if (this.model.isTimed) this.refreshTimes(driver)
  }

  /** Removes reload nodes that no longer separate two trips. Call after unlinking, before `refresh`. */
  dropEmptyTrips(driver: number): void {
    const end = this.endOf[driver] as number
    const { stopCount } = this.model
    let before = this.startOf[driver] as number
    let node = this.next[before] as number
    while (node !== end) {
      const after = this.next[node] as number
      const isEmpty = node >= stopCount && (before >= stopCount || after === end)
      if (isEmpty && this.isFrozen[node] === 0) {
        this.isReloadUsed[node] = 0
        this.next[before] = after
        this.prev[after] = before
      } else before = node
      node = after
    }
  }

  private clearTrip(head: number): void {
    const { dimCount } = this.model
    this.tripStops[head] = 0
    this.tripRelease[head] = 0
    this.headOf[head] = head
    this.delivered.fill(0, head * dimCount, (head + 1) * dimCount)
    this.collected.fill(0, head * dimCount, (head + 1) * dimCount)
  }

  /** Heaviest arcs before and after each node of a trip: load = still to deliver + collected so far. */
  private refreshPeaks(head: number): void {
    const { dimCount, isFalling } = this.model
    for (let dim = 0; dim < dimCount; dim++) if (isFalling[dim] === 0) this.refreshPeak(head, dim)
  }

  private refreshPeak(head: number, dim: number): void {
    const { dimCount, stopCount, deliver, collect } = this.model
    const { next, prev, peakBefore, peakAfter } = this
    const first = this.delivered[head * dimCount + dim] as number
    let load = first
    let peak = first
    peakBefore[head * dimCount + dim] = peak
    let last = head
    for (let node = next[head] as number; node < stopCount; node = next[node] as number) {
      const at = node * dimCount + dim
      load += (collect[at] as number) - (deliver[at] as number)
      if (load > peak) peak = load
      peakBefore[at] = peak
      peakAfter[at] = load
      last = node
    }
    peak = load
    for (let node = last; node !== head; node = prev[node] as number) {
      const at = node * dimCount + dim
      const here = peakAfter[at] as number
      if (here > peak) peak = here
      peakAfter[at] = peak
    }
    peakAfter[head * dimCount + dim] = Math.max(first, peak)
  }

  /** Whether some place in the trip may take the stop: quick test before any position is tried. */
  mayCarry(head: number, stop: number): boolean {
    const { dimCount, dimAt, dimOf, deliver, collect, capacity, isFalling } = this.model
    const vehicle = (this.driverOf[head] as number) * dimCount
    const end = dimAt[stop + 1] as number
    for (let slot = dimAt[stop] as number; slot < end; slot++) {
      const dim = dimOf[slot] as number
      const most = capacity[vehicle + dim] as number
      const sum = head * dimCount + dim
      if ((this.delivered[sum] as number) + (deliver[stop * dimCount + dim] as number) > most) return false
      if (isFalling[dim] === 1) continue
      if ((this.collected[sum] as number) + (collect[stop * dimCount + dim] as number) > most) return false
    }
    return true
  }

  /** Whether the load allows the stop after node `before`; `mayCarry` has already said yes to the trip. */
  fitsLoad(stop: number, before: number): boolean {
    if (this.allFalling) return true
    const { dimCount, dimAt, dimOf, deliver, collect, capacity, isFalling } = this.model
    const vehicle = (this.driverOf[before] as number) * dimCount
    const end = dimAt[stop + 1] as number
    for (let slot = dimAt[stop] as number; slot < end; slot++) {
      const dim = dimOf[slot] as number
      if (isFalling[dim] === 1) continue
      const most = capacity[vehicle + dim] as number
      const at = before * dimCount + dim
      if ((this.peakBefore[at] as number) + (deliver[stop * dimCount + dim] as number) > most) return false
      if ((this.peakAfter[at] as number) + (collect[stop * dimCount + dim] as number) > most) return false
    }
    return true
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
    this.tripsOf[driver] = 0
    this.noteIdle(driver)
  }

  private noteIdle(driver: number): void {
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
      if (this.stopsOf[driver] === 0 && driver !== this.closedDriver) return driver
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
