import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'

export interface Passing {
  letter: string
  driverName: string
  runId: string
  /** Minute of the day at which the truck leaves the nearest stop before. */
  atMinute: number
  /** Metres as the crow flies from that stop. */
  metres: number
  trip: number
}

interface Point {
  latitude: number
  longitude: number
}

const earthMetres = 6_371_000

/** Metres between two points as the crow flies (haversine). */
export function metresBetween(a: Point, b: Point): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180
  const dLat = rad(b.latitude - a.latitude)
  const dLon = rad(b.longitude - a.longitude)
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(dLon / 2) ** 2
  return 2 * earthMetres * Math.asin(Math.sqrt(h))
}

const goneStates = new Set(['done', 'failed', 'cancelled'])

/**
 * The trucks that still come by a place on a day, the nearest stop of each run, nearest first. Stops already served and
 * minutes gone by do not count.
 * @param afterMinute minute of the day from which a truck helps; 0 on later days
 */
export function passingTrucks(
  board: Pick<Board, 'runs' | 'stops'>,
  place: Point,
  afterMinute: number,
): Passing[] {
  return board.runs
    .flatMap(run => {
      const own = board.stops.filter(
        stop =>
          stop.runId === run.id &&
          stop.point !== null &&
          !goneStates.has(stop.state) &&
          (stop.departMinute ?? stop.arriveMinute ?? -1) >= afterMinute,
      )
      const near = own
        .map(stop => ({ stop, metres: metresBetween(stop.point ?? place, place) }))
        .sort((a, b) => a.metres - b.metres)[0]
      if (!near) return []
      return [
        {
          letter: run.letter,
          driverName: run.driverName,
          runId: run.id,
          atMinute: near.stop.departMinute ?? near.stop.arriveMinute ?? 0,
          metres: Math.round(near.metres),
          trip: near.stop.trip,
        },
      ]
    })
    .sort((a, b) => a.metres - b.metres)
}
