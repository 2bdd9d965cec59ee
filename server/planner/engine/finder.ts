/**
 * The cheapest place for an absent stop. Money first, then feasibility, because the sum of three arcs is cheaper
 * to compute than the labels are to check. With probability `blink` a position is passed over (Christiaens and
 * Vanden Berghe 2020), which keeps the greedy choice from always building the same plan.
 *
 * This is the inner loop of the search: it allocates nothing and reads typed arrays through local names.
 */
import { arrive, beginService, lateness } from './clockwork.ts'
import type { Day } from './day.ts'
import { fitsEmptyTrip, INTO_TRIP, Insertion, NEW_TRIP_BEFORE, NEW_TRIP_LAST } from './insertion.ts'
import { arcInto, FAR, type Model } from './model.ts'
import type { Approaches } from './neighbours.ts'
import { PlaceMemory } from './place-memory.ts'
import type { Random } from './random.ts'
import { Reach } from './reach.ts'

/** Pairs of stop and driver up to which places are remembered. */
const MOST_REMEMBERED = 50_000

export class Finder {
  readonly found = new Insertion()
  private readonly day: Day
  private readonly model: Model
  private readonly random: Random
  private readonly reach: Reach
  private readonly blink: number
  private blinkIn: number
  /** By trip head: twice the stamp of the search that asked, and 1 where the trip may take the stop. */
  private readonly tripState: Int32Array
  /** By trip head that may: what serving costs there apart from the way. */
  private readonly tripServe: Float64Array
  /** Stamp: the position after this node was tried. */
  private readonly triedAfter: Int32Array
  private stamp = 0
  /** While a day is looked at for the memory nothing is overlooked, but for the place after this node. */
  private isWakeful = false
  private passedOver = -1
  /** The share of a vehicle's fixed cost that the first stop in it is charged with. */
  fixedShare = 1
  /** By driver: what one more second of work costs in fairness, as of the last pricing; may be negative. */
  private readonly fairSlope: Float64Array
  /** Neither breaks, speed by hour, gaps nor releases: time is checked with two additions. */
  private readonly isPlain: boolean
  private readonly checksPeaks: boolean
  /** Whether anybody may make a second trip. */
  private readonly hasTrips: boolean
  /** What is known of days that have not changed; null where the finder is asked only once or days are too many. */
  private readonly memory: PlaceMemory | null
  /** The result of one look at one day. */
  private readonly seen = new Insertion()

  constructor(day: Day, random: Random, blink: number, fairSlope?: Float64Array) {
    const { model } = day
    const isSmall = model.stopCount * model.driverCount <= MOST_REMEMBERED
    this.memory = blink > 0 && isSmall ? new PlaceMemory(model.stopCount, model.driverCount) : null
    this.day = day
    this.model = model
    this.random = random
    this.reach = new Reach(day)
    this.blink = blink
    this.blinkIn = this.nextBlink()
    this.tripState = new Int32Array(day.nodeCount)
    this.tripServe = new Float64Array(day.nodeCount)
    this.triedAfter = new Int32Array(day.nodeCount)
    this.fairSlope = fairSlope ?? new Float64Array(model.driverCount)
    this.isPlain = model.hourly === null && !model.hasGapsAnywhere && !model.hasRelease && !model.hasBreaks
    this.checksPeaks = day.model.isFalling.some(falling => falling === 0)
    this.hasTrips = model.maxTrips.some(trips => trips > 1)
  }

  private nextBlink(): number {
    if (this.blink <= 0) return FAR
    return 1 + Math.floor(Math.log(1 - this.random.fraction()) / Math.log(1 - this.blink))
  }

  /** What serving costs apart from the way; infinite where the driver may not. */
  private serveCost(stop: number, driver: number): number {
    const { model } = this
    const serve = model.serveCost[(model.classOf[driver] as number) * model.stopCount + stop] as number
    if (serve < 0) return Number.POSITIVE_INFINITY
    if (model.fairnessRate === 0) return serve
    const service = model.service[(model.serviceRow[driver] as number) * model.stopCount + stop] as number
    return serve + (this.fairSlope[driver] as number) * service
  }

