import { cellOf } from './cells.rules.ts'
import { type EstimateNumbers, estimateLeg, levelOf } from './estimate.rules.ts'
import type {
  RoadTimes,
  TravelFactors,
  TravelFaultCode,
  TravelPlace,
  TravelPoint,
  TravelSource,
} from './travel-times.port.ts'

/** An answer of a service between two rows of the cells. */
export interface AnsweredLeg {
  seconds: number
  metres: number
}

export interface RoadTable {
  cells: number[]
  places: TravelPlace[]
  seconds: number[][]
  metres: number[][]
  hourFactors: number[] | null
  /** Whether a service answered the pair. */
  isAnswered: boolean[][]
  source: TravelSource
  /** Estimates a way that nobody was asked about. */
  estimate(from: TravelPlace, to: TravelPlace): AnsweredLeg
}

/** Places that round to one cell are one place. */
export function distinctPlaces(places: readonly TravelPlace[]): { cells: number[]; places: TravelPlace[] } {
  const byCell = new Map<number, TravelPlace>()
  for (const place of places) {
    const cell = cellOf(place.point)
    const known = byCell.get(cell)
    byCell.set(cell, known ? { ...known, isDepot: known.isDepot || place.isDepot } : place)
  }
  return { cells: [...byCell.keys()], places: [...byCell.values()] }
}

/** Where the slowest hour takes less than this times the fastest, a minute in twenty, the hours are alike. */
const leastSwing = 1.05

/** Speed by hour as a share of the fastest hour's, as the whole company has driven; null where the hours are alike. */
function speedByHour(factors: TravelFactors): number[] | null {
  const slowness = Array.from({ length: 24 }, (_, hour) => factors(null, null, hour))
  const fastest = Math.min(...slowness)
  if (Math.max(...slowness) < leastSwing * fastest) return null
  return slowness.map(factor => Math.round((1_000 * fastest) / factor) / 1_000)
}

/** The whole square in the fastest hour: what was answered for the asked hour where there is an answer, levelled estimates elsewhere. */
export function fillTable(input: {
  cells: number[]
  places: TravelPlace[]
  source: TravelSource
  answerOf(from: number, to: number): AnsweredLeg | undefined
  numbers: EstimateNumbers
  factors: TravelFactors
  hour: number
}): RoadTable {
  const { cells, places, answerOf, numbers, factors, hour } = input
  const plain = (from: TravelPlace, to: TravelPlace) =>
    estimateLeg(from.point, to.point, numbers, factors(from.zone, to.zone, hour))
  const count = places.length
  const table = { cells, places, source: input.source, ...emptySquares(count) }
  const compared: { answered: number; estimated: number }[] = []
  for (let from = 0; from < count; from++) {
    for (let to = 0; to < count; to++) {
      if (from === to) continue
      const answer = answerOf(from, to)
      const leg = plain(places[from] as TravelPlace, places[to] as TravelPlace)
      if (answer) compared.push({ answered: answer.seconds, estimated: leg.seconds })
      put(table, from, to, answer ?? leg, answer !== undefined)
    }
  }
  const level = levelOf(compared)
  const hourFactors = speedByHour(factors)
  const swing = hourFactors?.[hour] ?? 1
  scaleSeconds(table, level, swing)
  const estimate = (from: TravelPlace, to: TravelPlace) => {
    const { seconds, metres } = plain(from, to)
    return { seconds: Math.round(seconds * level * swing), metres }
  }
  return { ...table, hourFactors, estimate }
}

function emptySquares(count: number) {
  const square = <T>(value: T) => Array.from({ length: count }, () => new Array<T>(count).fill(value))
  return { seconds: square(0), metres: square(0), isAnswered: square(false) }
}

type Squares = ReturnType<typeof emptySquares>

function put(squares: Squares, from: number, to: number, leg: AnsweredLeg, isAnswered: boolean): void {
  ;(squares.seconds[from] as number[])[to] = leg.seconds
  ;(squares.metres[from] as number[])[to] = leg.metres
  ;(squares.isAnswered[from] as boolean[])[to] = isAnswered
}

/** Levels what was estimated, and turns everything from the asked hour's time into the fastest hour's. */
function scaleSeconds({ seconds, isAnswered }: Squares, level: number, swing: number): void {
  if (level === 1 && swing === 1) return
  for (const [from, row] of seconds.entries())
    for (const [to, value] of row.entries())
      row[to] = Math.round(value * swing * (isAnswered[from]?.[to] ? 1 : level))
}

/** A view of a table for one asker: places that he adds are his alone. */
export function roadTimesOf(shared: RoadTable, fault: TravelFaultCode | null): RoadTimes {
  // Arrays that an asker was given grow with his places, so they are his own from the start.
  const table = copied(shared)
  const rows = new Map(shared.cells.map((cell, index) => [cell, index] as const))
  const addPlace = (point: TravelPoint): number => {
    const row = table.places.length
    appendPlace(table, { point, zone: null, isDepot: false })
    rows.set(cellOf(point), row)
    return row
  }
  const indexOf = (point: TravelPoint) => rows.get(cellOf(point)) ?? addPlace(point)
  return {
    indexOf,
    seconds: () => table.seconds,
    metres: () => table.metres,
    hourFactors: shared.hourFactors,
    sourceOf: (from, to) => (table.isAnswered[indexOf(from)]?.[indexOf(to)] ? table.source : 'estimate'),
    counts: countSources(shared),
    fault,
  }
}

/** One more row and column, estimated. */
function appendPlace(table: RoadTable, place: TravelPlace): void {
  const back = table.places.map(known => table.estimate(known, place))
  const there = table.places.map(known => table.estimate(place, known))
  for (const [row, leg] of back.entries()) {
    table.seconds[row]?.push(leg.seconds)
    table.metres[row]?.push(leg.metres)
    table.isAnswered[row]?.push(false)
  }
  table.seconds.push([...there.map(leg => leg.seconds), 0])
  table.metres.push([...there.map(leg => leg.metres), 0])
  table.isAnswered.push([...there.map(() => false), false])
  table.places.push(place)
}

function copied(table: RoadTable): RoadTable {
  return {
    ...table,
    places: [...table.places],
    seconds: table.seconds.map(row => [...row]),
    metres: table.metres.map(row => [...row]),
    isAnswered: table.isAnswered.map(row => [...row]),
  }
}

function countSources({ source, isAnswered }: RoadTable): Record<TravelSource, number> {
  const answered = isAnswered.reduce((sum, row) => sum + row.filter(Boolean).length, 0)
  const pairs = isAnswered.length * (isAnswered.length - 1)
  const counts: Record<TravelSource, number> = { estimate: 0, osrm: 0, google: 0 }
  counts[source] += answered
  counts.estimate += pairs - answered
  return counts
}
