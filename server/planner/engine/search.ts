/**
 * The search: ruin and recreate under simulated annealing, on one thread. Everything random comes from one
 * seeded source, so equal model, seed and iteration counts give equal plans.
 */
import { Closing } from './closing.ts'
import { Composing } from './composing.ts'
import { DAY_END, Day, TRIP_BREAK } from './day.ts'
import { Finder } from './finder.ts'
import { Handover } from './handover.ts'
import { COST_UNIT, type Model, RANK_MAY_WAIT } from './model.ts'
import { findNeighbours, type Neighbours } from './neighbours.ts'
import type { Part } from './parts.ts'
import { Polish } from './polish.ts'
import { layPrefixes } from './prefixes.ts'
import { Pricer } from './price.ts'
import { Random } from './random.ts'
import { Recreate } from './recreate.ts'
import { Ruin } from './ruin.ts'
import { Shelf } from './shelf.ts'
import { Splicer } from './splicer.ts'
import { Tails } from './tails.ts'

/** A whole plan in one array: each driver's stops, `TRIP_BREAK` between trips, `DAY_END` after each driver. */
export type Solution = { sequence: Int32Array; cost: number; unserved: number }

/**
 * The first temperature as a share of the mean arc of the first plan, and the last as a share of the first. Where
 * drivers differ or make several trips the heat settles who drives, and the cold finds nothing more.
 */
const PLAIN = { heat: 1.5, cooling: 0.006 }
const RICH = { heat: 2, cooling: 0.015 }
const BLINK = 0.01
/** How often a big first plan is changed to make room for each stop left out, and at most in all. */
const ROOM_STOPS = 150
const ROOM_TRIES = 25
const MOST_ROOM_TRIES = 1_000
/** How often whole trips change hands instead. */
const HANDOVER_SHARE = 0.02
/** How far the ruin looks around its seed. */
const RUIN_NEIGHBOURS = 150

export class Search {
  readonly day: Day
  readonly random: Random
  readonly pricer: Pricer
  best: Solution
  /** Cost of the current plan: drivers plus penalties of the absent. */
  cost = 0
  iterations = 0
  readonly model: Model
  private readonly ruin: Ruin
  private readonly recreate: Recreate
  private readonly driverCost: Float64Array
  /** Sum of the drivers' costs; whole numbers, so that adding changes never drifts. */
  private driving = 0
  private readonly oldCost: Float64Array
  /** Drivers changed in this iteration; their days before it lie on the shelf. */
  private readonly touched: Int32Array
  private readonly isTouched: Uint8Array
  private readonly shelf: Shelf
  private touchedCount = 0
  /** How many of them have been priced anew. */
  private pricedCount = 0
  /** Waiting, lateness and the like of the drivers who were left alone. */
  private floor = 0
  /** The first temperature; known once there is a plan. */
  private hottest = 0
  private readonly closing: Closing
  private readonly handover: Handover
  private readonly tails: Tails
  private readonly polish: Polish
  private polished: Solution | null = null
  private readonly composing: Composing
  /** Who lies near whom. */
  readonly near: Neighbours
  /** Drivers differ or may make several trips. */
  readonly isRich: boolean
  private readonly schedule: { heat: number; cooling: number }

  /** `given`: who lies near whom, where another search of the same model knows it already. */
  constructor(model: Model, seed: number, given?: Neighbours) {
    this.model = model
    this.day = new Day(model)
    this.random = new Random(seed)
    this.pricer = new Pricer(this.day)
    this.driverCost = new Float64Array(model.driverCount)
    this.oldCost = new Float64Array(model.driverCount)
    this.touched = new Int32Array(model.driverCount)
    this.isTouched = new Uint8Array(model.driverCount)
    this.shelf = new Shelf(this.day)
    const near = given ?? findNeighbours(model, RUIN_NEIGHBOURS)
    this.near = near
    const touch = (driver: number) => this.touch(driver)
    const finder = new Finder(this.day, this.random, BLINK, this.pricer.fairSlope)
    this.ruin = new Ruin(this.day, this.random, near, touch)
    this.recreate = new Recreate(this.day, this.random, finder, touch, () => this.leastCost())
    layPrefixes(this.day)
    this.reprice()
    this.best = this.snapshot()
    this.composing = new Composing(this)
    this.closing = new Closing(this)
    const splicer = new Splicer(this.day, touch)
    this.handover = new Handover(this.day, this.random, splicer)
    this.isRich = this.handover.mayHelp
    this.schedule = this.isRich ? RICH : PLAIN
    this.tails = new Tails(this.day, this.random, near, splicer)
    this.polish = new Polish(this.day, near, splicer, this.tails, this)
  }