  /** Looks at every position of every driver who may serve the stop and finds the cheapest below `limit`. */
  search(stop: number, limit = Number.POSITIVE_INFINITY): Insertion {
    const { day, found, model } = this
    found.clear()
    found.cost = limit
    for (let kind = 0; kind < model.classDrivers.length; kind++) {
      if ((model.serveCost[kind * model.stopCount + stop] as number) < 0) continue
      const idle = day.firstIdle(kind)
      if (idle >= 0) this.tryFirst(stop, idle, this.serveCost(stop, idle))
      const drivers = model.classDrivers[kind] as number[]
      for (let seat = 0; seat < drivers.length; seat++) {
        const driver = drivers[seat] as number
        if (day.stopsOf[driver] === 0) continue
        if (this.memory === null) this.searchBusy(stop, driver, this.serveCost(stop, driver), found)
        else this.recall(stop, driver, this.memory)
      }
    }
    return found
  }

  /** The same as `searchBusy`, without looking again where the day is as it was. */
  private recall(stop: number, driver: number, memory: PlaceMemory): void {
    const { day, found, seen } = this
    const serve = this.serveCost(stop, driver)
    const limit = found.cost - serve
    const entry = memory.entryOf(stop, driver)
    const version = day.version[driver] as number
    if (!memory.answers(entry, version, limit)) {
      seen.clear()
      seen.cost = limit
      this.isWakeful = true
      this.searchBusy(stop, driver, 0, seen)
      this.isWakeful = false
      const cost = seen.driver < 0 ? Number.POSITIVE_INFINITY : seen.cost
      memory.note(entry, version, limit, cost, seen.kind, seen.node)
    }
    const cost = memory.cost[entry] as number
    if (cost >= limit) return
    const kind = memory.kind[entry] as number
    const node = memory.node[entry] as number
    if (kind === INTO_TRIP && --this.blinkIn === 0) {
      this.blinkIn = this.nextBlink()
      this.passedOver = node
      this.isWakeful = true
      this.searchBusy(stop, driver, serve, found)
      this.isWakeful = false
      this.passedOver = -1
    } else found.offer(cost + serve, kind, driver, node)
  }

  /** Only positions beside nodes the stop can follow or precede; then new trips and idle drivers. */
  searchNear(stop: number, approaches: Approaches, limit: number): Insertion {
    const { found } = this
    found.clear()
    found.cost = limit
    this.stamp++
    this.scanAfter(stop, approaches)
    this.scanBefore(stop, approaches)
    this.tryFresh(stop)
    return found
  }

  /** Positions right after near nodes. */
  private scanAfter(stop: number, near: Approaches): void {
    const { day, found, model, triedAfter, tripState, tripServe, stamp } = this
    const { after, width } = near
    const { next, place, headOf, isFrozen, arcTo } = day
    const { profileOf, placeCount } = model
    const asked = stamp * 2
    const row = stop * placeCount
    let profile = -1
    let arcs = near.afterCost[0] as Int32Array
    let least = 0
    let cost = model.cost[0] as Int32Array
    let best = found.cost
    const end = (stop + 1) * width
    for (let slot = stop * width; slot < end; slot++) {
      const other = after[slot] as number
      if (other < 0) break
      const head = headOf[other] as number
      if (head < 0) continue
      let state = tripState[head] as number
      if (state < asked) state = this.askTrip(stop, head)
      if (state === asked) continue
      triedAfter[other] = stamp
      const following = next[other] as number
      if (isFrozen[following] === 1) continue
      const driver = day.driverOf[other] as number
      if (profileOf[driver] !== profile) {
        profile = profileOf[driver] as number
        arcs = near.afterCost[profile] as Int32Array
        least = (near.leastOut[profile] as Int32Array)[stop] as number
        cost = model.cost[profile] as Int32Array
      }
      const half = (arcs[slot] as number) - (arcTo[following] as number) + (tripServe[head] as number)
      if (half + least >= best) continue
      const price = half + (cost[row + (place[following] as number)] as number)
      if (price < best && this.admits(stop, driver, other, following, profile)) {
        const whole = price + this.latePrice(stop, other, profile)
        if (whole < best) {
          found.offer(whole, INTO_TRIP, driver, other)
          best = whole
        }
      }
    }
  }

