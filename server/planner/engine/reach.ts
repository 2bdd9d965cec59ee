/**
 * Whether the rest of the day can still be reached with one more stop, for every kind of day: with a lunch break,
 * speed by hour, gaps between windows, goods that come in during the day, and further trips.
 *
 * Two clocks run side by side: `done` leaves with the break taken, `due` with the break still to come.
 */
import { arrive, arriveAfterBreak, restedArrival } from './clockwork.ts'
import type { Day } from './day.ts'
import { arcInto, FAR } from './model.ts'

export class Reach {
  private readonly day: Day

  constructor(day: Day) {
    this.day = day
  }

  /** The stop between two neighbouring nodes of a driver's day. */
  between(stop: number, driver: number, before: number, after: number): boolean {
    const { day } = this
    const head = day.headOf[before] as number
    const release = day.model.release[stop] as number
    let done = day.leaveDone[before] as number
    let due = day.leaveDue[before] as number
    if (release > (day.tripRelease[head] as number)) {
      done = later(day.leaveDone[head] as number, release)
      due = later(day.leaveDue[head] as number, release)
      for (let node = head; node !== before; ) {
        const following = day.next[node] as number
        const ready = this.readyDone(driver, node, following, done, due)
        due = due >= FAR ? FAR : day.leaveAfter(following, driver, this.ready(driver, node, following, due))
        done = day.leaveAfter(following, driver, ready)
        node = following
      }
    }
    return this.through(stop, driver, before, after, done, due)
  }

  /** The stop alone in a trip after the driver's last one. */
  afterLast(stop: number, driver: number): boolean {
    const { day } = this
    const end = day.endOf[driver] as number
    const last = day.prev[end] as number
    const release = day.model.release[stop] as number
    const reload = day.model.reload[driver] as number
    const lastDone = day.leaveDone[last] as number
    const lastDue = day.leaveDue[last] as number
    const done = later(plus(this.readyDone(driver, last, end, lastDone, lastDue), reload), release)
    const due = later(plus(this.ready(driver, last, end, lastDue), reload), release)
    return this.through(stop, driver, end, end, done, due)
  }

  /** The stop alone in a trip before the one that `head` opens: head → stop → depot, reload → first stop. */
  beforeTrip(stop: number, driver: number, head: number): boolean {
    const { day } = this
    const first = day.next[head] as number
    const release = day.model.release[stop] as number
    const reload = day.model.reload[driver] as number
    const done = later(day.leaveDone[head] as number, release)
    const due = later(day.leaveDue[head] as number, release)
    const leaveDone = day.leaveAfter(stop, driver, this.readyDone(driver, head, stop, done, due))
    const leaveDue = day.leaveAfter(stop, driver, this.ready(driver, head, stop, due))
    const tripRelease = day.tripRelease[head] as number
    const backDone = later(plus(this.readyDone(driver, stop, head, leaveDone, leaveDue), reload), tripRelease)
    const backDue = later(plus(this.ready(driver, stop, head, leaveDue), reload), tripRelease)
    return this.arrives(driver, head, first, backDone, backDue)
  }

  /** The run `first … last` of another driver, perhaps turned round, between two neighbouring nodes. */
  run(
    driver: number,
    before: number,
    after: number,
    first: number,
    last: number,
    isReversed: boolean,
  ): boolean {
    const { day } = this
    if (!day.model.isTimed) return true
    const way = isReversed ? day.prev : day.next
    const end = isReversed ? first : last
    let done = day.leaveDone[before] as number
    let due = day.leaveDue[before] as number
    let from = before
    for (let node = isReversed ? last : first; ; node = way[node] as number) {
      const ready = this.readyDone(driver, from, node, done, due)
      due = due >= FAR ? FAR : day.leaveAfter(node, driver, this.ready(driver, from, node, due))
      done = day.leaveAfter(node, driver, ready)
      from = node
      if (node === end) return this.arrives(driver, node, after, done, due)
    }
  }

  /** From leaving `before`, through the stop, to `after` in time. */
  private through(
    stop: number,
    driver: number,
    before: number,
    after: number,
    done: number,
    due: number,
  ): boolean {
    const { day } = this
    if (day.model.hourly === null) return this.throughSteadily(stop, driver, before, after, done, due)
    const leaveDone = day.leaveAfter(stop, driver, this.readyDone(driver, before, stop, done, due))
    const leaveDue = day.leaveAfter(stop, driver, this.ready(driver, before, stop, due))
    return this.arrives(driver, stop, after, leaveDone, leaveDue)
  }

  /** The same where a way takes the same seconds at any time. */
  private throughSteadily(
    stop: number,
    driver: number,
    before: number,
    after: number,
    done: number,
    due: number,
  ): boolean {
    const { day } = this
    const { model } = day
    const profile = model.profileOf[driver] as number
    const seconds = model.seconds[profile] as Int32Array
    const way = seconds[arcInto(model, stop, day.place[before] as number)] as number
    const onward = seconds[stop * model.placeCount + (day.place[after] as number)] as number
    const bound = day.dueDone[after] as number
    if (due >= FAR) return day.leaveAfter(stop, driver, done + way) + onward <= bound
    const leaveDone = day.leaveAfter(
      stop,
      driver,
      Math.min(done + way, restedArrival(model, driver, due, way)),
    )
    if (leaveDone + onward <= bound) return true
    const leaveDue = day.leaveAfter(stop, driver, due + way)
    return (
      restedArrival(model, driver, leaveDue, onward) <= bound ||
      leaveDue + onward <= (day.dueDue[after] as number)
    )
  }

  private arrives(driver: number, from: number, to: number, done: number, due: number): boolean {
    const { day } = this
    const bound = day.dueDone[to] as number
    return (
      this.ready(driver, from, to, done) <= bound ||
      this.readyAfterBreak(driver, from, to, due) <= bound ||
      this.ready(driver, from, to, due) <= (day.dueDue[to] as number)
    )
  }

  private ready(driver: number, from: number, to: number, leave: number): number {
    const { day } = this
    const { model } = day
    if (leave >= FAR) return FAR
    const profile = model.profileOf[driver] as number
    return arrive(model, profile, day.place[from] as number, day.place[to] as number, leave)
  }

  private readyAfterBreak(driver: number, from: number, to: number, leave: number): number {
    const { day } = this
    if (leave >= FAR) return FAR
    return arriveAfterBreak(day.model, driver, day.place[from] as number, day.place[to] as number, leave)
  }

  private readyDone(driver: number, from: number, to: number, done: number, due: number): number {
    return Math.min(this.ready(driver, from, to, done), this.readyAfterBreak(driver, from, to, due))
  }
}

function later(instant: number, bound: number): number {
  return instant >= FAR ? FAR : Math.max(instant, bound)
}

function plus(instant: number, seconds: number): number {
  return instant >= FAR ? FAR : instant + seconds
}
