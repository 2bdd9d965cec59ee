import type { Day } from './day.ts'
import type { Random } from './random.ts'
import { type Splicer, tripBegin, tripEnd } from './splicer.ts'

/** How often two drivers exchange all they do instead of a trip. */
const DAY_SHARE = 0.3
/** How often a trip is exchanged for one of the other driver's instead of given to him. */
const EXCHANGE_SHARE = 0.5
/** How often a driver is sought among those who are out. */
const BUSY_SHARE = 0.8

/**
 * Whole trips and whole days change hands: which driver makes which trip is a question of its own, because what lies
 * in a trip and who drives it decouple where windows are wide (the trip-to-driver assignment of multi-trip routing,
 * Cattaruzza et al. 2016). A trip is given to another driver, or exchanged with a trip of his; or two drivers, one of
 * whom may be idle, exchange their days, which is how another vehicle takes over. Annealing judges the price.
 */
export class Handover {
  /** Worth trying only where somebody may make several trips, or where drivers differ. */
  readonly mayHelp: boolean
  private readonly swapsDays: boolean
  private readonly swapsTrips: boolean
  private readonly day: Day
  private readonly random: Random
  private readonly splicer: Splicer

  constructor(day: Day, random: Random, splicer: Splicer) {
    const { model } = day
    this.day = day
    this.random = random
    this.splicer = splicer
    this.swapsDays = model.classDrivers.length > 1
    this.swapsTrips = model.driverCount > 1 && model.maxTrips.some(trips => trips > 1)
    this.mayHelp = this.swapsDays || this.swapsTrips
  }

  /** Changes two drivers' days; false when that breaks a rule (the caller rolls back). */
  attempt(): boolean {
    const { day, random, splicer } = this
    const isWholeDay = this.swapsDays && random.fraction() < DAY_SHARE
    const giver = this.someDriver(BUSY_SHARE)
    const taker = this.someDriver(isWholeDay ? 0 : BUSY_SHARE)
    if (giver === taker || day.stopsOf[giver] === 0 || !this.isLoose(giver) || !this.isLoose(taker))
      return false
    splicer.take(giver, taker)
    if (isWholeDay) return splicer.exchange(giver, taker, 0, splicer.ownEnd, 0, splicer.otherEnd)
    return this.handTrip(giver, taker)
  }

  private handTrip(giver: number, taker: number): boolean {
    const { day, random, splicer } = this
    const { own, other, ownEnd, otherEnd } = splicer
    const from = tripBegin(own, ownEnd, random.below(day.tripsOf[giver] as number))
    const to = tripEnd(own, from, ownEnd)
    const trips = day.tripsOf[taker] as number
    if (trips > 0 && random.fraction() < EXCHANGE_SHARE) {
      const otherFrom = tripBegin(other, otherEnd, random.below(trips))
      return splicer.exchange(giver, taker, from, to, otherFrom, tripEnd(other, otherFrom, otherEnd))
    }
    return splicer.handTrip(giver, taker, from, to, this.someBorder(trips))
  }

  /** A random border between two of the taker's trips, or an end of his day. */
  private someBorder(trips: number): number {
    const { other, otherEnd } = this.splicer
    const trip = this.random.below(trips + 1)
    return trip === trips ? otherEnd : tripBegin(other, otherEnd, trip)
  }

  private someDriver(busyShare: number): number {
    const { day, random } = this
    const stop = day.members[random.below(day.memberCount)] as number
    const driver = day.driverOf[stop] as number
    return driver >= 0 && random.fraction() < busyShare ? driver : random.below(day.model.driverCount)
  }

  /** Frozen beginnings stay with their drivers, and whoever is kept at home or is another thread's is left alone. */
  private isLoose(driver: number): boolean {
    const { openFrom, startOf, isElsewhere, closedDriver } = this.day
    return openFrom[driver] === startOf[driver] && isElsewhere[driver] === 0 && driver !== closedDriver
  }
}