  /** Positions right before near nodes, where they have not been tried. */
  private scanBefore(stop: number, near: Approaches): void {
    const { day, found, model, triedAfter, tripState, tripServe, stamp } = this
    const { before, width } = near
    const { prev, place, headOf, isFrozen, arcTo } = day
    const { profileOf, toRow, toColumn } = model
    const asked = stamp * 2
    const into = stop * toRow
    let profile = -1
    let arcs = near.beforeCost[0] as Int32Array
    let least = 0
    let cost = model.cost[0] as Int32Array
    let best = found.cost
    const end = (stop + 1) * width
    for (let slot = stop * width; slot < end; slot++) {
      const other = before[slot] as number
      if (other < 0) break
      const head = headOf[other] as number
      if (head < 0) continue
      let state = tripState[head] as number
      if (state < asked) state = this.askTrip(stop, head)
      if (state === asked) continue
      const previous = prev[other] as number
      if (triedAfter[previous] === stamp || isFrozen[other] === 1) continue
      const driver = day.driverOf[other] as number
      if (profileOf[driver] !== profile) {
        profile = profileOf[driver] as number
        arcs = near.beforeCost[profile] as Int32Array
        least = (near.leastIn[profile] as Int32Array)[stop] as number
        cost = model.cost[profile] as Int32Array
      }
      const half = (arcs[slot] as number) - (arcTo[other] as number) + (tripServe[head] as number)
      if (half + least >= best) continue
      const price = half + (cost[into + (place[previous] as number) * toColumn] as number)
      if (price < best && this.admits(stop, driver, previous, other, profile)) {
        const whole = price + this.latePrice(stop, previous, profile)
        if (whole < best) {
          found.offer(whole, INTO_TRIP, driver, previous)
          best = whole
        }
      }
    }
  }

  /** Whether a trip may take the stop at all; asked once a trip and search. */
  private askTrip(stop: number, head: number): number {
    const { day } = this
    const serve = this.serveCost(stop, day.driverOf[head] as number)
    const isTaken = serve !== Number.POSITIVE_INFINITY && day.mayCarry(head, stop)
    this.tripServe[head] = serve
    const state = this.stamp * 2 + (isTaken ? 1 : 0)
    this.tripState[head] = state
    return state
  }

  /** Idle drivers, and new trips of busy ones. */
  private tryFresh(stop: number): void {
    const { day, model } = this
    for (let kind = 0; kind < model.classDrivers.length; kind++) {
      if ((model.serveCost[kind * model.stopCount + stop] as number) < 0) continue
      const idle = day.firstIdle(kind)
      if (idle >= 0) this.tryFirst(stop, idle, this.serveCost(stop, idle))
      if (!this.hasTrips) continue
      const drivers = model.classDrivers[kind] as number[]
      if ((model.maxTrips[drivers[0] as number] as number) === 1) continue
      for (let seat = 0; seat < drivers.length; seat++) {
        const driver = drivers[seat] as number
        if (day.stopsOf[driver] !== 0) this.tryNewTrip(stop, driver, this.serveCost(stop, driver), this.found)
      }
    }
  }

  /** Every position in the driver's day, and a new trip if he may make one. */
  searchDriver(stop: number, driver: number): void {
    const { model, day } = this
    if ((model.serveCost[(model.classOf[driver] as number) * model.stopCount + stop] as number) < 0) return
    if (day.stopsOf[driver] === 0) this.tryFirst(stop, driver, this.serveCost(stop, driver))
    else this.searchBusy(stop, driver, this.serveCost(stop, driver), this.found)
  }

