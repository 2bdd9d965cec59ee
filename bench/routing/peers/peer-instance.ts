import type { Problem } from '../../../server/planner/planner.api.ts'

/** A classic instance in the plainest shape: the depot first, whole numbers in the instance's own units. */
export type PeerInstance = {
  nodes: { demand: number; from: number; to: number; service: number; release: number }[]
  vehicles: number
  capacity: number
  trips: number
  isTimed: boolean
  distances: number[][]
  durations: number[][]
}

const seconds = (minutes: number): number => Math.round(minutes * 60)

/** The same question our planner is asked, for another engine. Only for classic instances (one size, one depot). */
export function peerInstance(problem: Problem): PeerInstance {
  const { travel, stops, drivers, vehicles } = problem
  if (travel.kind !== 'matrix') throw new Error('peers are compared on classic instances only')
  const dayEnd = seconds(drivers[0]?.shiftEndMinute ?? 0)
  const whole = (rows: (number | null)[][]) => rows.map(row => row.map(way => way ?? 0))
  return {
    nodes: [
      { demand: 0, from: 0, to: dayEnd, service: 0, release: 0 },
      ...stops.map(stop => ({
        demand: stop.deliver?.unit ?? 0,
        from: seconds(stop.windows?.[0]?.fromMinute ?? 0),
        to: stop.windows?.[0] ? seconds(stop.windows[0].toMinute) : dayEnd,
        service: seconds(stop.serviceMinutes ?? 0),
        release: seconds(stop.releaseMinute ?? 0),
      })),
    ],
    vehicles: vehicles.length,
    capacity: vehicles[0]?.slots.unit ?? 0,
    trips: drivers[0]?.maxTrips ?? 1,
    isTimed: stops.some(stop => stop.windows !== undefined),
    distances: whole(travel.meters),
    durations: whole(travel.seconds),
  }
}
