/** Putting absent stops back: greedily with blinks inside the search, by regret for the first plan. */
import type { Day } from './day.ts'
import type { Finder } from './finder.ts'
import { apply } from './insertion.ts'
import type { Model } from './model.ts'
import { type Approaches, findApproaches } from './neighbours.ts'
import type { Random } from './random.ts'

/** Above this many stops only the neighbours' positions are tried. */
const FULL_SCAN_STOPS = 200
const APPROACHES = 40
/**
 * How often absent stops are put back eagerly: a vehicle's fixed cost counts in part, and optional stops may cost
 * more than they are worth. One stop alone never pays for a vehicle; several together may, and annealing judges.
 */
const EAGER_SHARE = 0.1
/** Above this many stops the first plan is greedy, because regret costs the square. */
const REGRET_STOPS = 600
/** How often it goes through whoever is still out. */
const GREEDY_ROUNDS = 3

/** The orders in which absent stops are put back, and how often each is used. */
const ORDERS = [
  { key: 'random', weight: 4 },
  { key: 'demand', weight: 4 },
  { key: 'far', weight: 2 },
  { key: 'near', weight: 1 },
] as const
const TIMED_ORDERS = [
  { key: 'narrow', weight: 2 },
  { key: 'early', weight: 2 },
  { key: 'late', weight: 2 },
] as const

export class Recreate {
  private readonly day: Day
  private readonly model: Model
  private readonly random: Random
  private readonly finder: Finder
  private readonly approaches: Approaches | null
  private readonly touch: (driver: number) => void
  private eagerness = 1
  private readonly queue: Int32Array
  /** Ascending sort keys by order; the key of a random order is drawn anew each time. */
  private readonly keys: Float64Array[]
  private readonly weights: number[]
  private readonly shuffled: Float64Array
  /** By stop: less than this its return cannot add, wherever it goes or if it stays out. */
  private readonly leastMore: Float64Array
  private readonly leastCost: () => number

  constructor(
    day: Day,
    random: Random,
    finder: Finder,
    touch: (driver: number) => void,
    leastCost: () => number,
  ) {
    this.leastCost = leastCost
    this.day = day
    this.model = day.model
    this.random = random
    this.finder = finder
    this.approaches = this.model.stopCount > FULL_SCAN_STOPS ? findApproaches(this.model, APPROACHES) : null
    this.touch = touch
    this.queue = new Int32Array(this.model.stopCount)
    this.shuffled = new Float64Array(this.model.stopCount)
    const orders = this.model.isTimed ? [...ORDERS, ...TIMED_ORDERS] : ORDERS
    this.keys = orders.map(order => sortKeys(this.model, order.key))
    this.weights = orders.map(order => order.weight)
    this.leastMore = leastMore(this.model)
  }

  /**
   * Every absent stop at its cheapest place, in a random one of the orders; urgent stops first. Gives up and says
   * false as soon as the plan must cost `limit` or more, because whatever is still absent only adds to it.
   */
  greedily(limit = Number.POSITIVE_INFINITY): boolean {
    const { day, queue } = this
    const count = day.absentCount
    for (let slot = 0; slot < count; slot++) queue[slot] = day.absent[slot] as number
    this.sort(count)
    this.eagerness = 1
    this.finder.fixedShare = 1
    if (this.random.fraction() < EAGER_SHARE) {
      this.eagerness = 3
      this.finder.fixedShare = this.random.fraction()
    }
    let pending = 0
    for (let slot = 0; slot < count; slot++) pending += this.leastMore[queue[slot] as number] as number
    let slack = limit - this.leastCost() - pending
    for (let slot = 0; slot < count && slack > 0; slot++) {
      const stop = queue[slot] as number
      pending -= this.leastMore[stop] as number
      this.place(stop, slack + (this.leastMore[stop] as number))
      if (day.absentAt[stop] !== -1) pending += this.model.skipPenalty[stop] as number
      slack = limit - this.leastCost() - pending
    }
    this.finder.fixedShare = 1
    this.eagerness = 1
    return slack > 0
  }

  /** At its cheapest place, if one costs less than `most`: any other would make the whole plan too dear. */
  private place(stop: number, most: number): void {
    const { model, finder } = this
    const penalty = model.skipPenalty[stop] as number
    // Fairness is priced by the driver's whole day: what a place adds is not known to stay.
    const limit = model.fairnessRate === 0 ? most : Number.POSITIVE_INFINITY
    let found = finder.found
    if (this.approaches !== null) {
      found = finder.searchNear(stop, this.approaches, limit)
      if (found.driver < 0 && penalty < limit) found = finder.search(stop, limit)
    } else found = finder.search(stop, limit)
    if (found.driver < 0 || found.cost >= this.eagerness * penalty) return
    this.touch(found.driver)
    apply(this.day, stop, found)
  }

  private sort(count: number): void {
    const { queue, model, random, shuffled } = this
    let key = this.keys[this.drawOrder()] as Float64Array
    if (key.length === 0) {
      for (let slot = 0; slot < count; slot++) shuffled[queue[slot] as number] = random.fraction()
      key = shuffled
    }
    for (let slot = 1; slot < count; slot++) {
      const stop = queue[slot] as number
      const rank = model.rank[stop] as number
      const value = key[stop] as number
      let hole = slot
      for (; hole > 0; hole--) {
        const other = queue[hole - 1] as number
        const otherRank = model.rank[other] as number
        if (otherRank < rank || (otherRank === rank && (key[other] as number) <= value)) break
        queue[hole] = other
      }
      queue[hole] = stop
    }
  }

