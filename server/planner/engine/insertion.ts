import type { Day } from './day.ts'

/** Where a stop would go. */
export const INTO_TRIP = 0
export const NEW_TRIP_LAST = 1
export const NEW_TRIP_BEFORE = 2

/** A place for a stop and its price; `driver` is -1 where none was found. */
export class Insertion {
  cost = Number.POSITIVE_INFINITY
  kind = INTO_TRIP
  driver = -1
  /** Node to insert after (into a trip) or head of the trip to insert before. */
  node = -1

  clear(): void {
    this.cost = Number.POSITIVE_INFINITY
    this.driver = -1
  }

  offer(cost: number, kind: number, driver: number, node: number): void {
    this.cost = cost
    this.kind = kind
    this.driver = driver
    this.node = node
  }
}

/** Carries out what a search has found. */
export function apply(day: Day, stop: number, found: Insertion): void {
  if (found.kind === INTO_TRIP) day.insertStop(stop, found.node)
  else day.openTrip(stop, found.driver, found.node, found.kind === NEW_TRIP_LAST)
}

/** Whether the driver's vehicle can carry the stop when it carries nothing else. */
export function fitsEmptyTrip(day: Day, driver: number, stop: number): boolean {
  const { dimCount, dimAt, dimOf, deliver, collect, capacity } = day.model
  const end = dimAt[stop + 1] as number
  for (let slot = dimAt[stop] as number; slot < end; slot++) {
    const dim = dimOf[slot] as number
    const most = capacity[driver * dimCount + dim] as number
    if (
      (deliver[stop * dimCount + dim] as number) > most ||
      (collect[stop * dimCount + dim] as number) > most
    ) {
      return false
    }
  }
  return true
}
