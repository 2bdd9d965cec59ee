import type { Day } from './day.ts'
import type { Model } from './model.ts'
import type { Neighbours } from './neighbours.ts'
import { Reach } from './reach.ts'
import type { Splicer } from './splicer.ts'
import type { Tails } from './tails.ts'

/** How many of a stop's nearest are asked to lie beside it. */
const PARTNERS = 20
/** The longest run of stops that moves as one (Or-opt, Or 1976). */
const LONGEST_SEGMENT = 3

/** What the polish asks of the search: carry a change out if the plan gets cheaper, and how much arcs may mislead. */
type Judge = {
  /** `saved`: what arcs and stops alone cost less, before waiting and the like are counted. */
  improves(change: () => boolean, saved: number): boolean
  /** What waiting, lateness and the like of the driver's day cost: no change saves more of it. */
  extrasOf(driver: number): number
}

/**
 * Makes a plan as good as small moves can: runs of up to three stops move, turned round or not, within the day or to
 * another driver (relocate and Or-opt); two stops change drivers, one into the other's place and the other to its best
 * one (SWAP*, Vidal 2022); a part of a trip is turned round (2-opt); trips exchange tails (2-opt*). Only moves that lay
 * a stop beside one of its nearest are tried (Toth and Vigo 2003). Arcs are compared first; then clocks, in constant
 * time; what is left is laid out and priced exactly.
 */
export class Polish {
  private readonly day: Day
  private readonly model: Model
  private readonly near: Neighbours
  private readonly splicer: Splicer
  private readonly tails: Tails
  private readonly judge: Judge
  private readonly reach: Reach

  constructor(day: Day, near: Neighbours, splicer: Splicer, tails: Tails, judge: Judge) {
    this.day = day
    this.model = day.model
    this.near = near
    this.splicer = splicer
    this.tails = tails
    this.judge = judge
    this.reach = new Reach(day)
  }

  /** Improves the plan until no move helps, or until it is told to end, which it asks once a stop; true if none helps. */
  run(isOver: () => boolean): boolean {
    const { members, memberCount } = this.day
    let quiet = 0
    for (let at = 0; quiet < memberCount && !isOver(); at = (at + 1) % memberCount) {
      quiet = this.improveBeside(members[at] as number) ? 0 : quiet + 1
    }
    return quiet >= memberCount
  }

  private improveBeside(stop: number): boolean {
    const { near, width } = this.near
    if (!this.isLoose(stop)) return false
    const end = stop * width + Math.min(PARTNERS, width)
    for (let slot = stop * width; slot < end; slot++) {
      const partner = near[slot] as number
      if (partner !== stop && this.isLoose(partner) && this.join(stop, partner)) return true
    }
    return false
  }

  private isLoose(node: number): boolean {
    return (
      node < this.model.stopCount && (this.day.headOf[node] as number) >= 0 && this.day.isFrozen[node] === 0
    )
  }

  /** Whatever lays the two beside each other. */
  private join(stop: number, partner: number): boolean {
    const { day } = this
    const before = day.prev[partner] as number
    const after = day.next[partner] as number
    for (let length = 1; length <= LONGEST_SEGMENT; length++) {
      const last = this.along(day.next, stop, length)
      const first = this.along(day.prev, stop, length)
      if (last >= 0 && this.relocate(stop, last, partner, false)) return true
      if (first >= 0 && this.relocate(first, stop, before, false)) return true
      if (length === 1) continue
      if (first >= 0 && this.relocate(first, stop, partner, true)) return true
      if (last >= 0 && this.relocate(stop, last, before, true)) return true
    }
    if (day.driverOf[stop] === day.driverOf[partner]) return this.turn(stop, partner)
    return (
      (this.isLoose(after) && this.swap(stop, after)) ||
      (this.isLoose(before) && this.swap(stop, before)) ||
      this.exchangeTails(stop, partner)
    )
  }