  private drawOrder(): number {
    let left = this.random.below(this.weights.reduce((sum, weight) => sum + weight, 0))
    for (let order = 0; order < this.weights.length; order++) {
      left -= this.weights[order] as number
      if (left < 0) return order
    }
    return 0
  }

  /**
   * Regret insertion (Potvin and Rousseau 1993): first the stop that loses most if it does not get its best
   * driver. Ranks are kept: no normal stop goes in before an urgent one has had its choice.
   */
  byRegret(): void {
    const { day, model } = this
    if (model.stopCount > REGRET_STOPS) {
      for (let round = 0; round < GREEDY_ROUNDS && day.absentCount > 0; round++) this.greedily()
      return
    }
    for (const rank of [0, 1, 2, 3]) {
      const waiting = Array.from(day.absent.subarray(0, day.absentCount))
        .filter(stop => model.rank[stop] === rank)
        .sort((one, other) => one - other)
      this.regretRank(waiting)
    }
  }

  private regretRank(waiting: number[]): void {
    const { model, day } = this
    const places = waiting.map(stop => this.rate(stop))
    while (waiting.length > 0) {
      let chosen = -1
      let most = Number.NEGATIVE_INFINITY
      places.forEach((place, index) => {
        const regret = Math.min(place.second, 1e15) - place.first
        if (Number.isFinite(place.first) && regret > most) {
          most = regret
          chosen = index
        }
      })
      if (chosen < 0) return
      const stop = waiting[chosen] as number
      const found = this.finder.search(stop)
      waiting.splice(chosen, 1)
      places.splice(chosen, 1)
      if (found.driver < 0 || found.cost >= (model.skipPenalty[stop] as number)) continue
      this.touch(found.driver)
      const changed = found.driver
      apply(day, stop, found)
      waiting.forEach((other, index) => {
        const place = places[index] as Rating
        if (place.driver === changed || place.runnerUp === changed || !Number.isFinite(place.first)) {
          places[index] = this.rate(other)
        } else this.reconsider(other, place, changed)
      })
    }
  }

  private rate(stop: number): Rating {
    const rating: Rating = { first: Infinity, second: Infinity, driver: -1, runnerUp: -1 }
    const seen = new Set<number>()
    for (let driver = 0; driver < this.model.driverCount; driver++) {
      if (this.day.stopsOf[driver] === 0) {
        const kind = this.model.classOf[driver] as number
        if (seen.has(kind)) continue
        seen.add(kind)
      }
      this.reconsider(stop, rating, driver)
    }
    return rating
  }

  private reconsider(stop: number, rating: Rating, driver: number): void {
    const { finder } = this
    finder.found.clear()
    finder.searchDriver(stop, driver)
    const { cost } = finder.found
    if (cost < rating.first) {
      rating.second = rating.first
      rating.runnerUp = rating.driver
      rating.first = cost
      rating.driver = driver
    } else if (cost < rating.second) {
      rating.second = cost
      rating.runnerUp = driver
    }
  }
}

/** The cheapest and second cheapest driver for a stop. */
type Rating = { first: number; second: number; driver: number; runnerUp: number }

type OrderKey = (typeof ORDERS)[number]['key'] | (typeof TIMED_ORDERS)[number]['key']

function sortKeys(model: Model, key: OrderKey): Float64Array {
  if (key === 'random') return new Float64Array(0)
  const values = new Float64Array(model.stopCount)
  const depot = model.depotPlace[0] as number
  const cost = model.cost[0] as Int32Array
  for (let stop = 0; stop < model.stopCount; stop++) {
    values[stop] = sortKey(model, key, stop, cost[stop * model.placeCount + depot] as number)
  }
  return values
}

function sortKey(model: Model, key: OrderKey, stop: number, depotCost: number): number {
  switch (key) {
    case 'demand':
      return -relativeDemand(model, stop)
    case 'far':
      return -depotCost
    case 'near':
      return depotCost
    case 'narrow':
      return (model.openTo[stop] as number) - (model.openFrom[stop] as number)
    case 'early':
      return model.openFrom[stop] as number
    case 'late':
      return -(model.openTo[stop] as number)
    case 'random':
      return 0
  }
}

/** By stop: what serving it costs whoever does that most cheaply, or leaving it out where that costs less. */
function leastMore({ stopCount, classDrivers, serveCost, skipPenalty }: Model): Float64Array {
  const least = Float64Array.from(skipPenalty)
  for (let kind = 0; kind < classDrivers.length; kind++) {
    for (let stop = 0; stop < stopCount; stop++) {
      const serve = serveCost[kind * stopCount + stop] as number
      if (serve >= 0 && serve < (least[stop] as number)) least[stop] = serve
    }
  }
  return least
}

/** The largest share of the first vehicle that a stop fills in any dimension. */
function relativeDemand(model: Model, stop: number): number {
  let most = 0
  for (let dim = 0; dim < model.dimCount; dim++) {
    const amount = Math.max(
      model.deliver[stop * model.dimCount + dim] as number,
      model.collect[stop * model.dimCount + dim] as number,
    )
    const capacity = model.capacity[dim] as number
    if (capacity > 0 && Number.isFinite(capacity)) most = Math.max(most, amount / capacity)
  }
  return most
}
