import type { StopRow } from './stop.store.ts'

/** Who drives what: the trips of each run, stop ids in the order they are served. A stop in none lies in the tray. */
export type Layout = Record<string, string[][]>

export interface LayoutPlace {
  runId: string
  /** Counted from 1; one more than the run has means a new trip behind the last. */
  trip: number
  /** Among the trip's stops, counted without the one that is placed. */
  position: number
}

type Placed = Pick<StopRow, 'id' | 'runId' | 'trip' | 'position'>

/** Trips keep their numbers, so that a trip that has lost its stops is an empty list until `closeUp`. */
export function layoutOf(stops: readonly Placed[]): Layout {
  const layout: Layout = {}
  for (const stop of [...stops].sort((a, b) => a.trip - b.trip || a.position - b.position)) {
    if (stop.runId === null) continue
    layout[stop.runId] ??= []
    const trips = layout[stop.runId] as string[][]
    while (trips.length < stop.trip) trips.push([])
    trips[stop.trip - 1]?.push(stop.id)
  }
  return layout
}

/** The layout that drivers hold. */
export function publishedLayoutOf(
  stops: readonly Pick<StopRow, 'id' | 'publishedRunId' | 'publishedTrip' | 'publishedPosition'>[],
): Layout {
  return layoutOf(
    stops.map(stop => ({
      id: stop.id,
      runId: stop.publishedRunId,
      trip: stop.publishedTrip ?? 1,
      position: stop.publishedPosition ?? 0,
    })),
  )
}

/** Takes stops out; the trips stay where they are. */
export function without(layout: Layout, stopIds: ReadonlySet<string>): Layout {
  return mapTrips(layout, trip => trip.filter(id => !stopIds.has(id)))
}

/** Puts one stop into its place, from wherever it lies; null sends it to the tray. */
export function placeStop(layout: Layout, stopId: string, place: LayoutPlace | null): Layout {
  const next = without(layout, new Set([stopId]))
  if (place) {
    next[place.runId] ??= []
    const trips = next[place.runId] as string[][]
    while (trips.length < place.trip) trips.push([])
    trips[place.trip - 1]?.splice(place.position, 0, stopId)
  }
  return closeUp(next)
}

/** Drops trips and runs without stops. */
export function closeUp(layout: Layout): Layout {
  return Object.fromEntries(
    Object.entries(layout)
      .map(([runId, trips]) => [runId, trips.filter(trip => trip.length > 0)] as const)
      .filter(([, trips]) => trips.length > 0),
  )
}

/** The runs whose trips differ. */
export function changedRuns(before: Layout, after: Layout): string[] {
  const [old, fresh] = [closeUp(before), closeUp(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter(
    runId => JSON.stringify(old[runId]) !== JSON.stringify(fresh[runId]),
  )
}

/** The part of a layout that lies in the given runs. */
export function inRuns(layout: Layout, runIds: readonly string[]): Layout {
  return Object.fromEntries(
    runIds.flatMap(runId => {
      const trips = layout[runId]
      return trips ? [[runId, trips] as const] : []
    }),
  )
}

/**
 * The fewest stops whose moving turns one layout into the other: those that change runs, trips, or their order among
 * the stops that stay. A neighbour that only slides along is not one of them.
 */
export function changedStops(before: Layout, after: Layout): string[] {
  const [runBefore, runAfter] = [runOfStop(before), runOfStop(after)]
  const changed = new Set<string>()
  for (const id of new Set([...runBefore.keys(), ...runAfter.keys()]))
    if (runBefore.get(id) !== runAfter.get(id)) changed.add(id)
  for (const runId of changedRuns(before, after)) {
    const staying = (layout: Layout) =>
      (layout[runId] ?? []).map(trip => trip.filter(id => !changed.has(id))).filter(trip => trip.length > 0)
    const [old, fresh] = [staying(before), staying(after)]
    const tripOf = new Map(fresh.flatMap((trip, index) => trip.map(id => [id, index] as const)))
    const sameTrip = old.flatMap((trip, index) => trip.filter(id => tripOf.get(id) === index))
    const kept = new Set(longestRising(sameTrip, fresh.flat()))
    for (const id of old.flat()) if (!kept.has(id)) changed.add(id)
  }
  return [...changed]
}

/**
 * Puts the given stops back to where `target` has them, beside their former neighbours wherever those are now; all
 * other stops stay. A trip that is gone is opened again.
 */
export function restore(current: Layout, target: Layout, stopIds: readonly string[]): Layout {
  const moving = new Set(stopIds)
  const next = without(current, moving)
  for (const [runId, trips] of Object.entries(target)) {
    trips.forEach((trip, tripIndex) => {
      trip.forEach((id, index) => {
        if (!moving.has(id)) return
        next[runId] ??= []
        putBeside(next[runId] as string[][], id, trip.slice(0, index), trip.slice(index + 1), [
          ...trips.slice(0, tripIndex).flat(),
        ])
      })
    })
  }
  return closeUp(next)
}

function putBeside(
  trips: string[][],
  id: string,
  ahead: readonly string[],
  behind: readonly string[],
  earlierTrips: readonly string[],
): void {
  const find = (other: string) => trips.findIndex(trip => trip.includes(other))
  const previous = ahead.findLast(other => find(other) >= 0)
  if (previous !== undefined) {
    const trip = trips[find(previous)] as string[]
    trip.splice(trip.indexOf(previous) + 1, 0, id)
    return
  }
  const next = behind.find(other => find(other) >= 0)
  if (next !== undefined) {
    const trip = trips[find(next)] as string[]
    trip.splice(trip.indexOf(next), 0, id)
    return
  }
  const earlier = earlierTrips.findLast(other => find(other) >= 0)
  trips.splice(earlier === undefined ? 0 : find(earlier) + 1, 0, [id])
}

function runOfStop(layout: Layout): Map<string, string> {
  return new Map(
    Object.entries(layout).flatMap(([runId, trips]) => trips.flat().map(id => [id, runId] as const)),
  )
}

function mapTrips(layout: Layout, change: (trip: string[]) => string[]): Layout {
  return Object.fromEntries(Object.entries(layout).map(([runId, trips]) => [runId, trips.map(change)]))
}

/** The longest part of `items` that stands in `order` in the same order. */
function longestRising(items: readonly string[], order: readonly string[]): string[] {
  const rank = new Map(order.map((id, index) => [id, index]))
  const best: { length: number; previous: number }[] = []
  items.forEach((id, index) => {
    let chain = { length: 1, previous: -1 }
    for (let other = 0; other < index; other += 1) {
      const rises = (rank.get(items[other] as string) ?? 0) < (rank.get(id) ?? 0)
      if (rises && (best[other]?.length ?? 0) + 1 > chain.length)
        chain = { length: (best[other]?.length ?? 0) + 1, previous: other }
    }
    best.push(chain)
  })
  const kept: string[] = []
  let at = best.reduce((top, chain, index) => (chain.length > (best[top]?.length ?? 0) ? index : top), 0)
  while (at >= 0 && items[at] !== undefined) {
    kept.unshift(items[at] as string)
    at = best[at]?.previous ?? -1
  }
  return kept
}