  /** A first plan from nothing. */
  construct(): void {
    this.touchedCount = 0
    this.recreate.byRegret()
    this.reprice()
    this.best = this.snapshot()
    this.hottest = this.schedule.heat * meanArc(this.day)
    this.makeRoom()
  }

  /** Stops that must be served and found no place in the first plan get one by moving what lies around them. */
  private makeRoom(): void {
    if (this.model.stopCount < ROOM_STOPS) return
    const most = Math.min(MOST_ROOM_TRIES, ROOM_TRIES * this.best.unserved)
    for (let tries = most; tries > 0 && this.best.unserved > 0; tries--) this.attempt(0, true)
  }

  /** Lays a part of a plan out as the current one and forgets everything else. */
  enter(solution: Solution, part: Part): void {
    const { day } = this
    const mine = new Uint8Array(this.model.stopCount)
    const isMyDriver = new Uint8Array(this.model.driverCount)
    for (const driver of part.drivers) isMyDriver[driver] = 1
    for (const stop of part.absent) mine[stop] = 1
    eachDay(solution, (driver, from, to) => {
      for (let at = from; at < to; at++) {
        const stop = solution.sequence[at] as number
        if (stop !== TRIP_BREAK && isMyDriver[driver] === 1) mine[stop] = 1
      }
    })
    day.takePart(part.drivers, mine)
    eachDay(solution, (driver, from, to) => {
      if (isMyDriver[driver] === 1) day.layout(driver, solution.sequence, from, to)
    })
    this.closing.forget()
    this.reprice()
    this.best = this.snapshot()
    if (this.hottest === 0) this.hottest = this.schedule.heat * meanArc(day)
  }

  /** Lays a plan out as the current one. */
  adopt(solution: Solution): void {
    this.lay(solution)
    if (this.cost < this.best.cost) this.best = this.snapshot()
    if (this.hottest === 0) this.hottest = this.schedule.heat * meanArc(this.day)
  }

  /** Iterates between two points of the cooling schedule, 0 (hot) to 1 (cold). */
  run(iterations: number, from: number, to: number): void {
    for (let done = 0; done < iterations; done++) {
      const progress = from + ((to - from) * done) / iterations
      this.iterate(this.temperature(progress))
      this.composing.step(progress)
    }
  }

  temperature(progress: number): number {
    return this.hottest * this.schedule.cooling ** progress
  }

  iterate(temperature: number): void {
    if (this.model.stopCount === 0) return
    this.iterations++
    this.closing.step(temperature)
    this.attempt(temperature, false)
  }

  /** One change, kept or rolled back. */
  private attempt(temperature: number, isForAbsent: boolean): void {
    const { day } = this
    this.begin()
    const threshold = this.cost - temperature * Math.log(this.random.fraction() || 1e-12)
    let isHopeful = true
    if (!isForAbsent && this.handover.mayHelp && this.random.fraction() < HANDOVER_SHARE)
      isHopeful = this.handover.attempt()
    else if (!isForAbsent && this.tails.share > 0 && this.random.fraction() < this.tails.share)
      isHopeful = this.tails.attempt(threshold - this.cost)
    else {
      if (isForAbsent) this.ruin.aroundAbsent()
      else this.ruin.any()
      for (let slot = 0; slot < this.touchedCount; slot++) day.closeGaps(this.touched[slot] as number)
      isHopeful = this.recreate.greedily(threshold)
    }
    this.settle(isHopeful, threshold)
  }

