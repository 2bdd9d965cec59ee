/**
 * The nodes of a day under construction and its clocks. For every driver a linked list
 * start → stops, reloads → end.
 *
 * Nodes are numbered: stops `0 … stopCount - 1`, then for each driver his start, his end and one reload node for
 * each further trip he may make. The start or reload node that opens a trip is the trip's *head*.
 *
 * Kept for every node, so that an insertion is judged in constant time:
 * - `leaveDone` / `leaveDue`: the earliest departure with the lunch break taken, and with the break still due;
 * - `dueDone` / `dueDue`: the latest arrival from which the rest of the day can be finished, likewise.
 * Drivers without a break live in the `Done` arrays alone. The technique of forward and backward labels follows
 * Savelsbergh 1992 and Vidal et al. 2013.
 *
 * Where speed does not vary by hour, a way takes the same seconds at any time; `rideTo` keeps them beside each node
 * and the labels are plain integer arithmetic. Otherwise `clockwork.ts` is asked.
 */
import {
  arrive,
  arriveAfterBreak,
  beginService,
  latestBegin,
  latestLeave,
  latestLeaveBeforeBreak,
  restedArrival,
} from './clockwork.ts'
import { FAR, type Model, NEVER } from './model.ts'

export class DayTimes {
  readonly model: Model
  readonly nodeCount: number
  readonly startOf: Int32Array
  readonly endOf: Int32Array
  /** Row of a node in the matrices. */
  readonly place: Int32Array
  readonly next: Int32Array
  readonly prev: Int32Array
  /** Driver of a node, -1 for a stop that is out. */
  readonly driverOf: Int32Array
  readonly leaveDone: Int32Array
  readonly leaveDue: Int32Array
  readonly dueDone: Int32Array
  readonly dueDue: Int32Array
  /** Seconds of the way that leads to the node, at factor 1. */
  readonly rideTo: Int32Array
  /** By trip head: the latest release of its goods. */
  readonly tripRelease: Int32Array
  /** By reload node: the bay is not free earlier. Set only when a finished plan is fitted to the bays. */
  readonly bayOpen: Int32Array

  constructor(model: Model) {
    this.model = model
    const { stopCount, driverCount } = model
    this.startOf = new Int32Array(driverCount)
    this.endOf = new Int32Array(driverCount)
    let node = stopCount
    for (let driver = 0; driver < driverCount; driver++) {
      this.startOf[driver] = node
      this.endOf[driver] = node + 1
      node += 1 + (model.maxTrips[driver] as number)
    }
    this.nodeCount = node
    this.place = Int32Array.from({ length: node }, (_, index) => index)
    this.next = new Int32Array(node)
    this.prev = new Int32Array(node)
    this.driverOf = new Int32Array(node).fill(-1)
    this.leaveDone = new Int32Array(node)
    this.leaveDue = new Int32Array(node).fill(FAR)
    this.dueDone = new Int32Array(node)
    this.dueDue = new Int32Array(node).fill(NEVER)
    this.rideTo = new Int32Array(node)
    this.tripRelease = new Int32Array(node)
    this.bayOpen = new Int32Array(node)
  }

  protected refreshTimes(driver: number): void {
    this.forwardFrom(this.startOf[driver] as number, true)
    this.backwardFrom(this.endOf[driver] as number, true)
  }

  /** Earliest departures from `node` on; stops early where nothing changes unless `all`. */
  forwardFrom(node: number, all = false): void {
    const { leaveDone, leaveDue, next, model } = this
    const driver = this.driverOf[node] as number
    const end = this.endOf[driver] as number
    const hasBreak = (model.breakLength[driver] as number) >= 0
    const isSteady = model.hourly === null
    let at = node
    if (at === this.startOf[driver]) {
      this.labelStart(at, driver)
      at = next[at] as number
    }
    for (; at !== end; at = next[at] as number) {
      const done = leaveDone[at] as number
      const due = leaveDue[at] as number
      if (isSteady) this.labelForward(at, driver, hasBreak)
      else this.labelForwardByHour(at, driver, hasBreak)
      if (!all && at !== node && done === leaveDone[at] && due === leaveDue[at]) return
    }
  }

  private labelStart(node: number, driver: number): void {
    const { model } = this
    const first = Math.max(model.shiftStart[driver] as number, this.tripRelease[node] as number)
    const length = model.breakLength[driver] as number
    this.leaveDone[node] = length < 0 ? first : Math.max(first, (model.breakFrom[driver] as number) + length)
    this.leaveDue[node] = length < 0 ? FAR : first
  }

  private labelForward(node: number, driver: number, hasBreak: boolean): void {
    const before = this.prev[node] as number
    const ride = this.rideTo[node] as number
    let ready = (this.leaveDone[before] as number) + ride
    if (hasBreak) {
      const due = this.leaveDue[before] as number
      ready = Math.min(ready, restedArrival(this.model, driver, due, ride))
      this.leaveDue[node] = due >= FAR ? FAR : this.leaveAfter(node, driver, due + ride)
    } else this.leaveDue[node] = FAR
    this.leaveDone[node] = this.leaveAfter(node, driver, ready)
  }

