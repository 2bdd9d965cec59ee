import { type Day, TRIP_BREAK } from './day.ts'
import { fitsEverywhere } from './prefixes.ts'
import type { Random } from './random.ts'

/**
 * Whole trips change hands: which driver makes which trip is a question of its own, because what lies in a trip and
 * who drives it when decouple where windows are wide (the trip-to-driver assignment of multi-trip routing, Cattaruzza
 * et al. 2016). A random trip is given to another driver, or exchanged with a trip of his; annealing judges the price.
 */
export class Handover {
  /** Worth trying only where somebody may make several trips, or where drivers differ. */
  readonly mayHelp: boolean
  private readonly day: Day
  private readonly random: Random
  private readonly touch: (driver: number) => void
  private readonly own: Int32Array
  private readonly other: Int32Array

  constructor(day: Day, random: Random, touch: (driver: number) => void) {
    const { model } = day
    this.day = day
    this.random = random
    this.touch = touch
    this.own = new Int32Array(day.nodeCount)
    this.other = new Int32Array(day.nodeCount)
    this.mayHelp =
      model.driverCount > 1 && (model.classDrivers.length > 1 || model.maxTrips.some(trips => trips > 1))
  }

  /** Changes two drivers' days; false when that breaks a rule (the caller rolls back). */
  attempt(): boolean {
    const { day, random } = this
    const giver = this.someDriver()
    const taker = this.someDriver()
    if (giver === taker || day.stopsOf[giver] === 0 || day.isElsewhere[taker] === 1) return false
    const given = random.below(day.tripsOf[giver] as number)
    const isExchange = day.stopsOf[taker] !== 0 && random.fraction() < 0.5
    const taken = isExchange ? random.below(day.tripsOf[taker] as number) : -1
    const ownEnd = day.saveSequence(giver, this.own, 0)
    const otherEnd = day.saveSequence(taker, this.other, 0)
    const first = tripsIn(this.own, ownEnd)
    const second = tripsIn(this.other, otherEnd)
    const trip = first[given] as number[]
    if (isExchange) first[given] = second[taken] as number[]
    else first.splice(given, 1)
    if (isExchange) second[taken] = trip
    else second.splice(random.below(second.length + 1), 0, trip)
    if (second.length > (day.model.maxTrips[taker] as number) || this.movesFrozen(giver, taker)) return false
    this.touch(giver)
    this.touch(taker)
    day.clear(giver)
    day.clear(taker)
    return this.relay(giver, first) && this.relay(taker, second)
  }

  private someDriver(): number {
    const { day, random } = this
    const stop = day.members[random.below(day.memberCount)] as number
    const driver = day.driverOf[stop] as number
    // Mostly somebody who is out, now and then anybody.
    return driver >= 0 && random.fraction() < 0.8 ? driver : random.below(day.model.driverCount)
  }

  /** Frozen beginnings stay with their drivers; a day that has one is left alone. */
  private movesFrozen(giver: number, taker: number): boolean {
    const { openFrom, startOf } = this.day
    return openFrom[giver] !== startOf[giver] || openFrom[taker] !== startOf[taker]
  }

  private relay(driver: number, trips: number[][]): boolean {
    const { day } = this
    const sequence = trips.flatMap((trip, at) => (at === 0 ? trip : [TRIP_BREAK, ...trip]))
    day.layout(driver, sequence, 0, sequence.length)
    return day.isFeasible(driver) && fitsEverywhere(day, driver)
  }
}

function tripsIn(sequence: Int32Array, end: number): number[][] {
  if (end === 0) return []
  const trips: number[][] = [[]]
  for (let at = 0; at < end; at++) {
    const node = sequence[at] as number
    if (node === TRIP_BREAK) trips.push([])
    else trips.at(-1)?.push(node)
  }
  return trips
}