  /** A change begins: nothing is touched yet. */
  private begin(): void {
    this.touchedCount = 0
    this.pricedCount = 0
    this.shelf.open()
    this.floor = this.driving - this.day.baseSum
  }

  /** Keeps the change if it costs less than the threshold, or rolls it back. */
  private settle(isHopeful: boolean, threshold: number): boolean {
    const after = isHopeful ? this.priceTouched(threshold) : Number.POSITIVE_INFINITY
    if (after >= threshold) {
      this.rollback()
      return false
    }
    this.cost = after
    if (after < this.best.cost) this.best = this.snapshot()
    for (let slot = 0; slot < this.touchedCount; slot++) this.isTouched[this.touched[slot] as number] = 0
    return true
  }

  /** Carries a change out if the plan gets cheaper; `change` is false where it breaks a rule. */
  improves(change: () => boolean): boolean {
    this.begin()
    return this.settle(change(), this.cost)
  }

  /** What waiting, lateness and the like of the driver's day cost; all he costs where arcs say little. */
  extrasOf(driver: number): number {
    const price = this.driverCost[driver] as number
    return this.model.isNeverFaster ? price - (this.day.baseCost[driver] as number) : price
  }

  /** Polishes the best plan, unless it has been, until it is told to end; annealing goes on from where it was. */
  polishBest(isOver: () => boolean = () => false): void {
    if (this.best === this.polished) return
    const current = this.snapshot()
    this.lay(this.best)
    if (this.polish.run(isOver)) this.polished = this.best
    this.lay(current)
  }

  /** What the driver's day costs as it lies. */
  priceOf(driver: number): number {
    return this.driverCost[driver] as number
  }

  /** Composes a plan of days that were never in force together; goes on from it, or only remembers it, if it is the best. */
  composeBest(mayAdopt: boolean): boolean {
    const current = this.snapshot()
    this.lay(this.best)
    const composed = this.composing.compose()
    if (composed !== null) this.lay(composed)
    const isBetter = this.cost < this.best.cost
    if (isBetter) this.best = this.snapshot()
    if (isBetter && mayAdopt) this.closing.forget()
    else this.lay(current)
    return isBetter
  }

  private lay(solution: Solution): void {
    laySolution(this.day, solution)
    this.reprice()
  }

  /**
   * Less than this the plan under construction cannot cost any more: the exact prices of the drivers left alone,
   * arcs and stops of the others. Where some hour is faster than the matrix a price may lie below its arcs; then nothing
   * is known.
   */
  private leastCost(): number {
    return this.model.isNeverFaster ? this.floor + this.day.baseSum : Number.NEGATIVE_INFINITY
  }

  private touch(driver: number): void {
    if (this.isTouched[driver] === 1) return
    this.isTouched[driver] = 1
    // What waiting, lateness and the like cost him is not known to stay.
    this.floor -= (this.driverCost[driver] as number) - (this.day.baseCost[driver] as number)
    this.touched[this.touchedCount++] = driver
    this.shelf.put(driver)
  }

  /** Prices the changed drivers; returns what the whole plan costs now, or infinity once that must exceed `limit`. */
  private priceTouched(limit: number): number {
    const { day } = this
    let least = this.leastCost() + day.skipCost
    this.pricedCount = 0
    while (this.pricedCount < this.touchedCount) {
      if (least > limit) return Number.POSITIVE_INFINITY
      const driver = this.touched[this.pricedCount] as number
      const old = this.driverCost[driver] as number
      this.oldCost[this.pricedCount++] = old
      if (this.pricer.queue.isWatched) this.pricer.queue.save(driver)
      const price = this.pricer.driver(driver)
      this.driverCost[driver] = price
      this.driving += price - old
      least += price - (day.baseCost[driver] as number)
    }
    return this.driving + day.skipCost + this.pricer.queueing()
  }

