/**
 * A driver's day to the second: when he leaves as late as costs nothing, where he takes his break, how long he
 * waits. Used to price a day whose cost is not the sum of its arcs, and to write the plan.
 *
 * Two passes keep the earliest times with the break taken and with it still due (as in `day.ts`) and remember how
 * each was reached. If the day waits anywhere, a backward pass finds the latest departure with the same return.
 */
import {
  arrive,
  arriveAfterBreak,
  beginService,
  lateness,
  latestBegin,
  latestLeave,
  latestLeaveBeforeBreak,
  restedArrival,
} from './clockwork.ts'
import type { Day } from './day.ts'
import { FAR, type Model, NEVER, NO_WAY } from './model.ts'

/** How a node was reached with the break taken. */
const STILL = 0
const BREAK_ON_LEG = 1

export class Timeline {
  /** Nodes of the day, start to end. */
  readonly nodes: Int32Array
  /** By position: ready to serve (arrival and set-up done), begin of service or reload, departure. */
  readonly ready: Int32Array
  readonly begin: Int32Array
  readonly leave: Int32Array
  length = 0
  departure = 0
  finish = 0
  /** Begin of the break when it is taken between departure and return, else -1; and the position it precedes. */
  breakBegin = -1
  breakBefore = -1
  /** Sums in seconds. */
  waiting = 0
  late = 0
  /** False when a window, the shift or the break cannot be kept; times are then as good as they can be. */
  isKept = true

  private readonly day: Day
  private readonly model: Model
  private readonly doneReady: Int32Array
  private readonly dueReady: Int32Array
  private readonly doneLeave: Int32Array
  private readonly dueLeave: Int32Array
  private readonly reached: Uint8Array
  private isLenient = false

  constructor(day: Day) {
    this.day = day
    this.model = day.model
    const size = day.nodeCount
    this.nodes = new Int32Array(size)
    this.ready = new Int32Array(size)
    this.begin = new Int32Array(size)
    this.leave = new Int32Array(size)
    this.doneReady = new Int32Array(size)
    this.dueReady = new Int32Array(size)
    this.doneLeave = new Int32Array(size)
    this.dueLeave = new Int32Array(size)
    this.reached = new Uint8Array(size)
  }

  /** Times the day of a driver who has stops. `lenient` goes on where a rule is broken. */
  lay(driver: number, lenient = false): void {
    const { day } = this
    const end = day.endOf[driver] as number
    let count = 0
    for (let node = day.startOf[driver] as number; ; node = day.next[node] as number) {
      this.nodes[count++] = node
      if (node === end) break
    }
    this.length = count
    this.isLenient = false
    const first = this.firstDeparture(driver)
    this.pass(driver, first)
    this.isKept = this.choose(driver)
    if (!this.isKept && lenient) {
      this.isLenient = true
      this.pass(driver, first)
      this.choose(driver)
    }
    this.settle(driver)
    if (this.waiting === 0 || !this.isKept) return
    const departure = this.latestDeparture(driver)
    if (departure <= this.departure) return
    this.pass(driver, departure)
    this.choose(driver)
    this.settle(driver)
  }

  private firstDeparture(driver: number): number {
    const start = this.day.startOf[driver] as number
    return Math.max(this.model.shiftStart[driver] as number, this.day.tripRelease[start] as number)
  }

  /** Earliest times at every position for a departure at `departure` or later. */
  private pass(driver: number, departure: number): void {
    const { model, day, nodes } = this
    const profile = model.profileOf[driver] as number
    const length = model.breakLength[driver] as number
    const hasBreak = length >= 0
    this.doneLeave[0] = hasBreak
      ? Math.max(departure, (model.breakFrom[driver] as number) + length)
      : departure
    this.dueLeave[0] = hasBreak ? departure : FAR
    const isSteady = model.hourly === null && !this.isLenient
    for (let at = 1; at < this.length; at++) {
      const node = nodes[at] as number
      const from = day.place[nodes[at - 1] as number] as number
      const to = day.place[node] as number
      const way = day.rideTo[node] as number
      const done = this.doneLeave[at - 1] as number
      const due = this.dueLeave[at - 1] as number
      let ready = done >= FAR ? FAR : isSteady ? done + way : this.ride(profile, from, to, done)
      this.reached[at] = STILL
      this.dueReady[at] = FAR
      if (due < FAR) {
        this.dueReady[at] = isSteady ? due + way : this.ride(profile, from, to, due)
        const rested = isSteady
          ? restedArrival(model, driver, due, way)
          : arriveAfterBreak(model, driver, from, to, due)
        if (rested < ready) {
          ready = rested
          this.reached[at] = BREAK_ON_LEG
        }
      }
      this.doneReady[at] = ready
      this.doneLeave[at] = this.leaveAfter(at, driver, ready)
      this.dueLeave[at] = this.leaveAfter(at, driver, this.dueReady[at] as number)
    }
  }

  /** The way; in a lenient day one that does not exist takes no time, and the checker will say so. */
  ride(profile: number, from: number, to: number, leave: number): number {
    const ready = arrive(this.model, profile, from, to, leave)
    return this.isLenient && ready >= NO_WAY ? leave : ready
  }

  private leaveAfter(at: number, driver: number, ready: number): number {
    if (ready >= FAR) return FAR
    const leave = this.day.leaveAfter(this.nodes[at] as number, driver, ready)
    if (leave < FAR || !this.isLenient) return leave
    const { model } = this
    const node = this.nodes[at] as number
    return ready + (model.service[(model.serviceRow[driver] as number) * model.stopCount + node] as number)
  }

  private isRested = false

