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
  /** By node and dimension: heaviest arc of the trip up to (after) the arc that leaves the node. */
  readonly peakBefore: Float64Array
  readonly peakAfter: Float64Array
  protected readonly allFalling: boolean

  constructor(model: Model) {
    super(model)
    this.headOf = new Int32Array(this.nodeCount).fill(-1)
    const size = this.nodeCount * model.dimCount
    this.delivered = new Float64Array(size)
    this.collected = new Float64Array(size)
    this.allFalling = model.isFalling.every(falling => falling === 1)
    this.peakBefore = new Float64Array(this.allFalling ? 0 : size)
    this.peakAfter = new Float64Array(this.allFalling ? 0 : size)
  }

  protected addLoad(head: number, stop: number): void {
    const { dimCount, dimAt, dimOf, isFalling } = this.model
    if (!this.allFalling) {
      // In the dimensions the stop does not touch, the arc behind it carries what the arc before it carries.
      const before = (this.prev[stop] as number) * dimCount
      for (let dim = 0; dim < dimCount; dim++) {
        this.peakBefore[stop * dimCount + dim] = this.peakBefore[before + dim] as number
        this.peakAfter[stop * dimCount + dim] = this.peakAfter[before + dim] as number
      }
    }
    this.sumLoad(head, stop)
    if (this.allFalling) return
    const end = dimAt[stop + 1] as number
    for (let slot = dimAt[stop] as number; slot < end; slot++) {
      const dim = dimOf[slot] as number
      if (isFalling[dim] === 0) this.refreshPeak(head, dim)
    }
  }

  /** Empties the sums of the trip that `head` opens. */
  protected clearLoad(head: number): void {
    const { delivered, collected } = this
    const { dimCount } = this.model
    const end = (head + 1) * dimCount
    for (let sum = head * dimCount; sum < end; sum++) {
      delivered[sum] = 0
      collected[sum] = 0
    }
  }

  /** Adds a stop to the sums alone; the caller refreshes the peaks. */
  protected sumLoad(head: number, stop: number): void {
    const { delivered, collected } = this
    const { dimCount, dimAt, dimOf, deliver, collect } = this.model
    const end = dimAt[stop + 1] as number
    for (let slot = dimAt[stop] as number; slot < end; slot++) {
      const dim = dimOf[slot] as number
      const sum = head * dimCount + dim
      delivered[sum] = (delivered[sum] as number) + (deliver[stop * dimCount + dim] as number)
      collected[sum] = (collected[sum] as number) + (collect[stop * dimCount + dim] as number)
    }
  }

  /** Heaviest arcs before and after each node of a trip: load = still to deliver + collected so far. */
  protected refreshPeaks(head: number): void {
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
      const most = capacity[vehicle + dim] as number
      const at = before * dimCount + dim
      if (isStock) {
        // What is on board is on board: before the stop nothing changes, after it there is more by what it adds.
        const more = (collect[stop * dimCount + dim] as number) - (deliver[stop * dimCount + dim] as number)
        if ((this.peakAfter[at] as number) + more + this.surplus(head, dim) > most) return false
        continue
      }
      if ((this.peakBefore[at] as number) + (deliver[stop * dimCount + dim] as number) > most) return false
      if ((this.peakAfter[at] as number) + (collect[stop * dimCount + dim] as number) > most) return false
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