  /** The stop at the other end of a run of this length that begins at `stop`; -1 where the trip is too short. */
  private along(way: Int32Array, stop: number, length: number): number {
    let node = stop
    for (let left = length - 1; left > 0; left--) {
      node = way[node] as number
      if (!this.isLoose(node)) return -1
    }
    return node
  }

  /** The run `first … last` goes right after `before`. */
  private relocate(first: number, last: number, before: number, isReversed: boolean): boolean {
    const { day } = this
    const giver = day.driverOf[first] as number
    const taker = day.driverOf[before] as number
    const after = day.next[before] as number
    if (day.isFrozen[after] === 1 || after === first) return false
    for (let node = first; ; node = day.next[node] as number) {
      if (node === before) return false
      if (node === last) break
    }
    const gained = this.relocateGain(first, last, before, isReversed)
    if (gained + this.slack(giver, taker) <= 0) return false
    if (giver !== taker && !this.reach.run(taker, before, after, first, last, isReversed)) return false
    return this.judge.improves(() => this.carry(giver, taker, first, last, before, isReversed), gained)
  }

  /** What arcs and stops cost less when the run lies after `before`; minus infinity where the taker may not serve. */
  private relocateGain(first: number, last: number, before: number, isReversed: boolean): number {
    const { day, model } = this
    const giver = day.driverOf[first] as number
    const taker = day.driverOf[before] as number
    const head = isReversed ? last : first
    const tail = isReversed ? first : last
    const left = day.prev[first] as number
    const right = day.next[last] as number
    const after = day.next[before] as number
    let gain = (day.arcTo[first] as number) + (day.arcTo[right] as number) - this.arc(giver, left, right)
    gain += (day.arcTo[after] as number) - this.arc(taker, before, head) - this.arc(taker, tail, after)
    const ownRow = (model.classOf[giver] as number) * model.stopCount
    const row = (model.classOf[taker] as number) * model.stopCount
    for (let node = first; ; node = day.next[node] as number) {
      const serve = model.serveCost[row + node] as number
      if (serve < 0) return Number.NEGATIVE_INFINITY
      gain += (model.serveCost[ownRow + node] as number) - serve
      if (node === last) return gain
      const next = day.next[node] as number
      gain += day.arcTo[next] as number
      gain -= isReversed ? this.arc(taker, next, node) : this.arc(taker, node, next)
    }
  }

  private carry(
    giver: number,
    taker: number,
    first: number,
    last: number,
    before: number,
    isReversed: boolean,
  ): boolean {
    const { splicer, day } = this
    splicer.take(giver, taker)
    const from = splicer.own.indexOf(first)
    const to = splicer.own.indexOf(last) + 1
    const sequence = giver === taker ? splicer.own : splicer.other
    const at =
      before < this.model.stopCount
        ? sequence.indexOf(before) + 1
        : sequence.indexOf(day.next[before] as number)
    if (giver === taker) return splicer.move(giver, from, to, at, isReversed)
    return splicer.exchange(giver, taker, from, to, at, at, isReversed)
  }

