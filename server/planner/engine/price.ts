import { BayQueue } from './bay-queue.ts'
import { priceChanges } from './changes.ts'
import { arrive } from './clockwork.ts'
import type { Day } from './day.ts'
import type { Model } from './model.ts'
import { Timeline } from './timeline.ts'

/** Prices one driver's day in whole cost units. */
export class Pricer {
  readonly timeline: Timeline
  /** By driver: what one more second of work would add to the price of unfairness. */
  readonly fairSlope: Float64Array
  readonly queue: BayQueue
  private readonly day: Day
  private readonly model: Model

  constructor(day: Day) {
    this.day = day
    this.model = day.model
    this.timeline = new Timeline(day)
    this.queue = new BayQueue(day.model)
    this.fairSlope = new Float64Array(day.model.driverCount)
  }

  /** What the driver's day costs; 0 for a driver who stays at home, apart from fairness. */
  driver(driver: number): number {
    const { day, model } = this
    if (day.stopsOf[driver] === 0) {
      this.queue.forget(driver)
      return Math.round(this.fairness(driver, 0))
    }
    const cost = day.baseCost[driver] as number
    return Math.round(model.isAdditive ? cost : cost + this.extras(driver))
  }

  /** The whole plan: every driver, the stops that are out, and the queue at the bays. */
  plan(): number {
    let cost = this.day.skipCost
    for (let driver = 0; driver < this.model.driverCount; driver++) cost += this.driver(driver)
    return cost + this.queueing()
  }

  /** What standing in the queue at the bays costs all drivers, as of their last pricing. */
  queueing(): number {
    return this.queue.isWatched ? this.queue.price() : 0
  }

  /** Waiting, lateness, overtime, fairness, and driving that takes longer than at factor 1. */
  private extras(driver: number): number {
    const { model, timeline } = this
    timeline.lay(driver)
    if (this.queue.isWatched) this.queue.note(driver, timeline)
    const span = timeline.finish - timeline.departure
    const overtime = Math.max(0, timeline.finish - (model.shiftEnd[driver] as number))
    return (
      timeline.waiting * model.waitingRate +
      timeline.late * model.latenessRate +
      overtime * model.overtimeRate +
      this.fairness(driver, span) +
      (model.changes === null ? 0 : priceChanges(model.changes, timeline, model.stopCount)) +
      (model.hourly === null ? 0 : this.slowness(driver) * model.workRate)
    )
  }

  private fairness(driver: number, workedSeconds: number): number {
    const target = this.model.fairTarget[driver] as number
    if (this.model.fairnessRate === 0 || target < 0) return 0
    this.fairSlope[driver] = 2 * this.model.fairnessRate * (workedSeconds - target)
    return this.model.fairnessRate * (workedSeconds - target) ** 2
  }

  /** Seconds of driving and set-up beyond those in the arcs' cost, where speed varies by hour. */
  private slowness(driver: number): number {
    const { day, model, timeline } = this
    const profile = model.profileOf[driver] as number
    const matrix = model.seconds[profile] as Int32Array
    let seconds = 0
    for (let at = 1; at < timeline.length; at++) {
      const from = day.place[timeline.nodes[at - 1] as number] as number
      const to = day.place[timeline.nodes[at] as number] as number
      const leave = timeline.leave[at - 1] as number
      seconds +=
        arrive(model, profile, from, to, leave) - leave - (matrix[from * model.placeCount + to] as number)
    }
    return seconds
  }
}
