import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { SHARED } from './best-known.ts'
import { type InventedPlace, inventDay } from './invent-day.ts'
import type { Instance } from './read-instance.ts'

/** How far around its centre a day's work reaches, in degrees (about 11 km). */
const REACH = 0.1

/**
 * A rich day over real delivery points: a seeded one of them is the centre, the nearest `count` within reach that
 * a random draw keeps are the stops. Only the places are real; orders, windows and fleet are invented.
 */
export function sharedPlaces(count: number, seed: number): Instance {
  const file = resolve(SHARED, 'data/places/delivery_points_taipei.csv')
  if (!existsSync(file)) throw new Error(`${file} is absent: the places bench cannot run here`)
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1).map(splitRow)
  const places = rows.map(([id = '', kind = '', , town = '', , lon = '', lat = '']): InventedPlace => {
    return {
      id,
      point: { latitude: Number(lat), longitude: Number(lon) },
      zone: town,
      isBusiness: kind === 'R',
    }
  })
  const sound = places.filter(
    ({ point }) => Number.isFinite(point.latitude) && Number.isFinite(point.longitude),
  )
  const centre = sound[(seed * 7919) % sound.length] as InventedPlace
  const reachable = sound.filter(
    ({ point }) =>
      Math.abs(point.latitude - centre.point.latitude) < REACH &&
      Math.abs(point.longitude - centre.point.longitude) < REACH,
  )
  const step = Math.max(1, Math.floor(reachable.length / count))
  const chosen = reachable.filter((_, index) => index % step === seed % step).slice(0, count)
  const trucks = Math.max(2, Math.ceil(count / 25))
  const motorcycles = Math.max(2, Math.ceil(count / 60))
  const problem = inventDay({ places: chosen, seed, trucks, motorcycles, depot: centre.point })
  return { name: `places-${chosen.length}-${seed}`, problem, divisor: 1, isClassic: false }
}

/** A CSV row; quoted cells may hold commas. */
function splitRow(row: string): string[] {
  return [...row.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
    cell.replace(/^"|"$/g, ''),
  )
}
