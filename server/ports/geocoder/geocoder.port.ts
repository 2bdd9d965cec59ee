/** Where a point comes from, coarsest last; the same words as `site.point_source`. */
export type GeocodeSource = 'address-service' | 'village-centroid' | 'town-centroid'

export interface GeocodedPoint {
  latitude: number
  longitude: number
  source: GeocodeSource
  /** The address lies within this many metres of the point. */
  precisionMetres: number
  /** Official code of the town (內政部 鄉鎮市區代碼), where known. */
  townCode: string | undefined
  /** What the point stands for, to show a person: `台東縣台東市`. */
  place: string
}

/**
 * Turns an address into a point.
 *
 * Promises: the point lies on land inside the place it names; the same address always gets the same point (no
 * scatter is invented, so that two sites of one village visibly share it); an address that cannot be placed answers
 * undefined, never a guess; a service that does not answer throws a Problem of kind unavailable.
 */
export interface Geocoder {
  locate(address: string): Promise<GeocodedPoint | undefined>
}
