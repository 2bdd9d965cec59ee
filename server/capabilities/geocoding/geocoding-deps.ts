import type { Clock } from '../../platform/clock.ts'
import type { Database, Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { GeocodedPoint, Geocoder } from '../../ports/geocoder/geocoder.port.ts'

/** A site that has no point, or one that only a centroid gave. */
export interface SiteAddress {
  siteId: string
  customerCode: string
  /** Number of the site among its customer's. */
  number: number
  address: string
  point: { latitude: number; longitude: number; source: string } | null
}

/** What geocoding needs of the capability that owns sites. */
export interface SitePoints {
  /**
   * Active sites that a geocoder may place: never one that staff, arrivals or an address service placed. In the order
   * of their ids, after `afterId`.
   */
  readPlaceable(db: Reader, afterId: string | undefined, limit: number): Promise<SiteAddress[]>
  place(context: WriteContext, points: readonly { siteId: string; point: GeocodedPoint }[]): Promise<void>
}

export interface GeocodingDeps {
  db: Database
  clock: Clock
  geocoder: Geocoder
  sites: SitePoints
}
