import { refusePrefix } from './compile-model.ts'
import { type Day, TRIP_BREAK } from './day.ts'

/**
 * Lays the frozen beginnings of days out and nails them down. Refuses a prefix that cannot be driven, because no
 * plan could keep it.
 */
export function layPrefixes(day: Day): void {
  const { model } = day
  model.prefixes.forEach(({ driver, trips }, index) => {
    const kind = model.classOf[driver] as number
    for (const stop of trips.flat()) {
      if ((model.serveCost[kind * model.stopCount + stop] as number) < 0) {
        refusePrefix(
          index,
          'the driver may not serve one of the stops: vehicle kind, skills or pin forbid it',
        )
      }
    }
    const sequence = trips.flatMap((trip, at) => (at === 0 ? trip : [TRIP_BREAK, ...trip]))
    day.layout(driver, sequence, 0, sequence.length)
    if (!day.isFeasible(driver)) refusePrefix(index, 'windows, shift or break cannot be kept in this order')
    const end = day.endOf[driver] as number
    for (let node = day.startOf[driver] as number; node !== end; node = day.next[node] as number) {
      if (node >= model.stopCount && !day.holdsTrip(node))
        refusePrefix(index, 'a trip does not fit the vehicle')
    }
  })
  nailPrefixes(day)
}

/** Freezes the beginnings of the days as they lie, as far as the prefixes go. */
export function nailPrefixes(day: Day): void {
  for (const { driver, trips } of day.model.prefixes) {
    let left = trips.reduce((sum, trip) => sum + trip.length, 0) + trips.length - 1
    const end = day.endOf[driver] as number
    let last = day.startOf[driver] as number
    for (let node = day.next[last] as number; node !== end && left > 0; node = day.next[node] as number) {
      day.isFrozen[node] = 1
      last = node
      left--
    }
    day.openFrom[driver] = last
  }
}

/** Whether the driver may serve all his stops and every trip fits his vehicle. */
export function fitsEverywhere(day: Day, driver: number): boolean {
  const { model } = day
  const row = (model.classOf[driver] as number) * model.stopCount
  const end = day.endOf[driver] as number
  for (let node = day.startOf[driver] as number; node !== end; node = day.next[node] as number) {
    const isKept = node < model.stopCount ? (model.serveCost[row + node] as number) >= 0 : day.holdsTrip(node)
    if (!isKept) return false
  }
  return true
}
