import type { Plan } from '../plan.types.ts'
import type { Point, Problem, Stop } from '../problem.ts'

/** Below this many stops a matrix fits into the processor's cache whatever the order. */
const FEW_STOPS = 150
/** Cells of the grid along one side. */
const CELLS = 1024

/**
 * The same problem with its stops in an order where neighbours have near numbers, so that the search finds in the
 * cache what it reads: on a thousand stops that is worth more than any arithmetic. Points follow a Hilbert curve,
 * matrices a nearest-neighbour chain.
 */
export function inNearOrder(problem: Problem): Problem {
  const { stops, travel } = problem
  if (stops.length < FEW_STOPS) return problem
  const order = travel.kind === 'estimate' ? alongCurve(stops) : alongChain(stops, travel.meters)
  return { ...problem, stops: order.map(index => stops[index] as Stop) }
}

/** Puts what a plan lists by stop back into the problem's own order. */
export function inProblemOrder(problem: Problem, plan: Plan): Plan {
  const number = new Map(problem.stops.map((stop, index) => [stop.id, index]))
  const place = (id: string) => number.get(id) ?? 0
  plan.unassigned.sort((one, other) => place(one.stopId) - place(other.stopId))
  return plan
}

function alongCurve(stops: Stop[]): number[] {
  const points = stops.map(stop => stop.point as Point)
  const scale = (values: number[]) => {
    const least = Math.min(...values)
    const span = Math.max(...values) - least || 1
    return values.map(value => Math.min(CELLS - 1, Math.floor(((value - least) / span) * CELLS)))
  }
  const x = scale(points.map(point => point.longitude))
  const y = scale(points.map(point => point.latitude))
  const along = stops.map((_, index) => hilbertDistance(x[index] as number, y[index] as number))
  return stops.map((_, index) => index).sort((a, b) => (along[a] as number) - (along[b] as number) || a - b)
}

/** How far along the Hilbert curve a cell lies (Hilbert 1891; the usual loop over quadrants). */
function hilbertDistance(column: number, row: number): number {
  let x = column
  let y = row
  let distance = 0
  for (let side = CELLS / 2; side >= 1; side /= 2) {
    const right = (x & side) > 0 ? 1 : 0
    const upper = (y & side) > 0 ? 1 : 0
    distance += side * side * ((3 * right) ^ upper)
    if (upper === 0) {
      if (right === 1) {
        x = CELLS - 1 - x
        y = CELLS - 1 - y
      }
      const turned = x
      x = y
      y = turned
    }
  }
  return distance
}

function alongChain(stops: Stop[], meters: (number | null)[][]): number[] {
  const columns = stops.map(stop => stop.matrixIndex as number)
  const isTaken = new Uint8Array(stops.length)
  const order = [0]
  isTaken[0] = 1
  while (order.length < stops.length) {
    const row = meters[columns[order.at(-1) as number] as number] as (number | null)[]
    const next = nearestFree(row, columns, isTaken)
    isTaken[next] = 1
    order.push(next)
  }
  return order
}

function nearestFree(row: (number | null)[], columns: number[], isTaken: Uint8Array): number {
  let nearest = -1
  let least = Number.POSITIVE_INFINITY
  for (let stop = 0; stop < columns.length; stop++) {
    if (isTaken[stop] === 1) continue
    const way = row[columns[stop] as number] ?? Number.MAX_VALUE
    if (nearest < 0 || way < least) {
      nearest = stop
      least = way
    }
  }
  return nearest
}