  private rollback(): void {
    this.shelf.restore()
    for (let slot = 0; slot < this.touchedCount; slot++) {
      const driver = this.touched[slot] as number
      this.isTouched[driver] = 0
      if (slot >= this.pricedCount) continue
      if (this.pricer.queue.isWatched) this.pricer.queue.restore(driver)
      const old = this.oldCost[slot] as number
      this.driving += old - (this.driverCost[driver] as number)
      this.driverCost[driver] = old
    }
  }

  private reprice(): void {
    for (let slot = 0; slot < this.touchedCount; slot++) this.isTouched[this.touched[slot] as number] = 0
    this.touchedCount = 0
    let sum = 0
    for (let driver = 0; driver < this.model.driverCount; driver++) {
      this.driverCost[driver] = this.pricer.driver(driver)
      sum += this.driverCost[driver] as number
    }
    this.driving = sum
    this.cost = sum + this.day.skipCost + this.pricer.queueing()
  }

  /** Takes every stop from a driver. */
  empty(driver: number): void {
    this.day.clear(driver)
    this.day.refresh(driver)
    this.reprice()
  }

  /** Where annealing has arrived; the plan before it where a driver is kept at home on trial. */
  current(): Solution {
    return this.closing.suspended ?? this.snapshot()
  }

  snapshot(): Solution {
    return solutionOf(this.day, this.cost)
  }
}

/** Lays a solution out in place of whatever the day holds. */
export function laySolution(day: Day, solution: Solution): void {
  const { driverCount } = day.model
  for (let driver = 0; driver < driverCount; driver++) day.clear(driver)
  eachDay(solution, (driver, from, to) => day.layout(driver, solution.sequence, from, to))
}

/** Walks over the drivers of a solution: his stops lie from `from` to before `to`. */
function eachDay({ sequence }: Solution, visit: (driver: number, from: number, to: number) => void): void {
  for (let at = 0, driver = 0; at < sequence.length; driver++) {
    const from = at
    while (sequence[at] !== DAY_END) at++
    visit(driver, from, at)
    at++
  }
}

/** Puts the parts of a plan together again: each driver's run from the thread that had him. */
export function joinParts(parts: Part[], solutions: Solution[], driverCount: number): Int32Array {
  const runs = new Array<Int32Array>(driverCount)
  solutions.forEach((solution, index) => {
    const members = new Set(parts[index]?.drivers)
    eachDay(solution, (driver, from, to) => {
      if (members.has(driver)) runs[driver] = solution.sequence.subarray(from, to + 1)
    })
  })
  const joined = new Int32Array(runs.reduce((sum, run) => sum + run.length, 0))
  let at = 0
  for (const run of runs) {
    joined.set(run, at)
    at += run.length
  }
  return joined
}

/** The day as one array, with its price. */
export function solutionOf(day: Day, cost: number): Solution {
  const { model } = day
  const sequence = new Int32Array(day.nodeCount + model.driverCount)
  let at = 0
  for (let driver = 0; driver < model.driverCount; driver++) {
    at = day.saveSequence(driver, sequence, at)
    sequence[at++] = DAY_END
  }
  let unserved = 0
  for (let slot = 0; slot < day.absentCount; slot++) {
    if ((model.rank[day.absent[slot] as number] as number) < RANK_MAY_WAIT) unserved++
  }
  return { sequence: sequence.slice(0, at), cost, unserved }
}

/** The mean cost of an arc of the plan: the yardstick of the temperature, whatever the scale of the prices. */
function meanArc({ model, next, startOf, endOf, arcTo }: Day): number {
  let sum = 0
  let count = 0
  for (let driver = 0; driver < model.driverCount; driver++) {
    const end = endOf[driver] as number
    for (let node = startOf[driver] as number; node !== end; ) {
      node = next[node] as number
      sum += arcTo[node] as number
      if ((arcTo[node] as number) > 0) count++
    }
  }
  return count === 0 ? COST_UNIT : sum / count
}
