import type { Day } from './day.ts'
import type { Neighbours } from './neighbours.ts'
import type { Random } from './random.ts'
import { type Splicer, tripEnd } from './splicer.ts'

/** How many of the nearest stops are asked for a partner. */
const PARTNERS = 20
/** From this many stops on tails are exchanged on every day with windows; strings alone serve smaller rich days better. */
const MANY_STOPS = 300
/** How often two trips exchange tails instead of giving strings away: on many stops, and on fewer. */
const SHARE_OF_MANY = 0.2
const SHARE_OF_FEW = 0.1
/** Pairs looked at in one attempt before it is given up. */
const TRIES = 8

/**
 * 2-opt*: two trips of different drivers exchange what follows a cut (Potvin and Rousseau 1995), so that a stop is
 * followed by one of its nearest. Strings of ten stops never move a long tail in one step; this does.
 */
export class Tails {
  /**
   * How often it is worth trying; 0 without windows, where it changes nothing, and on small days whose drivers differ
   * or make several trips, which it makes dearer.
   */
  readonly share: number
  private readonly day: Day
  private readonly random: Random
  private readonly neighbours: Neighbours
  private readonly splicer: Splicer

  constructor(day: Day, random: Random, neighbours: Neighbours, splicer: Splicer) {
    this.day = day
    this.random = random
    this.neighbours = neighbours
    this.splicer = splicer
    const { isTimed, stopCount, classDrivers, maxTrips } = day.model
    const isPlain = classDrivers.length === 1 && maxTrips.every(trips => trips === 1)
    if (!isTimed) this.share = 0
    else if (stopCount >= MANY_STOPS) this.share = SHARE_OF_MANY
    else this.share = isPlain ? SHARE_OF_FEW : 0
  }

  /** Exchanges two tails that may cost at most `most` more in arcs; false where none is found or a rule is broken. */
  attempt(most: number): boolean {
    const { day, random, neighbours } = this
    const { near, width } = neighbours
    for (let tries = 0; tries < TRIES; tries++) {
      const stop = day.members[random.below(day.memberCount)] as number
      const partner = near[stop * width + random.below(Math.min(PARTNERS, width))] as number
      if (this.mayFollow(stop, partner) && this.price(stop, partner) < most)
        return this.exchange(stop, partner)
    }
    return false
  }

  mayFollow(stop: number, partner: number): boolean {
    const { headOf, driverOf, isFrozen, next } = this.day
    if ((headOf[stop] as number) < 0 || (headOf[partner] as number) < 0) return false
    if (driverOf[stop] === driverOf[partner]) return false
    return isFrozen[partner] === 0 && isFrozen[next[stop] as number] === 0
  }

  /** What arcs and stops of both days cost more, where both drive for the same price from one depot; else unknown. */
  price(stop: number, partner: number): number {
    const { day } = this
    const { model, place, arcTo, next, prev } = day
    const giver = day.driverOf[stop] as number
    const taker = day.driverOf[partner] as number
    const profile = model.profileOf[giver] as number
    const isAlike = profile === model.profileOf[taker] && model.depotPlace[giver] === model.depotPlace[taker]
    if (!isAlike) return Number.NEGATIVE_INFINITY
    const cost = model.cost[profile] as Int32Array
    const after = next[stop] as number
    const before = prev[partner] as number
    const arc = (from: number, to: number) =>
      cost[(place[from] as number) * model.placeCount + (place[to] as number)] as number
    const arcs =
      arc(stop, partner) + arc(before, after) - (arcTo[after] as number) - (arcTo[partner] as number)
    if (model.classDrivers.length === 1) return arcs
    return arcs + this.serving(after, taker) + this.serving(partner, giver)
  }

  /** What serving a tail costs another driver more than its own; without end where he may not. */
  private serving(node: number, driver: number): number {
    const { next, driverOf, model } = this.day
    const { stopCount, classOf, serveCost } = model
    const own = (classOf[driverOf[node] as number] as number) * stopCount
    const row = (classOf[driver] as number) * stopCount
    let more = 0
    for (let stop = node; stop < stopCount; stop = next[stop] as number) {
      if ((serveCost[row + stop] as number) < 0) return Number.POSITIVE_INFINITY
      more += (serveCost[row + stop] as number) - (serveCost[own + stop] as number)
    }
    return more
  }

  /** The partner and what follows it in its trip change places with what follows the stop in its own. */
  exchange(stop: number, partner: number): boolean {
    const { day, splicer } = this
    const giver = day.driverOf[stop] as number
    const taker = day.driverOf[partner] as number
    splicer.take(giver, taker)
    const { own, other, ownEnd, otherEnd } = splicer
    const cut = own.indexOf(stop) + 1
    const otherCut = other.indexOf(partner)
    const tail = tripEnd(own, cut, ownEnd)
    return splicer.exchange(giver, taker, cut, tail, otherCut, tripEnd(other, otherCut, otherEnd))
  }
}
