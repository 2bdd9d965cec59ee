import type { Day } from './day.ts'

/** What is put away of a node: itself, price and seconds of the arc that leads to it, and its four clocks. */
const STRIDE = 7

/**
 * The days of a few drivers as they were before a change, put away whole: most changes are rolled back, and copying a
 * day's numbers is cheaper than laying it out again. Allocates nothing.
 */
export class Shelf {
  private readonly day: Day
  private readonly drivers: Int32Array
  private readonly nodes: Int32Array
  /** By trip and dimension: what it delivers, what it collects, its rises. */
  private readonly loads: Float64Array
  /** By driver put away: stops, trips; price without waiting and the like, version. */
  private readonly counts: Int32Array
  private readonly sums: Float64Array
  private readonly absent: Int32Array
  private count = 0
  private nodeEnd = 0
  private tripEnd = 0
  private absentCount = 0
  private readonly missing: Float64Array
  private baseSum = 0
  private tripSum = 0

  constructor(day: Day) {
    const { driverCount, dimCount, stopCount } = day.model
    this.day = day
    this.drivers = new Int32Array(driverCount)
    this.nodes = new Int32Array(day.nodeCount * STRIDE)
    this.loads = new Float64Array((day.nodeCount - stopCount) * 3 * dimCount)
    this.counts = new Int32Array(driverCount * 2)
    this.sums = new Float64Array(driverCount * 2)
    this.absent = new Int32Array(stopCount)
    this.missing = new Float64Array(day.missing.length)
  }

  /** A change begins: nothing is put away yet. */
  open(): void {
    const { day, absent } = this
    this.count = 0
    this.nodeEnd = 0
    this.tripEnd = 0
    this.absentCount = day.absentCount
    for (let slot = 0; slot < day.absentCount; slot++) absent[slot] = day.absent[slot] as number
    for (let rank = 0; rank < this.missing.length; rank++) this.missing[rank] = day.missing[rank] as number
    this.baseSum = day.baseSum
    this.tripSum = day.tripSum
  }

  /** Puts a driver's day away, before anything in it changes. */
  put(driver: number): void {
    const { day, nodes, counts, sums } = this
    const { next, arcTo, rideTo, leaveDone, leaveDue, dueDone, dueDue } = day
    const { stopCount } = day.model
    const slot = this.count++
    this.drivers[slot] = driver
    counts[slot * 2] = day.stopsOf[driver] as number
    counts[slot * 2 + 1] = day.tripsOf[driver] as number
    sums[slot * 2] = day.baseCost[driver] as number
    sums[slot * 2 + 1] = day.version[driver] as number
    const end = day.endOf[driver] as number
    let at = this.nodeEnd
    for (let node = day.startOf[driver] as number; ; node = next[node] as number) {
      nodes[at] = node
      nodes[at + 1] = arcTo[node] as number
      nodes[at + 2] = rideTo[node] as number
      nodes[at + 3] = leaveDone[node] as number
      nodes[at + 4] = leaveDue[node] as number
      nodes[at + 5] = dueDone[node] as number
      nodes[at + 6] = dueDue[node] as number
      at += STRIDE
      if (node === end) break
      if (node >= stopCount) this.putTrip(node)
    }
    this.nodeEnd = at
  }

  private putTrip(head: number): void {
    const { day, loads } = this
    const { dimCount } = day.model
    let at = this.tripEnd
    for (let sum = head * dimCount; sum < (head + 1) * dimCount; sum++) {
      loads[at++] = day.delivered[sum] as number
      loads[at++] = day.collected[sum] as number
      loads[at++] = day.rises[sum] as number
    }
    this.tripEnd = at
  }

  /** Every day that was put away is as it was, and whoever was out is out again. */
  restore(): void {
    const { day, absent } = this
    for (let slot = 0; slot < day.absentCount; slot++) day.absentAt[day.absent[slot] as number] = -1
    this.nodeEnd = 0
    this.tripEnd = 0
    for (let slot = 0; slot < this.count; slot++) this.restoreDriver(slot)
    for (let slot = 0; slot < this.absentCount; slot++) {
      const stop = absent[slot] as number
      day.absent[slot] = stop
      day.absentAt[stop] = slot
      day.driverOf[stop] = -1
      day.headOf[stop] = -1
    }
    day.absentCount = this.absentCount
    for (let rank = 0; rank < this.missing.length; rank++) day.missing[rank] = this.missing[rank] as number
    day.baseSum = this.baseSum
    day.tripSum = this.tripSum
  }

  private restoreDriver(slot: number): void {
    const { day, nodes, counts, sums } = this
    const { next, prev, arcTo, rideTo, leaveDone, leaveDue, dueDone, dueDue, headOf, driverOf } = day
    const { stopCount, release, hasRelease } = day.model
    const driver = this.drivers[slot] as number
    const start = day.startOf[driver] as number
    const end = day.endOf[driver] as number
    day.freeReloads(driver)
    day.stopsOf[driver] = counts[slot * 2] as number
    day.tripsOf[driver] = counts[slot * 2 + 1] as number
    day.baseCost[driver] = sums[slot * 2] as number
    day.version[driver] = sums[slot * 2 + 1] as number
    let at = this.nodeEnd
    let before = start
    let head = start
    for (;;) {
      const node = nodes[at] as number
      arcTo[node] = nodes[at + 1] as number
      rideTo[node] = nodes[at + 2] as number
      leaveDone[node] = nodes[at + 3] as number
      leaveDue[node] = nodes[at + 4] as number
      dueDone[node] = nodes[at + 5] as number
      dueDue[node] = nodes[at + 6] as number
      at += STRIDE
      if (node < stopCount) {
        driverOf[node] = driver
        headOf[node] = head
        day.tripStops[head] = (day.tripStops[head] as number) + 1
        if (hasRelease && (release[node] as number) > (day.tripRelease[head] as number)) {
          day.tripRelease[head] = release[node] as number
        }
      } else {
        day.tailOf[head] = node
        if (node !== start && node !== end) day.isReloadUsed[node] = 1
      }
      if (node !== start) {
        next[before] = node
        prev[node] = before
      }
      if (node === end) break
      if (node >= stopCount) {
        head = node
        this.restoreTrip(head)
      }
      before = node
    }
    this.nodeEnd = at
    if (day.stopsOf[driver] === 0) day.noteIdle(driver)
  }

  private restoreTrip(head: number): void {
    const { day, loads } = this
    const { dimCount } = day.model
    day.clearTrip(head)
    let at = this.tripEnd
    for (let sum = head * dimCount; sum < (head + 1) * dimCount; sum++) {
      day.delivered[sum] = loads[at++] as number
      day.collected[sum] = loads[at++] as number
      day.rises[sum] = loads[at++] as number
    }
    this.tripEnd = at
  }
}