  private labelForwardByHour(node: number, driver: number, hasBreak: boolean): void {
    const { model } = this
    const before = this.prev[node] as number
    const profile = model.profileOf[driver] as number
    const from = this.place[before] as number
    const to = this.place[node] as number
    let ready = arrive(model, profile, from, to, this.leaveDone[before] as number)
    const due = this.leaveDue[before] as number
    if (hasBreak && due < FAR) {
      ready = Math.min(ready, arriveAfterBreak(model, driver, from, to, due))
      this.leaveDue[node] = this.leaveAfter(node, driver, arrive(model, profile, from, to, due))
    } else this.leaveDue[node] = FAR
    this.leaveDone[node] = this.leaveAfter(node, driver, ready)
  }

  /** The earliest departure from a stop or depot for somebody ready there at `ready`. */
  leaveAfter(node: number, driver: number, ready: number): number {
    const { model } = this
    if (node < model.stopCount) {
      const begin = beginService(model, node, ready)
      return begin === FAR
        ? FAR
        : begin + (model.service[(model.serviceRow[driver] as number) * model.stopCount + node] as number)
    }
    if (ready >= FAR) return FAR
    const loaded = Math.max(ready, this.bayOpen[node] as number) + (model.reload[driver] as number)
    return Math.max(loaded, this.tripRelease[node] as number)
  }

  /** Latest arrivals at `node` and everything before it; stops early where nothing changes unless `all`. */
  backwardFrom(node: number, all = false): void {
    const { dueDone, dueDue, prev, model } = this
    const driver = this.driverOf[node] as number
    const start = this.startOf[driver] as number
    const hasBreak = (model.breakLength[driver] as number) >= 0
    const isSteady = model.hourly === null
    let at = node
    if (at === this.endOf[driver]) {
      const close = model.hardEnd[driver] as number
      dueDone[at] = close
      dueDue[at] = hasBreak ? Math.min(close, model.breakTo[driver] as number) : NEVER
      at = prev[at] as number
    }
    for (; ; at = prev[at] as number) {
      const done = dueDone[at] as number
      const due = dueDue[at] as number
      if (isSteady) this.labelBackward(at, driver, hasBreak)
      else this.labelBackwardByHour(at, driver, hasBreak)
      if (at === start) return
      if (!all && at !== node && done === dueDone[at] && due === dueDue[at]) return
    }
  }

  private labelBackward(node: number, driver: number, hasBreak: boolean): void {
    const after = this.next[node] as number
    const ride = this.rideTo[after] as number
    const bound = this.dueDone[after] as number
    this.dueDone[node] = this.dueAt(node, driver, bound - ride)
    if (!hasBreak) {
      this.dueDue[node] = NEVER
      return
    }
    const { breakLength, breakFrom, breakTo } = this.model
    const rested = bound - (breakLength[driver] as number)
    const open = breakFrom[driver] as number
    const close = breakTo[driver] as number
    let leave = (this.dueDue[after] as number) - ride
    if (rested >= open) {
      // The break on arrival, or before setting off where that allows a later departure.
      const onArrival = Math.min(close, rested) - ride
      const before = rested - ride >= open ? Math.min(close, rested - ride) : NEVER
      leave = Math.max(leave, onArrival, before)
    }
    this.dueDue[node] = this.dueAt(node, driver, leave)
  }

  private labelBackwardByHour(node: number, driver: number, hasBreak: boolean): void {
    const { model } = this
    const after = this.next[node] as number
    const profile = model.profileOf[driver] as number
    const from = this.place[node] as number
    const to = this.place[after] as number
    const bound = this.dueDone[after] as number
    this.dueDone[node] = this.dueAt(node, driver, latestLeave(model, profile, from, to, bound))
    if (!hasBreak) {
      this.dueDue[node] = NEVER
      return
    }
    const leave = Math.max(
      latestLeave(model, profile, from, to, this.dueDue[after] as number),
      latestLeaveBeforeBreak(model, driver, from, to, bound),
    )
    this.dueDue[node] = this.dueAt(node, driver, leave)
  }

  /** The latest arrival at a stop or depot that still lets one leave by `leave`. */
  private dueAt(node: number, driver: number, leave: number): number {
    const { model } = this
    if (node < model.stopCount) {
      const service = model.service[(model.serviceRow[driver] as number) * model.stopCount + node] as number
      return latestBegin(model, node, leave - service)
    }
    if (leave < (this.tripRelease[node] as number)) return NEVER
    if (node === this.startOf[driver]) return leave
    const begin = leave - (model.reload[driver] as number)
    return begin < (this.bayOpen[node] as number) ? NEVER : begin
  }

  /** Whether the driver's labels meet: the day can be driven. */
  isFeasible(driver: number): boolean {
    if (!this.model.isTimed) return true
    const start = this.startOf[driver] as number
    return (
      (this.leaveDone[start] as number) <= (this.dueDone[start] as number) ||
      (this.leaveDue[start] as number) <= (this.dueDue[start] as number)
    )
  }
}
