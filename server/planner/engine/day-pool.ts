import type { Day } from './day.ts'
import type { Model } from './model.ts'
import { Random } from './random.ts'

/** Days kept at most, and the stops and breaks of all of them together. */
const MOST_DAYS = 8_192
const MOST_CELLS = 262_144
/** The share that stays when the pool is full. */
const KEPT_SHARE = 0.5

/**
 * Days that the search has driven past, each with its price: what a class of drivers asks for serving a set of stops
 * in an order. Of days with the same stops and the same class the cheapest is kept. `compose.ts` makes plans of them.
 */
export class DayPool {
  count = 0
  /** By day: class, price above staying at home, and where its sequence (stops and `TRIP_BREAK`s) lies in `cells`. */
  readonly kind = new Int32Array(MOST_DAYS)
  readonly price = new Float64Array(MOST_DAYS)
  readonly from = new Int32Array(MOST_DAYS + 1)
  readonly cells = new Int32Array(MOST_CELLS)
  /** Days taken in since somebody set this to 0. */
  freshCount = 0
  /**
   * By stop what serving it is worth, then by class what one driver more would change, as the last composition found
   * (`day-prices.ts`): it decides which days are kept. Null before the first.
   */
  worth: Float64Array | null = null
  private readonly model: Model
  /** What a set of stops is known by: the sum of its stops' random numbers, and its class's. */
  private readonly marks = new Float64Array(MOST_DAYS)
  private readonly markOf: Float64Array
  /** Open addressing by mark: a day's number + 1, or 0. */
  private readonly table = new Int32Array(4 * MOST_DAYS)
  /** Days that ask for so much more than their stops are worth are not taken in. */
  private limit = Number.POSITIVE_INFINITY
  /** While the pool is thinned: what each day asks for, and where those that stay begin. */
  private readonly beyond = new Float64Array(MOST_DAYS)
  private readonly starts = new Int32Array(MOST_DAYS + 1)

  constructor(model: Model) {
    this.model = model
    const random = new Random(model.stopCount)
    this.markOf = Float64Array.from({ length: model.stopCount + model.classDrivers.length }, () => {
      // 44 bits: sums of 256 of them are exact.
      return random.bits() * 4_096 + random.below(4_096)
    })
  }

  /** Takes a driver's day in, as it lies, unless it asks for too much; `price` is what it costs above staying at home. */
  add(day: Day, driver: number, price: number): void {
    this.makeRoom(1, (day.stopsOf[driver] as number) + (day.tripsOf[driver] as number))
    this.write(day, driver, price, this.limit)
  }

  /** Takes a driver's day in whatever it asks for; `makeRoom` has made room. Returns its number. */
  take(day: Day, driver: number, price: number): number {
    return this.write(day, driver, price, Number.POSITIVE_INFINITY)
  }

  /** Makes sure that so many days with so many stops and breaks fit in; numbers of days change. */
  makeRoom(days: number, cells: number): void {
    if (this.count + days > MOST_DAYS || (this.from[this.count] as number) + cells > MOST_CELLS) this.thin()
  }

  private write(day: Day, driver: number, price: number, limit: number): number {
    const { cells, count } = this
    const kind = this.model.classOf[driver] as number
    const from = this.from[count] as number
    const to = day.saveSequence(driver, cells, from)
    let mark = this.markOf[this.model.stopCount + kind] as number
    for (let cell = from; cell < to; cell++) {
      const stop = cells[cell] as number
      if (stop >= 0) mark += this.markOf[stop] as number
    }
    const slot = this.slotOf(mark)
    const known = (this.table[slot] as number) - 1
    if (known >= 0) {
      this.improve(known, from, to, price)
      return known
    }
    this.kind[count] = kind
    this.price[count] = price
    this.from[count + 1] = to
    if (this.beyondWorth(count) > limit) return -1
    this.table[slot] = count + 1
    this.marks[count] = mark
    this.count++
    this.freshCount++
    return count
  }

  /** The same stops in another order, which takes the place of the old one where it is as long. */
  private improve(known: number, from: number, to: number, price: number): void {
    const first = this.from[known] as number
    const isAsLong = (this.from[known + 1] as number) - first === to - from
    if (price >= (this.price[known] as number) || !isAsLong) return
    this.cells.copyWithin(first, from, to)
    this.price[known] = price
  }

  private slotOf(mark: number): number {
    const { table, marks } = this
    let slot = Math.floor(mark / 16) % table.length
    while (table[slot] !== 0 && marks[(table[slot] as number) - 1] !== mark) slot = (slot + 1) % table.length
    return slot
  }

  /** What the day asks for beyond what its stops, and its driver, are worth; 0 where nothing is known. */
  beyondWorth(day: number, worth = this.worth): number {
    if (worth === null) return 0
    const { cells, from, kind, price, model } = this
    let left = (price[day] as number) - (worth[model.stopCount + (kind[day] as number)] as number)
    const end = from[day + 1] as number
    for (let cell = from[day] as number; cell < end; cell++) {
      const stop = cells[cell] as number
      if (stop >= 0) left -= worth[stop] as number
    }
    return left
  }

  /** Makes room: the days that ask for least beyond their worth stay; the latest where nothing is known. */
  private thin(): void {
    const { count, from, beyond, worth } = this
    for (let day = 0; day < count; day++) beyond[day] = worth === null ? -day : this.beyondWorth(day)
    const sorted = beyond.slice(0, count).sort()
    const limit = sorted[Math.floor(count * KEPT_SHARE)] as number
    if (worth !== null) this.limit = limit
    this.count = 0
    this.table.fill(0)
    for (let day = 0, end = 0; day < count; day++) {
      const begin = from[day] as number
      const next = from[day + 1] as number
      if ((beyond[day] as number) >= limit) continue
      const kept = this.count
      this.cells.copyWithin(end, begin, next)
      this.kind[kept] = this.kind[day] as number
      this.price[kept] = this.price[day] as number
      this.marks[kept] = this.marks[day] as number
      this.table[this.slotOf(this.marks[kept] as number)] = kept + 1
      end += next - begin
      this.count++
      this.starts[this.count] = end
    }
    from.set(this.starts.subarray(0, this.count + 1))
  }
}
