import { Branching, type Candidate, setBit, shareBits } from './branching.ts'
import type { DayPool } from './day-pool.ts'
import type { DayPrices } from './day-prices.ts'
import type { Model } from './model.ts'
import type { Neighbours } from './neighbours.ts'

/** Days looked at, the most promising first. */
const MOST_CANDIDATES = 1_000
/** How many neighbouring days are composed anew at a time. */
const WIDTHS = [3, 5, 8]

/**
 * Composes a cheaper plan of the days of a pool (set partitioning, as in Subramanian et al. 2013, in neighbourhoods). A
 * few neighbouring days leave the plan, and what they served, with what nobody serves, is shared out anew among whole
 * days of the pool, at the least price: `branching.ts`, by what each stop is worth. Around every stop, in growing
 * neighbourhoods, until none gets cheaper.
 */
export class Composer {
  private readonly model: Model
  private readonly pool: DayPool
  private readonly near: Neighbours
  private readonly worth: Float64Array
  private readonly skip: Float64Array
  /** By candidate: its number in the pool, what it asks for beyond its stops' worth, its stops. */
  private readonly dayOf: number[] = []
  private readonly beyond: number[] = []
  private readonly stops: Int32Array[] = []
  /** The stops of each candidate as bits; behind the last, those that stay with their drivers. */
  private readonly words: number
  private readonly bits: Int32Array
  private readonly mask: number
  private readonly branching: Branching
  /** The candidates that are the plan; by stop the one of them that serves it, or -1. */
  private plan: number[]
  private readonly serving: Int32Array

  /** @param plan the days of a plan that costs `ceiling`; they are candidates whatever they ask for */
  constructor(
    pool: DayPool,
    model: Model,
    near: Neighbours,
    prices: DayPrices,
    skip: Float64Array,
    plan: readonly number[],
    ceiling: number,
  ) {
    this.pool = pool
    this.model = model
    this.near = near
    this.worth = prices.worth
    this.skip = skip
    const days = promisingDays(pool, prices, plan, ceiling)
    this.words = Math.ceil(model.stopCount / 32)
    this.bits = new Int32Array((days.length + 1) * this.words)
    this.mask = days.length * this.words
    days.forEach((day, at) => {
      const stops = pool.cells.slice(pool.from[day], pool.from[day + 1]).filter(stop => stop >= 0)
      for (const stop of stops) setBit(this.bits, at * this.words, stop)
      this.dayOf.push(day)
      this.beyond.push(pool.beyondWorth(day, prices.worth))
      this.stops.push(stops)
    })
    this.branching = new Branching(model.stopCount, this.stops, this.bits, this.words)
    this.serving = new Int32Array(model.stopCount)
    this.plan = [...new Set(plan)].map(day => this.dayOf.indexOf(day))
    this.serve()
  }

  /** The cheapest plan found, as days of the pool; the one it began with where there is none. */
  improve(): number[] {
    const { stopCount } = this.model
    for (const width of WIDTHS) {
      const tried = new Set<string>()
      for (let seed = 0, quiet = 0; quiet < stopCount; seed = (seed + 1) % stopCount, quiet++) {
        const around = this.around(seed, width)
        const key = around.join()
        if (around.length === 0 || tried.has(key)) continue
        tried.add(key)
        if (this.shareAnew(around)) quiet = 0
      }
      if (this.plan.length <= width) break
    }
    return this.plan.map(at => this.dayOf[at] as number)
  }

  private serve(): void {
    this.serving.fill(-1)
    for (const at of this.plan) for (const stop of this.stops[at] as Int32Array) this.serving[stop] = at
  }

  /** The days of the plan in which the seed and its nearest lie, ascending. */
  private around(seed: number, width: number): number[] {
    const { near, width: breadth } = this.near
    const found: number[] = []
    const end = (seed + 1) * breadth
    for (let slot = seed * breadth; slot < end && found.length < width; slot++) {
      const day = this.serving[near[slot] as number] as number
      if (day >= 0 && !found.includes(day)) found.push(day)
    }
    return found.sort((one, other) => one - other)
  }

  /** Shares out anew what these days serve and what nobody serves; false where that saves nothing. */
  private shareAnew(around: number[]): boolean {
    const { model, skip, worth } = this
    const kept = this.plan.filter(at => !around.includes(at))
    const open = this.openStops(around)
    const left = this.driversLeft(kept)
    const candidates = this.candidates()
    let bound = 0
    let skipped = 0
    const skipBeyond = new Float64Array(model.stopCount)
    for (const stop of open) {
      bound += worth[stop] as number
      skipped += skip[stop] as number
      skipBeyond[stop] = Math.max(0, (skip[stop] as number) - (worth[stop] as number))
    }
    left.forEach((count, kind) => {
      bound += count * (worth[model.stopCount + kind] as number)
    })
    for (const { at } of candidates) bound += Math.min(0, this.beyond[at] as number)
    const priceOf = (days: readonly number[]) => days.reduce((sum, at) => sum + this.change(at), skipped)
    const ceiling = priceOf(around)
    const found = this.branching.solve({ candidates, open, left, skipBeyond, bound, ceiling, priceOf })
    if (found === null) return false
    this.plan = [...kept, ...found]
    this.serve()
    return true
  }

  /** The stops that nobody serves but these days; the others are marked as those that stay. */
  private openStops(around: number[]): number[] {
    const { bits, mask, words, serving } = this
    const open: number[] = []
    bits.fill(0, mask, mask + words)
    for (let stop = 0; stop < serving.length; stop++) {
      const day = serving[stop] as number
      if (day < 0 || around.includes(day)) open.push(stop)
      else setBit(bits, mask, stop)
    }
    return open
  }

  /** By class: drivers whom the days that are kept leave free. */
  private driversLeft(kept: number[]): number[] {
    const left = this.model.classDrivers.map(members => members.length)
    for (const at of kept) {
      const kind = this.kindOf(at)
      left[kind] = (left[kind] as number) - 1
    }
    return left
  }

  /** The days that serve open stops alone. */
  private candidates(): Candidate[] {
    const { bits, words, mask } = this
    const found: Candidate[] = []
    for (let at = 0; at < this.stops.length; at++) {
      if (shareBits(bits, at * words, mask, words)) continue
      found.push({ at, kind: this.kindOf(at), beyond: Math.max(0, this.beyond[at] as number) })
    }
    return found
  }

  private kindOf(at: number): number {
    return this.pool.kind[this.dayOf[at] as number] as number
  }

  /** What driving the day changes: its price less what leaving its stops out would cost. */
  private change(at: number): number {
    let price = this.pool.price[this.dayOf[at] as number] as number
    for (const stop of this.stops[at] as Int32Array) price -= this.skip[stop] as number
    return price
  }
}

/** The plan's days, and the others by what they ask for beyond their worth: one that asks for more than the plan costs
 * above the bound is part of no cheaper one. */
function promisingDays(pool: DayPool, prices: DayPrices, plan: readonly number[], ceiling: number): number[] {
  const gap = ceiling - prices.bound
  const isPlanned = new Set(plan)
  const others: { day: number; beyond: number }[] = []
  for (let day = 0; day < pool.count; day++) {
    const beyond = pool.beyondWorth(day, prices.worth)
    if (beyond < gap && !isPlanned.has(day)) others.push({ day, beyond })
  }
  others.sort((one, other) => one.beyond - other.beyond || one.day - other.day)
  return [...isPlanned, ...others.slice(0, MOST_CANDIDATES).map(({ day }) => day)]
}