  /** Decides whether the day ends with the break taken on the way or still to come; false if neither is allowed. */
  private choose(driver: number): boolean {
    const last = this.length - 1
    const close = this.model.hardEnd[driver] as number
    const due = this.dueReady[last] as number
    const done = this.doneReady[last] as number
    if (due < FAR && due <= (this.model.breakTo[driver] as number)) {
      this.isRested = false
      this.finish = due
      return due <= close
    }
    this.isRested = done < FAR
    this.finish = this.isRested ? done : due
    return done <= close
  }

  /** Walks the chosen way backwards and fills the times, the break and the sums. */
  private settle(driver: number): void {
    const { model, nodes } = this
    this.breakBegin = -1
    this.breakBefore = -1
    this.late = 0
    let rested = this.isRested
    for (let at = this.length - 1; at >= 0; at--) {
      const ready = (rested ? this.doneReady[at] : this.dueReady[at]) as number
      this.ready[at] = at === 0 ? 0 : ready
      this.leave[at] = (rested ? this.doneLeave[at] : this.dueLeave[at]) as number
      const node = nodes[at] as number
      if (at > 0 && node < model.stopCount) {
        const begin = beginService(model, node, ready)
        this.begin[at] = begin === FAR ? ready : begin
        this.late += lateness(model, node, this.begin[at] as number)
      } else this.begin[at] = Math.max(this.ready[at] as number, this.day.bayOpen[node] as number)
      if (rested && at > 0 && this.reached[at] === BREAK_ON_LEG) {
        rested = false
        this.breakBefore = at
      }
    }
    this.departure = this.leave[0] as number
    if (this.breakBefore > 0) this.placeBreak(driver)
    this.sumWaiting(driver)
  }

  /** On arrival where that is in time, otherwise before setting off. */
  private placeBreak(driver: number): void {
    const { model, nodes, day } = this
    const at = this.breakBefore
    const length = model.breakLength[driver] as number
    const from = day.place[nodes[at - 1] as number] as number
    const to = day.place[nodes[at] as number] as number
    const leave = this.leave[at - 1] as number
    const onArrival = this.ride(model.profileOf[driver] as number, from, to, leave)
    const ready = this.ready[at] as number
    const open = model.breakFrom[driver] as number
    const begin = Math.max(onArrival, open)
    if (onArrival <= (model.breakTo[driver] as number) && begin + length === ready) {
      this.breakBegin = begin
      return
    }
    this.breakBegin = Math.max(leave, open)
    this.leave[at - 1] = this.breakBegin + length
  }

  private sumWaiting(driver: number): void {
    const { model, nodes, day } = this
    const row = (model.serviceRow[driver] as number) * model.stopCount
    const isSteady = model.hourly === null && !this.isLenient
    let busy = 0
    for (let at = 1; at < this.length; at++) {
      const node = nodes[at] as number
      if (isSteady) busy += day.rideTo[node] as number
      else {
        const from = day.place[nodes[at - 1] as number] as number
        const leave = this.leave[at - 1] as number
        busy += this.ride(model.profileOf[driver] as number, from, day.place[node] as number, leave) - leave
      }
      if (node < model.stopCount) busy += model.service[row + node] as number
      else if (at < this.length - 1) busy += model.reload[driver] as number
    }
    const rest = this.breakBefore > 0 ? (model.breakLength[driver] as number) : 0
    this.waiting = this.finish - this.departure - busy - rest
  }

  /**
   * The latest departure that returns no later and breaks no more promises than the earliest schedule does.
   * A departure after the break is preferred where it is later still.
   */
  private latestDeparture(driver: number): number {
    const { model, day, nodes } = this
    const profile = model.profileOf[driver] as number
    const hasBreak = (model.breakLength[driver] as number) >= 0
    const last = this.length - 1
    let done = this.isRested || !hasBreak ? this.finish : NEVER
    let due = hasBreak && !this.isRested ? this.finish : NEVER
    for (let at = last - 1; at >= 0; at--) {
      const from = day.place[nodes[at] as number] as number
      const to = day.place[nodes[at + 1] as number] as number
      const leaveDone = latestLeave(model, profile, from, to, done)
      let leaveDue = latestLeave(model, profile, from, to, due)
      if (hasBreak) leaveDue = Math.max(leaveDue, latestLeaveBeforeBreak(model, driver, from, to, done))
      if (at === 0) {
        const rested = hasBreak
          ? (model.breakFrom[driver] as number) + (model.breakLength[driver] as number)
          : 0
        const afterBreak = leaveDone >= rested ? leaveDone : NEVER
        return Math.max(afterBreak, leaveDue)
      }
      done = this.dueAt(at, driver, leaveDone)
      due = this.dueAt(at, driver, leaveDue)
    }
    return NEVER
  }

  private dueAt(at: number, driver: number, leave: number): number {
    const { model } = this
    const node = this.nodes[at] as number
    if (leave <= NEVER) return NEVER
    if (node >= model.stopCount) {
      const release = this.day.tripRelease[node] as number
      const begin = leave - (model.reload[driver] as number)
      return leave < release || begin < (this.day.bayOpen[node] as number) ? NEVER : begin
    }
    const service = model.service[(model.serviceRow[driver] as number) * model.stopCount + node] as number
    let bound = latestBegin(model, node, leave - service)
    const firstPromise = model.promiseAt[node] as number
    const endPromise = model.promiseAt[node + 1] as number
    if (firstPromise === endPromise) return bound
    const begin = this.begin[at] as number
    let keep = begin
    for (let window = firstPromise; window < endPromise; window++) {
      const to = model.promiseTo[window] as number
      if (begin >= (model.promiseFrom[window] as number) && begin <= to) keep = Math.max(keep, to)
    }
    bound = Math.min(bound, keep)
    return bound
  }
}