  /** `stop` takes the place of `other`, which goes to its cheapest place in the day that `stop` leaves. */
  private swap(stop: number, other: number): boolean {
    const { day, splicer, model } = this
    const giver = day.driverOf[stop] as number
    const taker = day.driverOf[other] as number
    if (giver === taker || day.isFrozen[day.next[other] as number] === 1) return false
    const gained = this.replaceGain(stop, other)
    const slack = this.slack(giver, taker)
    const left = day.prev[stop] as number
    const right = day.next[stop] as number
    const end = day.endOf[giver] as number
    const gap = this.arc(giver, left, right)
    const leaving = (day.arcTo[stop] as number) + (day.arcTo[right] as number) - gap
    let best = Number.POSITIVE_INFINITY
    let place = -1
    for (let node = day.openFrom[giver] as number; node !== end; node = day.next[node] as number) {
      if (node === stop) continue
      const after = node === left ? right : (day.next[node] as number)
      const old = node === left ? gap : (day.arcTo[after] as number)
      const price = this.arc(giver, node, other) + this.arc(giver, other, after) - old
      if (price >= best) continue
      best = price
      place = node
    }
    const saved = gained + leaving - best
    if (place < 0 || saved + slack <= 0) return false
    return this.judge.improves(() => {
      splicer.take(giver, taker)
      const from = splicer.own.indexOf(stop)
      const otherFrom = splicer.other.indexOf(other)
      // Beside the stop that leaves it takes its place; a depot is found by the stop after it.
      const after = day.next[place] as number
      const at =
        place === left
          ? from
          : place < model.stopCount
            ? splicer.own.indexOf(place) + 1
            : splicer.own.indexOf(after)
      return splicer.swap(giver, taker, from, otherFrom, at, otherFrom)
    }, saved)
  }

  /** What arcs and stops cost less when `stop` is served where `other` was, and `other` by the driver of `stop`. */
  private replaceGain(stop: number, other: number): number {
    const { day, model } = this
    const { classOf, stopCount, serveCost } = model
    const giver = (classOf[day.driverOf[stop] as number] as number) * stopCount
    const taker = day.driverOf[other] as number
    const row = (classOf[taker] as number) * stopCount
    const here = serveCost[row + stop] as number
    const there = serveCost[giver + other] as number
    if (here < 0 || there < 0) return Number.NEGATIVE_INFINITY
    const left = day.prev[other] as number
    const right = day.next[other] as number
    const arcs = (day.arcTo[other] as number) + (day.arcTo[right] as number)
    const serving = (serveCost[giver + stop] as number) + (serveCost[row + other] as number) - here - there
    return arcs - this.arc(taker, left, stop) - this.arc(taker, stop, right) + serving
  }

  /** The part after `stop` up to `partner`, later in the same trip, is driven the other way round (2-opt). */
  private turn(stop: number, partner: number): boolean {
    const { day } = this
    const driver = day.driverOf[stop] as number
    if (day.headOf[stop] !== day.headOf[partner]) return false
    const first = day.next[stop] as number
    const after = day.next[partner] as number
    let gain = (day.arcTo[first] as number) + (day.arcTo[after] as number)
    gain -= this.arc(driver, stop, partner) + this.arc(driver, first, after)
    for (let node = first; node !== partner; node = day.next[node] as number) {
      // The partner lies before the stop: asked the other way round.
      if (node >= this.model.stopCount) return false
      const next = day.next[node] as number
      gain += (day.arcTo[next] as number) - this.arc(driver, next, node)
    }
    if (gain + this.slack(driver, driver) <= 0) return false
    return this.judge.improves(() => {
      const { splicer } = this
      splicer.take(driver, driver)
      const from = splicer.own.indexOf(first)
      return splicer.move(driver, from, splicer.own.indexOf(partner) + 1, from, true)
    }, gain)
  }

  private exchangeTails(stop: number, partner: number): boolean {
    const { day, tails } = this
    if (!tails.mayFollow(stop, partner)) return false
    const saved = -tails.price(stop, partner)
    const slack = this.slack(day.driverOf[stop] as number, day.driverOf[partner] as number)
    return saved + slack > 0 && this.judge.improves(() => tails.exchange(stop, partner), saved)
  }

  /** What a change of these days may save beside arcs and stops. */
  private slack(giver: number, taker: number): number {
    const { judge } = this
    return giver === taker ? judge.extrasOf(giver) : judge.extrasOf(giver) + judge.extrasOf(taker)
  }

  private arc(driver: number, from: number, to: number): number {
    const { model, day } = this
    const cost = model.cost[model.profileOf[driver] as number] as Int32Array
    return cost[(day.place[from] as number) * model.placeCount + (day.place[to] as number)] as number
  }
}
