import { COST_UNIT, type Model } from './model.ts'
import type { Timeline } from './timeline.ts'

/** A second in the queue costs so many seconds of a driver who waits: it also moves whoever comes after. */
const QUEUE_SHARE = 2
/** And at least NT$1 a minute, where neither work nor waiting costs anything. */
const LEAST_RATE = COST_UNIT / 60

/**
 * The loading bays while the search goes on. They couple the drivers, so that no single day can be fitted to them;
 * instead the plan pays for the time vehicles would stand in the queue, first come first served, and so learns to
 * come at different times. The finished plan is then fitted exactly (`bays.ts`). Allocates nothing once built.
 */
export class BayQueue {
  /** False where no bay can be short. */
  readonly isWatched: boolean
  private readonly model: Model
  private readonly rate: number
  /** By driver: where his reloads lie in `begins`, and how many he has. */
  private readonly from: Int32Array
  private readonly count: Int32Array
  private readonly begins: Int32Array
  /** What they were before the change under way. */
  private readonly oldCount: Int32Array
  private readonly oldBegins: Int32Array
  /** The reloads at one depot in order of arrival: begin, and how long; then when each bay is free again. */
  private readonly arrivals: Int32Array
  private readonly lengths: Int32Array
  private readonly freeAt: Int32Array

  constructor(model: Model) {
    this.model = model
    const { driverCount, maxTrips, bays } = model
    this.isWatched = model.isTimed && bays.some(count => count > 0) && maxTrips.some(trips => trips > 1)
    this.rate = Math.max(LEAST_RATE, QUEUE_SHARE * (model.workRate + model.waitingRate))
    this.from = new Int32Array(driverCount)
    let reloads = 0
    for (let driver = 0; driver < driverCount; driver++) {
      this.from[driver] = reloads
      reloads += (maxTrips[driver] as number) - 1
    }
    this.count = new Int32Array(driverCount)
    this.oldCount = new Int32Array(driverCount)
    this.begins = new Int32Array(reloads)
    this.oldBegins = new Int32Array(reloads)
    this.arrivals = new Int32Array(reloads)
    this.lengths = new Int32Array(reloads)
    this.freeAt = new Int32Array(bays.reduce((most, count) => Math.max(most, count), 0))
  }

  /** Notes when the driver reloads; `timeline` holds his day. */
  note(driver: number, timeline: Timeline): void {
    const first = this.from[driver] as number
    let count = 0
    for (let at = 1; at < timeline.length - 1; at++) {
      if ((timeline.nodes[at] as number) < this.model.stopCount) continue
      this.begins[first + count++] = timeline.begin[at] as number
    }
    this.count[driver] = count
  }

  /** The driver stays at home. */
  forget(driver: number): void {
    this.count[driver] = 0
  }

  /** Remembers the driver's reloads before they change, and brings them back. */
  save(driver: number): void {
    this.copy(driver, this.count, this.begins, this.oldCount, this.oldBegins)
  }

  restore(driver: number): void {
    this.copy(driver, this.oldCount, this.oldBegins, this.count, this.begins)
  }

  private copy(
    driver: number,
    count: Int32Array,
    begins: Int32Array,
    toCount: Int32Array,
    to: Int32Array,
  ): void {
    const first = this.from[driver] as number
    toCount[driver] = count[driver] as number
    for (let at = first; at < first + (count[driver] as number); at++) to[at] = begins[at] as number
  }

  /** What all the queueing of the day costs, in whole cost units. */
  price(): number {
    const { model } = this
    let seconds = 0
    for (let depot = 0; depot < model.bays.length; depot++) {
      const bays = model.bays[depot] as number
      if (bays > 0) seconds += this.queueing(model.stopCount + depot, bays)
    }
    return Math.round(seconds * this.rate)
  }

  /** Seconds that vehicles stand in the queue of one depot. */
  private queueing(place: number, bays: number): number {
    const { arrivals, lengths, freeAt } = this
    const reloads = this.sortArrivals(place)
    freeAt.fill(0, 0, bays)
    let waited = 0
    for (let at = 0; at < reloads; at++) {
      let bay = 0
      for (let other = 1; other < bays; other++) {
        if ((freeAt[other] as number) < (freeAt[bay] as number)) bay = other
      }
      const begin = Math.max(arrivals[at] as number, freeAt[bay] as number)
      waited += begin - (arrivals[at] as number)
      freeAt[bay] = begin + (lengths[at] as number)
    }
    return waited
  }

  /** Gathers the reloads at a depot in order of arrival; returns how many there are. */
  private sortArrivals(place: number): number {
    const { model, from, count, begins, arrivals, lengths } = this
    let reloads = 0
    for (let driver = 0; driver < model.driverCount; driver++) {
      if (count[driver] === 0 || model.depotPlace[driver] !== place) continue
      const first = from[driver] as number
      const length = model.reload[driver] as number
      for (let at = first; at < first + (count[driver] as number); at++) {
        const begin = begins[at] as number
        let hole = reloads++
        for (; hole > 0 && (arrivals[hole - 1] as number) > begin; hole--) {
          arrivals[hole] = arrivals[hole - 1] as number
          lengths[hole] = lengths[hole - 1] as number
        }
        arrivals[hole] = begin
        lengths[hole] = length
      }
    }
    return reloads
  }
}
