/**
 * What is on board during the trips of a day, kept so that an insertion is judged in constant time: the deliveries
 * on board at departure and, in dimensions where a stop may bring in more than it takes, the heaviest arc before
 * and after every node.
 */
import { DayTimes } from './day-times.ts'
import type { Model } from './model.ts'

export class DayLoads extends DayTimes {
  /** The head of a node's trip; -1 for a stop that is out. */
  readonly headOf: Int32Array
  /** By trip head and dimension: what the trip delivers, what it collects. */
  readonly delivered: Float64Array
  readonly collected: Float64Array
  /** By trip head and dimension: what its stops bring in beyond what they take, one stop at a time. */
  readonly rises: Float64Array
  /** By node and dimension: heaviest arc of the trip up to (after) the arc that leaves the node. */
  readonly peakBefore: Float64Array
  readonly peakAfter: Float64Array
  /** By trip head and dimension: 1 where the trip has changed since its heaviest arcs were sought. */
  private readonly isPeakOld: Uint8Array
  private readonly allFalling: boolean

  constructor(model: Model) {
    super(model)
    this.headOf = new Int32Array(this.nodeCount).fill(-1)
    const size = this.nodeCount * model.dimCount
    this.delivered = new Float64Array(size)
    this.collected = new Float64Array(size)
    this.rises = new Float64Array(size)
    this.allFalling = model.isFalling.every(falling => falling === 1)
    this.peakBefore = new Float64Array(this.allFalling ? 0 : size)
    this.peakAfter = new Float64Array(this.allFalling ? 0 : size)
    this.isPeakOld = new Uint8Array(size).fill(1)
  }

  /** Empties the sums of the trip that `head` opens. */
  protected clearLoad(head: number): void {
    const { delivered, collected, rises } = this
    const { dimCount } = this.model
    const end = (head + 1) * dimCount
    for (let sum = head * dimCount; sum < end; sum++) {
      delivered[sum] = 0
      collected[sum] = 0
      rises[sum] = 0
    }
    this.forgetPeaks(head)
  }

  /** The trip has changed: its heaviest arcs are sought again when somebody asks. */
  private forgetPeaks(head: number): void {
    const { dimCount } = this.model
    const end = (head + 1) * dimCount
    for (let sum = head * dimCount; sum < end; sum++) this.isPeakOld[sum] = 1
  }

  /** Adds a stop to what the trip delivers and collects; `sign` -1 takes it out again. */
  protected addLoad(head: number, stop: number, sign = 1): void {
    const { delivered, collected, rises } = this
    const { dimCount, dimAt, dimOf, deliver, collect } = this.model
    const end = dimAt[stop + 1] as number
    for (let slot = dimAt[stop] as number; slot < end; slot++) {
      const dim = dimOf[slot] as number
      const sum = head * dimCount + dim
      const full = deliver[stop * dimCount + dim] as number
      const empty = collect[stop * dimCount + dim] as number
      delivered[sum] = (delivered[sum] as number) + sign * full
      collected[sum] = (collected[sum] as number) + sign * empty
      if (empty > full) rises[sum] = (rises[sum] as number) + sign * (empty - full)
    }
    this.forgetPeaks(head)
  }

  /** Heaviest arcs before and after each node of a trip: load = still to deliver + collected so far. */
  private refreshPeak(head: number, dim: number): void {
    const { dimCount, stopCount, deliver, collect } = this.model
    const { next, prev, peakBefore, peakAfter } = this
    this.isPeakOld[head * dimCount + dim] = 0
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
    if (this.livesOnStock(head)) return this.stockServes(head, stop)
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

  /** Whether the trip is under way with what is on board. */
  livesOnStock(head: number): boolean {
    const driver = this.driverOf[head] as number
    return this.model.hasStock[driver] === 1 && head === this.startOf[driver]
  }

  /** Whether enough full cylinders are on board for one more stop of the present trip. */
  private stockServes(head: number, stop: number): boolean {
    const { dimCount, dimAt, dimOf, deliver, fullAboard } = this.model
    const vehicle = (this.driverOf[head] as number) * dimCount
    const end = dimAt[stop + 1] as number
    for (let slot = dimAt[stop] as number; slot < end; slot++) {
      const dim = dimOf[slot] as number
      const needed =
        (this.delivered[head * dimCount + dim] as number) + (deliver[stop * dimCount + dim] as number)
      if (needed > (fullAboard[vehicle + dim] as number)) return false
    }
    return true
  }

  /** Grams or pieces on board beyond what the trip's own deliveries are. */
  surplus(head: number, dim: number): number {
    const { dimCount, allAboard } = this.model
    if (!this.livesOnStock(head)) return 0
    return (
      (allAboard[(this.driverOf[head] as number) * dimCount + dim] as number) -
      (this.delivered[head * dimCount + dim] as number)
    )
  }

  /** Whether the load allows the stop after node `before`; `mayCarry` has already said yes to the trip. */
  fitsLoad(stop: number, before: number): boolean {
    if (this.allFalling) return true
    const { dimCount, dimAt, dimOf, deliver, collect, capacity, isFalling } = this.model
    const vehicle = (this.driverOf[before] as number) * dimCount
    const head = this.headOf[before] as number
    const isStock = this.livesOnStock(head)
    const end = dimAt[stop + 1] as number
    for (let slot = dimAt[stop] as number; slot < end; slot++) {
      const dim = dimOf[slot] as number
      if (isFalling[dim] === 1) continue
      const limit = capacity[vehicle + dim] as number
      const at = before * dimCount + dim
      const sum = head * dimCount + dim
      const full = deliver[stop * dimCount + dim] as number
      const empty = collect[stop * dimCount + dim] as number
      // Never more is on board than everything that goes out and all rises together.
      const most = (this.delivered[sum] as number) + (this.rises[sum] as number) + Math.max(full, empty)
      if (!isStock && most <= limit) continue
      if (this.isPeakOld[sum] === 1) this.refreshPeak(head, dim)
      if (isStock) {
        // What is on board is on board: before the stop nothing changes, after it there is more by what it adds.
        if ((this.peakAfter[at] as number) + empty - full + this.surplus(head, dim) > limit) return false
        continue
      }
      if ((this.peakBefore[at] as number) + full > limit) return false
      if ((this.peakAfter[at] as number) + empty > limit) return false
    }
    return true
  }

  /** Whether the heaviest moment of the trip is within every limit of the vehicle, and enough is on board. */
  holdsTrip(head: number): boolean {
    const { dimCount, stopCount, capacity, deliver, collect, fullAboard } = this.model
    const vehicle = (this.driverOf[head] as number) * dimCount
    const isStock = this.livesOnStock(head)
    for (let dim = 0; dim < dimCount; dim++) {
      const needed = this.delivered[head * dimCount + dim] as number
      if (isStock && needed > (fullAboard[vehicle + dim] as number)) return false
      let load = needed + this.surplus(head, dim)
      let peak = load
      for (let node = this.next[head] as number; node < stopCount; node = this.next[node] as number) {
        load += (collect[node * dimCount + dim] as number) - (deliver[node * dimCount + dim] as number)
        peak = Math.max(peak, load)
      }
      if (peak > (capacity[vehicle + dim] as number)) return false
    }
    return true
  }
}
