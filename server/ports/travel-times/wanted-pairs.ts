import { greatCircleMetres } from './estimate.rules.ts'
import type { TravelPoint } from './travel-times.port.ts'

export interface AskedPlace {
  point: TravelPoint
  isDepot: boolean
}

/** From and to, as rows of the question. */
export type Pair = readonly [from: number, to: number]

/** Origins × destinations: what one request asks. */
export interface Block {
  origins: readonly number[]
  destinations: readonly number[]
}

/**
 * The pairs that a day's plan is likely to drive, most wanted first: the depots' ways, then everybody's nearest
 * neighbour, everybody's second nearest, … A plan rarely goes from one stop to its thirtieth neighbour.
 */
export function pairsThatMatter(places: readonly AskedPlace[], neighbours: number): Pair[] {
  const stops = places.flatMap((place, index) => (place.isDepot ? [] : [index]))
  const depots = places.flatMap((place, index) => (place.isDepot ? [index] : []))
  const ways = depots.flatMap(depot =>
    stops.flatMap((stop): Pair[] => [
      [depot, stop],
      [stop, depot],
    ]),
  )
  const nearest = stops.map(stop => nearestOf(places, stop, stops, neighbours))
  for (let rank = 0; rank < neighbours; rank++) {
    stops.forEach((stop, row) => {
      const neighbour = nearest[row]?.[rank]
      if (neighbour !== undefined) ways.push([stop, neighbour])
    })
  }
  return ways
}

function nearestOf(
  places: readonly AskedPlace[],
  of: number,
  among: readonly number[],
  count: number,
): number[] {
  const here = (places[of] as AskedPlace).point
  return among
    .filter(each => each !== of)
    .map(each => ({ each, metres: greatCircleMetres(here, (places[each] as AskedPlace).point) }))
    .sort((a, b) => a.metres - b.metres || a.each - b.each)
    .slice(0, count)
    .map(({ each }) => each)
}

/** Every pair of different places. */
export function allPairs(count: number): Pair[] {
  const pairs: Pair[] = []
  for (let from = 0; from < count; from++)
    for (let to = 0; to < count; to++) if (from !== to) pairs.push([from, to])
  return pairs
}

/** Requests that hold exactly these pairs and nothing else, because every element is paid. */
export function exactBlocks(pairs: readonly Pair[], mostElements: number): Block[] {
  const byDestination = Map.groupBy(pairs, pair => pair[1])
  // A column that nearly everybody asks for (the depot) is one request; what is left is one request an origin.
  const columns = [...byDestination].filter(([, column]) => column.length > mostInARow(pairs))
  const inColumns = new Set(columns.map(([destination]) => destination))
  const rows = Map.groupBy(
    pairs.filter(([, to]) => !inColumns.has(to)),
    pair => pair[0],
  )
  return [
    ...columns.flatMap(([destination, column]) =>
      slices(
        column.map(([from]) => from),
        mostElements,
      ).map(origins => ({ origins, destinations: [destination] })),
    ),
    ...[...rows].flatMap(([origin, row]) =>
      slices(
        row.map(([, to]) => to),
        mostElements,
      ).map(destinations => ({ origins: [origin], destinations })),
    ),
  ]
}

/** A destination of more origins than a usual row has destinations is worth a request of its own. */
function mostInARow(pairs: readonly Pair[]): number {
  const lengths = [...Map.groupBy(pairs, pair => pair[0]).values()]
    .map(row => row.length)
    .sort((a, b) => a - b)
  return Math.max(24, (lengths[Math.floor(lengths.length / 2)] ?? 0) * 2)
}

/** Requests of whole squares that cover the pairs, at most `mostPlaces` coordinates each; what is free may be too much. */
export function coveringBlocks(pairs: readonly Pair[], mostPlaces: number): Block[] {
  const rows = [...new Set(pairs.flat())].sort((a, b) => a - b)
  if (rows.length <= mostPlaces) return rows.length > 1 ? [{ origins: rows, destinations: rows }] : []
  const chunks = slices(rows, Math.max(1, Math.floor(mostPlaces / 2)))
  const chunkOf = new Map(chunks.flatMap((chunk, index) => chunk.map(row => [row, index] as const)))
  const wanted = new Set(
    pairs.map(([from, to]) => (chunkOf.get(from) ?? 0) * chunks.length + (chunkOf.get(to) ?? 0)),
  )
  return [...wanted]
    .sort((a, b) => a - b)
    .map(code => ({
      origins: chunks[Math.floor(code / chunks.length)] as number[],
      destinations: chunks[code % chunks.length] as number[],
    }))
}

function slices<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
