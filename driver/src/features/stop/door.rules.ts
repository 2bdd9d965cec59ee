import type { Stop } from '../../offline/day.rules.ts'
import { isSettled, type NumberedStop, type Trip } from '../today/today.rules.ts'

/** Several customers behind one door: a market hall, a block of flats, two shops of one owner. One arrival serves them. */

/** Points closer than this are one place to park. */
const samePlaceMetres = 10
/** Equal addresses further apart than this are two streets of the same name. */
const sameStreetMetres = 200
const metresPerDegree = 111_320

type Place = Pick<Stop, 'address' | 'point' | 'isPointCoarse'>

/** House number, 之 and its branch, 號, and a branch behind it; what follows are floors and rooms. */
const houseNumber = /^.*?\d+(?:\s*\u4e4b\s*\d+)?\s*\u865f(?:\s*\u4e4b\s*\d+)?/
/** 臺 and 台 are one word in addresses. */
const formalTai = '\u81fa'
const plainTai = '\u53f0'

/** An address up to its house number, without spaces; the whole of it where no number is found. */
export function buildingOf(address: string): string {
  const plain = address.normalize('NFKC').replaceAll(formalTai, plainTai)
  return (houseNumber.exec(plain)?.[0] ?? plain).replace(/\s+/g, '')
}

/** Metres between two stops; undefined where a point is unknown or only a village's middle. */
function metresBetween(a: Place, b: Place): number | undefined {
  if (a.point === null || b.point === null || a.isPointCoarse || b.isPointCoarse) return undefined
  const north = (a.point.latitude - b.point.latitude) * metresPerDegree
  const shrink = Math.cos((a.point.latitude * Math.PI) / 180)
  return Math.hypot(north, (a.point.longitude - b.point.longitude) * metresPerDegree * shrink)
}

export function isSameDoor(a: Place, b: Place): boolean {
  const metres = metresBetween(a, b)
  if (metres !== undefined && metres <= samePlaceMetres) return true
  const building = buildingOf(a.address)
  return building !== '' && building === buildingOf(b.address) && (metres ?? 0) <= sameStreetMetres
}

/**
 * The stops that are served with this one: its neighbours in the trip at the same door, in order, itself included. The
 * planner set apart what has to be served at another hour, so only a run of neighbours counts.
 */
export function stopsAtDoor(trips: readonly Trip[], stopId: string): NumberedStop[] {
  const trip = trips.find(one => one.stops.some(({ stop }) => stop.id === stopId))
  if (trip === undefined) return []
  const at = trip.stops.findIndex(({ stop }) => stop.id === stopId)
  const here = trip.stops[at]
  if (here === undefined) return []
  let first = at
  let last = at
  const isHere = (index: number) => {
    const one = trip.stops[index]
    return one !== undefined && isSameDoor(here.stop, one.stop)
  }
  while (isHere(first - 1)) first -= 1
  while (isHere(last + 1)) last += 1
  return trip.stops.slice(first, last + 1)
}

/** Those of them that are still to be served. */
export const openAtDoor = (door: readonly NumberedStop[]): NumberedStop[] =>
  door.filter(({ stop }) => !isSettled(stop))