  /** Every place in the day of a driver who is out; offers those cheaper than what is in `found`. */
  private searchBusy(stop: number, driver: number, serve: number, found: Insertion): void {
    const { day, model } = this
    const { next, place, arcTo, headOf, tailOf } = day
    const profile = model.profileOf[driver] as number
    const cost = model.cost[profile] as Int32Array
    const { toColumn } = model
    const row = stop * model.placeCount
    const into = stop * model.toRow
    const end = day.endOf[driver] as number
    let node = day.openFrom[driver] as number
    let best = found.cost - serve
    while (node !== end) {
      const head = headOf[node] as number
      const tail = tailOf[head] as number
      if (day.mayCarry(head, stop)) {
        let from = cost[into + (place[node] as number) * toColumn] as number
        for (; node !== tail; ) {
          const after = next[node] as number
          const at = place[after] as number
          const detour = from + (cost[row + at] as number) - (arcTo[after] as number)
          if (detour < best && this.admits(stop, driver, node, after, profile)) {
            const price = detour + this.latePrice(stop, node, profile)
            if (price < best) {
              found.offer(price + serve, INTO_TRIP, driver, node)
              best = price
            }
          }
          from = cost[into + at * toColumn] as number
          node = after
        }
      }
      node = tail
    }
    if ((model.maxTrips[driver] as number) > 1) this.tryNewTrip(stop, driver, serve, found)
  }

  /** Every place in the driver's day that the rules allow, in the order of the day. */
  everyPlace(stop: number, driver: number): Insertion[] {
    const { day, found } = this
    const serve = this.serveCost(stop, driver)
    if (serve === Number.POSITIVE_INFINITY) return []
    const places: Insertion[] = []
    const keep = () => {
      if (found.driver < 0) return
      const place = new Insertion()
      place.offer(found.cost, found.kind, found.driver, found.node)
      places.push(place)
    }
    const end = day.endOf[driver] as number
    for (let node = day.openFrom[driver] as number; node !== end; node = day.next[node] as number) {
      if (!day.mayCarry(day.headOf[node] as number, stop)) continue
      found.clear()
      this.tryBetween(stop, driver, node, day.next[node] as number, serve)
      keep()
    }
    found.clear()
    if (day.stopsOf[driver] !== 0) this.tryNewTrip(stop, driver, serve, found)
    keep()
    return places
  }

  private tryBetween(stop: number, driver: number, before: number, after: number, serve: number): void {
    const { day, found, model } = this
    const { place } = day
    const profile = model.profileOf[driver] as number
    const arcs = model.cost[profile] as Int32Array
    const cost =
      (arcs[arcInto(model, stop, place[before] as number)] as number) +
      (arcs[stop * model.placeCount + (place[after] as number)] as number) -
      (day.arcTo[after] as number) +
      serve
    if (cost < found.cost && this.admits(stop, driver, before, after, profile)) {
      found.offer(cost, INTO_TRIP, driver, before)
    }
  }

  /** Everything but the price: the blink, the load on the way, the clock. */
  private admits(stop: number, driver: number, before: number, after: number, profile: number): boolean {
    const { day, model } = this
    if (this.isWakeful) {
      if (before === this.passedOver) return false
    } else if (--this.blinkIn === 0) {
      this.blinkIn = this.nextBlink()
      return false
    }
    return (
      (!model.isTimed || this.isInTime(stop, driver, before, after, profile)) &&
      (!this.checksPeaks || day.fitsLoad(stop, before))
    )
  }

