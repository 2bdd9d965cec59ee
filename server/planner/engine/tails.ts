import { type Day, TRIP_BREAK } from './day.ts'
import type { Neighbours } from './neighbours.ts'
import { fitsEverywhere } from './prefixes.ts'
import type { Random } from './random.ts'

/** How many of the nearest stops are asked for a partner. */
const PARTNERS = 20
/** Below this many stops strings alone do better: there it costs the rich day one per cent. */
const LEAST_STOPS = 300
/** Pairs looked at in one attempt before it is given up. */
const TRIES = 8

/**
 * 2-opt*: two trips of different drivers exchange what follows a cut (Potvin and Rousseau 1995), so that a stop is
 * followed by one of its nearest. Strings of ten stops never move a long tail in one step; this does.
 */
export class Tails {
  /** Worth trying only on big days with windows; without windows it changes nothing. */
  readonly mayHelp: boolean
  private readonly day: Day
  private readonly random: Random
  private readonly neighbours: Neighbours
  private readonly touch: (driver: number) => void
  private readonly own: Int32Array
  private readonly other: Int32Array
  private readonly mixed: Int32Array

  constructor(day: Day, random: Random, neighbours: Neighbours, touch: (driver: number) => void) {
    this.day = day
    this.random = random
    this.neighbours = neighbours
    this.touch = touch
    this.own = new Int32Array(day.nodeCount)
    this.other = new Int32Array(day.nodeCount)
    this.mixed = new Int32Array(day.nodeCount)
    this.mayHelp = day.model.isTimed && day.model.stopCount >= LEAST_STOPS
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

  private mayFollow(stop: number, partner: number): boolean {
    const { headOf, driverOf, isFrozen, next } = this.day
    if ((headOf[stop] as number) < 0 || (headOf[partner] as number) < 0) return false
    if (driverOf[stop] === driverOf[partner]) return false
    return isFrozen[partner] === 0 && isFrozen[next[stop] as number] === 0
  }

  /** What the arcs of both days cost more, where both drive for the same price; else nothing is known. */
  private price(stop: number, partner: number): number {
    const { day } = this
    const { model, place, arcTo, next, prev } = day
    const profile = model.profileOf[day.driverOf[stop] as number] as number
    if (profile !== model.profileOf[day.driverOf[partner] as number]) return Number.NEGATIVE_INFINITY
    const cost = model.cost[profile] as Int32Array
    const after = next[stop] as number
    const before = prev[partner] as number
    const arc = (from: number, to: number) =>
      cost[(place[from] as number) * model.placeCount + (place[to] as number)] as number
    return arc(stop, partner) + arc(before, after) - (arcTo[after] as number) - (arcTo[partner] as number)
  }

  private exchange(stop: number, partner: number): boolean {
    const { day, own, other, mixed } = this
    const giver = day.driverOf[stop] as number
    const taker = day.driverOf[partner] as number
    this.touch(giver)
    this.touch(taker)
    const ownEnd = day.saveSequence(giver, own, 0)
    const otherEnd = day.saveSequence(taker, other, 0)
    const ownCut = own.indexOf(stop) + 1
    const otherCut = other.indexOf(partner)
    const ownTail = tailEnd(own, ownCut, ownEnd)
    const otherTail = tailEnd(other, otherCut, otherEnd)
    day.clear(giver)
    day.clear(taker)
    const first = splice(mixed, own, ownCut, ownTail, ownEnd, other, otherCut, otherTail)
    if (!this.lay(giver, first)) return false
    const second = splice(mixed, other, otherCut, otherTail, otherEnd, own, ownCut, ownTail)
    return this.lay(taker, second)
  }

  private lay(driver: number, end: number): boolean {
    const { day } = this
    // A trip that has given everything away leaves two breaks side by side.
    if (hasEmptyTrip(this.mixed, end)) return false
    day.layout(driver, this.mixed, 0, end)
    return day.isFeasible(driver) && fitsEverywhere(day, driver)
  }
}

function tailEnd(sequence: Int32Array, from: number, end: number): number {
  let at = from
  while (at < end && sequence[at] !== TRIP_BREAK) at++
  return at
}

/** Writes `kept` with its part from `cut` to `tail` replaced by a part of `given`; returns the new end. */
function splice(
  target: Int32Array,
  kept: Int32Array,
  cut: number,
  tail: number,
  end: number,
  given: Int32Array,
  from: number,
  to: number,
): number {
  let at = 0
  for (let slot = 0; slot < cut; slot++) target[at++] = kept[slot] as number
  for (let slot = from; slot < to; slot++) target[at++] = given[slot] as number
  for (let slot = tail; slot < end; slot++) target[at++] = kept[slot] as number
  return at
}

function hasEmptyTrip(sequence: Int32Array, end: number): boolean {
  if (end === 0) return false
  let before = TRIP_BREAK
  for (let at = 0; at < end; at++) {
    const node = sequence[at] as number
    if (node === TRIP_BREAK && before === TRIP_BREAK) return true
    before = node
  }
  return before === TRIP_BREAK
}
