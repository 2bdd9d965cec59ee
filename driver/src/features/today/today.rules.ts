import { type CylinderType, cylinderTypeCodes, products } from '@luckygas/contract/kernel/cylinders.ts'
import { minuteOfDay } from '@luckygas/contract/kernel/dates.ts'
import type { Run, Stop } from '../../offline/day.rules.ts'
import type { DriverDay } from '../../offline/outbox.types.ts'

/** How a stop looks on the line of the day. */
export type StopLook = 'planned' | 'enroute' | 'done' | 'late' | 'failed'

export interface NumberedStop {
  stop: Stop
  /** Place in its trip, from 1, as drivers speak of it. */
  number: number
}
export interface Trip {
  trip: number
  stops: NumberedStop[]
  /** Stops done or failed. */
  settled: number
}

export const isSettled = (stop: Stop) =>
  stop.state === 'done' || stop.state === 'failed' || stop.state === 'cancelled'

/** Trips in order with their stops numbered; stops taken away by the office are not part of a trip. */
export function tripsOf(day: DriverDay): Trip[] {
  const byTrip = new Map<number, Stop[]>()
  for (const stop of day.stops) {
    if (stop.state === 'cancelled') continue
    byTrip.set(stop.trip, [...(byTrip.get(stop.trip) ?? []), stop])
  }
  return [...byTrip]
    .sort(([a], [b]) => a - b)
    .map(([trip, stops]) => ({
      trip,
      stops: stops
        .sort((a, b) => a.position - b.position)
        .map((stop, index) => ({ stop, number: index + 1 })),
      settled: stops.filter(isSettled).length,
    }))
}

/** Where to go next: the stop whose door he stands at, else the first open one of the first unfinished trip. */
export function nextStop(trips: readonly Trip[]): NumberedStop | undefined {
  const all = trips.flatMap(trip => trip.stops)
  return all.find(({ stop }) => stop.state === 'arrived') ?? all.find(({ stop }) => !isSettled(stop))
}

export const numberOf = (trips: readonly Trip[], stopId: string): NumberedStop | undefined =>
  trips.flatMap(trip => trip.stops).find(({ stop }) => stop.id === stopId)

/** Minute of the day at which he will be there, as the office last worked it out. */
export function arrivalMinute(stop: Stop): number | null {
  return stop.etaAt === null ? stop.arriveMinute : minuteOfDay(new Date(stop.etaAt))
}

/** The promised window that matters now: the one he arrives in, else the last. */
export function windowNow(stop: Stop): Stop['windows'][number] | undefined {
  const arrival = arrivalMinute(stop)
  const fitting = stop.windows.find(({ toMinute }) => arrival !== null && arrival <= toMinute)
  return fitting ?? stop.windows.at(-1)
}

/** Minutes after the last promised window; 0 when in time or nothing is promised. */
export function lateMinutes(stop: Stop): number {
  const arrival = arrivalMinute(stop)
  const last = Math.max(...stop.windows.map(window => window.toMinute))
  return arrival === null || stop.windows.length === 0 || isSettled(stop)
    ? 0
    : Math.max(0, Math.ceil(arrival - last))
}

const lookByState: Record<Stop['state'], StopLook> = {
  published: 'planned',
  arrived: 'enroute',
  done: 'done',
  failed: 'failed',
  cancelled: 'failed',
}

export function lookOf(stop: Stop, nextId: string | undefined): StopLook {
  if (stop.id === nextId) return 'enroute'
  return lateMinutes(stop) > 0 ? 'late' : lookByState[stop.state]
}

export interface TruckRow {
  cylinderType: CylinderType
  full: number
  empty: number
  /** Fulls that the open stops of the trip still take. */
  needed: number
}

/** Fulls and empties aboard by size against what the trip still needs. */
export function truckRows(run: Run, trip: Trip | undefined): TruckRow[] {
  const needed = new Map<CylinderType, number>()
  for (const { stop } of trip?.stops ?? []) {
    if (isSettled(stop)) continue
    for (const line of stop.lines) {
      const { type } = products[line.product]
      needed.set(type, (needed.get(type) ?? 0) + line.fullOut)
    }
  }
  const aboard = new Map(run.onTruck.map(row => [row.cylinderType, row]))
  return cylinderTypeCodes
    .filter(code => aboard.has(code) || needed.has(code))
    .map(code => ({
      cylinderType: code,
      full: aboard.get(code)?.full ?? 0,
      empty: aboard.get(code)?.empty ?? 0,
      needed: needed.get(code) ?? 0,
    }))
    .filter(row => row.full !== 0 || row.empty !== 0 || row.needed !== 0)
}

/** What the day asks for now; the main button of the first screen. */
export type NextThing =
  | { do: 'nothing' }
  | { do: 'check-vehicle' }
  | { do: 'load'; trip: number }
  | { do: 'go'; next: NumberedStop }
  | { do: 'close' }
  | { do: 'closed' }

export function nextThing(day: DriverDay): NextThing {
  const { run } = day
  if (run === null) return { do: 'nothing' }
  if (run.state === 'closed') return { do: 'closed' }
  const trips = tripsOf(day)
  const atDoor = trips.flatMap(trip => trip.stops).find(({ stop }) => stop.state === 'arrived')
  if (atDoor !== undefined) return { do: 'go', next: atDoor }
  const isHeld = (run.blockedBy?.length ?? 0) > 0
  if (!run.isVehicleChecked || isHeld) return { do: 'check-vehicle' }
  const open = trips.find(trip => trip.settled < trip.stops.length)
  if (open === undefined) return { do: 'close' }
  if (!run.loadedTrips.includes(open.trip)) return { do: 'load', trip: open.trip }
  const next = nextStop([open])
  return next === undefined ? { do: 'close' } : { do: 'go', next }
}
