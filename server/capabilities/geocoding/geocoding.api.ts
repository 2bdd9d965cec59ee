/** What other capabilities and `main` may use of the geocoding. */
export { type GeocodingReport, geocodeSites, type PlacedSite } from './geocode-sites.action.ts'
export type { GeocodingDeps, SiteAddress, SitePoints } from './geocoding-deps.ts'
