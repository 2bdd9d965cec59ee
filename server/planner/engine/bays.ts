import type { Day } from './day.ts'
import { Finder } from './finder.ts'
import { INTO_TRIP } from './insertion.ts'
import { Random } from './random.ts'
import { Timeline } from './timeline.ts'

/** How often stops are put back. */
const ROUNDS = 4

type Reload = { driver: number; node: number; begin: number; end: number }

/**
 * Fits a finished day to the loading bays: where too many vehicles would load at once, the one that comes last
 * waits until a bay is free. A trip whose windows or shift cannot bear the wait leaves the plan.
 * Returns the stops that had to go. With `mayDrop` false (hand-made plans) such a trip stays, too early for its bay.
 */
export function fitBays(day: Day, mayDrop = true): number[] {
  const dropped: number[] = []
  const given = new Set<number>()
  if (day.model.bays.every(bays => bays === 0)) return dropped
  day.bayOpen.fill(0)
  for (;;) {
    const conflict = firstConflict(day, given)
    if (!conflict) return dropped
    const { reload, freeAt } = conflict
    day.bayOpen[reload.node] = freeAt
    day.refresh(reload.driver)
    if (day.isFeasible(reload.driver)) continue
    day.bayOpen[reload.node] = 0
    if (!mayDrop) {
      given.add(reload.node)
      day.refresh(reload.driver)
      continue
    }
    dropped.push(...dropTrip(day, reload))
  }
}

/**
 * Fits a day to the bays and puts what had to go into the trips that are left, where they take it. A few rounds,
 * since every stop put back moves the reloads behind it.
 */
export function settleBays(day: Day): void {
  const finder = new Finder(day, new Random(1), 0)
  for (let round = 0; round < ROUNDS; round++) {
    const dropped = fitBays(day).sort(
      (one, other) => (day.model.rank[one] as number) - (day.model.rank[other] as number),
    )
    let returned = 0
    for (const stop of dropped) {
      if (day.absentAt[stop] === -1) continue
      const found = finder.search(stop)
      if (
        found.driver < 0 ||
        found.kind !== INTO_TRIP ||
        found.cost >= (day.model.skipPenalty[stop] as number)
      )
        continue
      day.insertStop(stop, found.node)
      returned++
    }
    if (returned === 0) return
  }
  fitBays(day)
}

/** Unlinks the stops of the trip that the reload opens; of the last loose trip when that one is frozen. */
function dropTrip(day: Day, reload: Reload): number[] {
  const { stopCount } = day.model
  const gone: number[] = []
  const end = day.endOf[reload.driver] as number
  let head = reload.node
  if (day.isFrozen[head] === 1) head = day.headOf[day.prev[end] as number] as number
  for (let node = day.next[head] as number; node < stopCount; ) {
    const after = day.next[node] as number
    if (day.isFrozen[node] === 0) {
      day.unlinkStop(node)
      gone.push(node)
    }
    node = after
  }
  day.closeGaps(reload.driver)
  for (let node = end + 1; node < end + (day.model.maxTrips[reload.driver] as number); node++) {
    if (day.isReloadUsed[node] === 0) day.bayOpen[node] = 0
  }
  day.refresh(reload.driver)
  return gone
}

/** The earliest reload that finds every bay taken, and when one becomes free. */
function firstConflict(day: Day, given: Set<number>): { reload: Reload; freeAt: number } | undefined {
  const { model } = day
  for (let depot = 0; depot < model.bays.length; depot++) {
    const bays = model.bays[depot] as number
    if (bays === 0) continue
    const reloads = reloadsAt(day, model.stopCount + depot)
    const busyUntil: number[] = []
    for (const reload of reloads) {
      const busy = busyUntil.filter(until => until > reload.begin).sort((one, other) => one - other)
      if (busy.length >= bays && !given.has(reload.node))
        return { reload, freeAt: busy[busy.length - bays] as number }
      busyUntil.push(reload.end)
    }
  }
  return undefined
}

function reloadsAt(day: Day, place: number): Reload[] {
  const { model } = day
  const timeline = new Timeline(day)
  const reloads: Reload[] = []
  for (let driver = 0; driver < model.driverCount; driver++) {
    if ((day.tripsOf[driver] as number) < 2 || model.depotPlace[driver] !== place) continue
    timeline.lay(driver, true)
    for (let at = 1; at < timeline.length - 1; at++) {
      const node = timeline.nodes[at] as number
      if (node < model.stopCount) continue
      const begin = timeline.begin[at] as number
      reloads.push({ driver, node, begin, end: begin + (model.reload[driver] as number) })
    }
  }
  return reloads.sort((one, other) => one.begin - other.begin || one.driver - other.driver)
}