  /** Whether the clock allows the stop between two neighbouring nodes; cheap necessary tests come first. */
  private isInTime(stop: number, driver: number, before: number, after: number, profile: number): boolean {
    const { day, model } = this
    if (!model.isNeverFaster) return this.reach.between(stop, driver, before, after)
    const seconds = model.seconds[profile] as Int32Array
    const way = seconds[arcInto(model, stop, day.place[before] as number)] as number
    const onward = seconds[stop * model.placeCount + (day.place[after] as number)] as number
    const service = model.service[(model.serviceRow[driver] as number) * model.stopCount + stop] as number
    const done = day.leaveDone[before] as number
    if (this.isPlain) {
      const ready = done + way
      if (ready > (model.openTo[stop] as number)) return false
      const leave = Math.max(ready, model.openFrom[stop] as number) + service
      return leave + onward <= (day.dueDone[after] as number)
    }
    const due = day.leaveDue[before] as number
    if (Math.min(done, due) + way > (model.openTo[stop] as number)) return false
    // Without any waiting: the break still to come, or taken by now.
    const least = way + service + onward
    const rested = Math.min(done, due + (model.breakLength[driver] as number)) + least
    if (rested > (day.dueDone[after] as number) && due + least > (day.dueDue[after] as number)) return false
    return this.reach.between(stop, driver, before, after)
  }

  /** What missing the stop's own soft window costs right after `before`; its followers' delay is left to the pricer. */
  private latePrice(stop: number, before: number, profile: number): number {
    const { day, model } = this
    if (model.promiseAt[stop] === model.promiseAt[stop + 1]) return 0
    const first = Math.min(day.leaveDone[before] as number, day.leaveDue[before] as number)
    const begin = beginService(model, stop, arrive(model, profile, day.place[before] as number, stop, first))
    return begin === FAR ? 0 : lateness(model, stop, begin) * model.latenessRate
  }

  /** The stop as the driver's whole day. */
  private tryFirst(stop: number, driver: number, serve: number): void {
    const { day, found, model } = this
    const from = model.startPlace[driver] as number
    const cost =
      this.tourCost(stop, driver, serve, from) + this.fixedShare * (model.fixedCost[driver] as number)
    if (cost >= found.cost) return
    const start = day.startOf[driver] as number
    if (!day.mayCarry(start, stop) || (this.checksPeaks && !day.fitsLoad(stop, start))) return
    if (model.isTimed && !this.reach.between(stop, driver, start, day.endOf[driver] as number)) return
    found.offer(cost, INTO_TRIP, driver, start)
  }

  private tourCost(stop: number, driver: number, serve: number, from: number): number {
    const { model } = this
    const profile = model.profileOf[driver] as number
    const depot = model.depotPlace[driver] as number
    const cost = model.cost[profile] as Int32Array
    return (
      (cost[arcInto(model, stop, from)] as number) + (cost[stop * model.placeCount + depot] as number) + serve
    )
  }

  /** The stop alone in a further trip: after the last one, or else before the first trip that leaves room. */
  private tryNewTrip(stop: number, driver: number, serve: number, found: Insertion): void {
    const { day, model } = this
    if ((day.tripsOf[driver] as number) >= (model.maxTrips[driver] as number)) return
    const depot = model.depotPlace[driver] as number
    const cost = this.tourCost(stop, driver, serve, depot) + (model.extraTripCost[driver] as number)
    if (cost >= found.cost) return
    if (!fitsEmptyTrip(day, driver, stop)) return
    const end = day.endOf[driver] as number
    if (!model.isTimed || this.reach.afterLast(stop, driver)) {
      found.offer(cost, NEW_TRIP_LAST, driver, end)
      return
    }
    const open = day.openFrom[driver] as number
    // A trip that is under way cannot begin with another one.
    const isUnderWay = model.startPlace[driver] !== depot
    let head = open === day.startOf[driver] && !isUnderWay ? open : this.nextHead(open, end)
    for (; head !== end; head = this.nextHead(head, end)) {
      if (this.reach.beforeTrip(stop, driver, head)) {
        found.offer(cost, NEW_TRIP_BEFORE, driver, head)
        return
      }
    }
  }

  private nextHead(node: number, end: number): number {
    const { next } = this.day
    let at = next[node] as number
    while (at < this.model.stopCount && at !== end) at = next[at] as number
    return at
  }
}
