import { Composer } from './compose.ts'
import { DAY_END } from './day.ts'
import { DayPool } from './day-pool.ts'
import { DayPrices } from './day-prices.ts'
import type { Search, Solution } from './search.ts'

/** Fewer stops need no help; among the days of more, too few fit each other to pay for the looking. */
const LEAST_STOPS = 40
const MOST_STOPS = 250
/** Days of more stops than this seldom fit each other. */
const MOST_STOPS_A_DAY = 16
/** How often the days of the plan are taken in, in iterations. */
const COLLECT_EVERY = 10
/** A plan is composed so often during the cooling, but not more often than after so many iterations or new days. */
const TIMES = 12
const LEAST_ITERATIONS = 20_000
const LEAST_NEW_DAYS = 30
/** From this part of the cooling on the search goes on from what is composed; before it only remembers it. */
const ADOPT_FROM = 0.8

/**
 * Collects the days that a search drives past and now and then composes a plan of them: of days that were never in force
 * together. Only where the clock counts, which keeps small steps from leading from one good plan to another; and not on
 * days with frozen beginnings, whose drivers cannot stay at home.
 */
export class Composing {
  private readonly search: Search
  private readonly pool: DayPool | null
  /** By driver: what he costs at home, and the version of his day that was taken in last. */
  private readonly idle: Float64Array
  private readonly noted: Float64Array
  /** Iterations since the last composition, and the part of the cooling at which the next one is due. */
  private since = 0
  private due = 0

  constructor(search: Search) {
    const { model } = search
    this.search = search
    const isOfSize = model.stopCount >= LEAST_STOPS && model.stopCount <= MOST_STOPS
    const mayHelp = isOfSize && model.driverCount > 1 && model.isTimed && model.prefixes.length === 0
    this.pool = mayHelp ? new DayPool(model) : null
    this.idle = Float64Array.from({ length: model.driverCount }, (_, driver) => search.pricer.driver(driver))
    this.noted = new Float64Array(model.driverCount)
  }

  /** Called after each iteration, `progress` being the part of the cooling that is over. */
  step(progress: number): void {
    if (this.pool === null) return
    if (++this.since % COLLECT_EVERY === 0) this.collect()
    // A new search begins where another one has ended.
    if (progress < this.due - 2 / TIMES) this.due = progress
    if (progress < this.due || this.since < LEAST_ITERATIONS) return
    this.since = 0
    this.due = progress + 1 / TIMES
    this.search.composeBest(progress >= ADOPT_FROM)
  }

  /** Takes in the days that have changed since the last time. */
  collect(): void {
    const { pool, search, noted } = this
    if (pool === null) return
    const { day } = search
    for (let driver = 0; driver < day.model.driverCount; driver++) {
      if (day.stopsOf[driver] === 0 || day.version[driver] === noted[driver]) continue
      noted[driver] = day.version[driver] as number
      pool.add(day, driver, this.priceOf(driver))
    }
  }

  /** What the driver's day costs more than his staying at home. */
  private priceOf(driver: number): number {
    return this.search.priceOf(driver) - (this.idle[driver] as number)
  }

  /** A plan of the days collected that should cost less than the one that lies; null where there is none. */
  compose(): Solution | null {
    const { pool, search } = this
    const { day, model } = search
    // A thread that has a part of the plan, or one that has stops left over, has other worries.
    if (pool === null || day.memberCount < model.stopCount || search.best.unserved > 0) return null
    pool.makeRoom(model.driverCount, day.nodeCount)
    const plan: number[] = []
    let ceiling = day.skipCost
    for (let driver = 0; driver < model.driverCount; driver++) {
      if (day.stopsOf[driver] === 0) continue
      plan.push(pool.take(day, driver, this.priceOf(driver)))
      ceiling += this.priceOf(driver)
    }
    const served = model.stopCount - day.absentCount
    if (pool.freshCount < LEAST_NEW_DAYS || served > MOST_STOPS_A_DAY * plan.length) return null
    pool.freshCount = 0
    // What must be served costs more than any way to serve it; so much more would drown the prices in rounding.
    const skip = model.skipPenalty.map(price => Math.min(price, ceiling))
    const prices = new DayPrices(pool, model, skip, pool.worth ?? this.guess(skip))
    prices.raise(ceiling)
    pool.worth = prices.worth
    const composer = new Composer(pool, model, search.near, prices, skip, plan, ceiling)
    return this.layOut(composer.improve())
  }

  /** What each stop seems to be worth before anything is known: its share of the day in which it lies. */
  private guess(skip: Float64Array): Float64Array {
    const { day, model } = this.search
    const worth = new Float64Array(model.stopCount + model.classDrivers.length)
    for (let stop = 0; stop < model.stopCount; stop++) {
      const driver = day.driverOf[stop] as number
      worth[stop] =
        driver < 0 ? (skip[stop] as number) : this.priceOf(driver) / (day.stopsOf[driver] as number)
    }
    return worth
  }

  private layOut(days: number[]): Solution {
    const { kind, cells, from } = this.pool as DayPool
    const { classDrivers, driverCount } = this.search.model
    const dayOf = new Int32Array(driverCount).fill(-1)
    const seats = new Int32Array(classDrivers.length)
    for (const day of days) {
      const seat = seats[kind[day] as number] as number
      seats[kind[day] as number] = seat + 1
      dayOf[classDrivers[kind[day] as number]?.[seat] as number] = day
    }
    const sequence: number[] = []
    for (const day of dayOf) {
      if (day >= 0) sequence.push(...cells.subarray(from[day], from[day + 1]))
      sequence.push(DAY_END)
    }
    return { sequence: Int32Array.from(sequence), cost: Number.POSITIVE_INFINITY, unserved: 0 }
  }
}
