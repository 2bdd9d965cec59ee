import { type Day, TRIP_BREAK } from './day.ts'
import { fitsEverywhere } from './prefixes.ts'

/**
 * Days as sequences, and what becomes of them when parts change places: the common tool of every move that carries
 * more than one stop. A trip that has given everything away disappears. Allocates nothing.
 *
 * Each move answers false where a rule is broken; the caller then rolls the touched drivers back.
 */
export class Splicer {
  /** The days that `take` has read: stops and `TRIP_BREAK`s. */
  readonly own: Int32Array
  readonly other: Int32Array
  ownEnd = 0
  otherEnd = 0
  private readonly mixed: Int32Array
  private readonly day: Day
  /** Called before a driver's day is changed. */
  private readonly touch: (driver: number) => void
  /** While a sequence is written: its end so far, and its trips. */
  private end = 0
  private trips = 0

  constructor(day: Day, touch: (driver: number) => void) {
    this.day = day
    this.touch = touch
    this.own = new Int32Array(day.nodeCount)
    this.other = new Int32Array(day.nodeCount)
    // Handed trips bring their breaks along before the empty ones are left out.
    this.mixed = new Int32Array(day.nodeCount + 2)
  }

  take(giver: number, taker: number): void {
    this.ownEnd = this.day.saveSequence(giver, this.own, 0)
    this.otherEnd = this.day.saveSequence(taker, this.other, 0)
  }

  /** The giver's slots `from` to before `to` and the taker's `otherFrom` to before `otherTo` change places. */
  exchange(
    giver: number,
    taker: number,
    from: number,
    to: number,
    otherFrom: number,
    otherTo: number,
    isReversed = false,
  ): boolean {
    this.clear(giver, taker)
    this.begin()
    this.write(this.own, 0, from)
    this.write(this.other, otherFrom, otherTo)
    this.write(this.own, to, this.ownEnd)
    if (!this.lay(giver)) return false
    this.begin()
    this.write(this.other, 0, otherFrom)
    if (isReversed) this.writeReversed(this.own, from, to)
    else this.write(this.own, from, to)
    this.write(this.other, otherTo, this.otherEnd)
    return this.lay(taker)
  }

  /** The giver's slots `from` to before `to` become a trip of their own before slot `at` of the taker. */
  handTrip(giver: number, taker: number, from: number, to: number, at: number): boolean {
    this.clear(giver, taker)
    this.begin()
    this.write(this.own, 0, from)
    this.write(this.own, to, this.ownEnd)
    if (!this.lay(giver)) return false
    this.begin()
    this.write(this.other, 0, at)
    this.writeBreak()
    this.write(this.own, from, to)
    this.writeBreak()
    this.write(this.other, at, this.otherEnd)
    return this.lay(taker)
  }

  /** The driver's own slots `from` to before `to` go before his slot `at`, which lies outside of them. */
  move(driver: number, from: number, to: number, at: number, isReversed: boolean): boolean {
    this.clear(driver, driver)
    this.begin()
    this.write(this.own, 0, Math.min(from, at))
    if (at <= from) this.writeSegment(from, to, isReversed)
    this.write(this.own, at <= from ? at : to, Math.max(from, at))
    if (at > from) this.writeSegment(from, to, isReversed)
    this.write(this.own, Math.max(to, at), this.ownEnd)
    return this.lay(driver)
  }

  /** One stop of each changes the driver, and goes before the given slot of the other's day (SWAP*). */
  swap(giver: number, taker: number, from: number, otherFrom: number, at: number, otherAt: number): boolean {
    this.clear(giver, taker)
    const stop = this.own[from] as number
    const back = this.other[otherFrom] as number
    this.begin()
    this.writeSwapped(this.own, this.ownEnd, from, at, back)
    if (!this.lay(giver)) return false
    this.begin()
    this.writeSwapped(this.other, this.otherEnd, otherFrom, otherAt, stop)
    return this.lay(taker)
  }

  /** The sequence without the stop in slot `gone`, with `come` before slot `at`. */
  private writeSwapped(source: Int32Array, end: number, gone: number, at: number, come: number): void {
    for (let slot = 0; slot <= end; slot++) {
      if (slot === at) this.mixed[this.end++] = come
      if (slot < end && slot !== gone) this.write(source, slot, slot + 1)
    }
  }

  private clear(giver: number, taker: number): void {
    this.touch(giver)
    this.touch(taker)
    this.day.clear(giver)
    this.day.clear(taker)
  }

  private begin(): void {
    this.end = 0
    this.trips = 1
  }

  private write(source: Int32Array, from: number, to: number): void {
    for (let slot = from; slot < to; slot++) {
      const node = source[slot] as number
      if (node === TRIP_BREAK) this.writeBreak()
      else this.mixed[this.end++] = node
    }
  }

  private writeReversed(source: Int32Array, from: number, to: number): void {
    for (let slot = to - 1; slot >= from; slot--) this.mixed[this.end++] = source[slot] as number
  }

  private writeSegment(from: number, to: number, isReversed: boolean): void {
    if (isReversed) this.writeReversed(this.own, from, to)
    else this.write(this.own, from, to)
  }

  /** Ends a trip, where there is one. */
  private writeBreak(): void {
    if (this.end === 0 || this.mixed[this.end - 1] === TRIP_BREAK) return
    this.mixed[this.end++] = TRIP_BREAK
    this.trips++
  }

  private lay(driver: number): boolean {
    const { day, mixed } = this
    if (this.end > 0 && mixed[this.end - 1] === TRIP_BREAK) {
      this.end--
      this.trips--
    }
    if (this.trips > (day.model.maxTrips[driver] as number)) return false
    day.layout(driver, mixed, 0, this.end)
    return day.isFeasible(driver) && fitsEverywhere(day, driver)
  }
}

/** The slot after the trip in which slot `from` lies. */
export function tripEnd(sequence: Int32Array, from: number, end: number): number {
  let at = from
  while (at < end && sequence[at] !== TRIP_BREAK) at++
  return at
}

/** The first slot of the trip with this number. */
export function tripBegin(sequence: Int32Array, end: number, trip: number): number {
  let at = 0
  for (let left = trip; left > 0; left--) at = tripEnd(sequence, at, end) + 1
  return at
}
