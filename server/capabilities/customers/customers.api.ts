import type { Route } from '../../platform/http/route.ts'
import { customerRoutes } from './customers.routes.ts'
import type { CustomersDeps } from './customers.types.ts'

export { readCallers } from './callers.store.ts'
export { createCustomer } from './create-customer.action.ts'
export { findCustomerByCode, readCustomerNames, readPhones } from './customer.store.ts'
export type {
  CustomerAround,
  CustomersDeps,
  RecentDeliveriesReader,
  RecentDelivery,
  SiteForecast,
} from './customers.types.ts'
export { isDoorPhoto } from './door-photo.store.ts'
export { readSitesForDriver } from './driver-sites.ts'
export {
  createImported,
  type ImportedCustomer,
  readImported,
  updateImported,
} from './imported.action.ts'
export type { ImportedRecord, ImportedSite, StoredCustomer } from './imported.types.ts'
export { readKnownCodes } from './known-codes.store.ts'
export { learnArrival } from './learn-arrival.action.ts'
export { linkPhone, unlinkPhone } from './link-phone.action.ts'
export { readServedSites, readSites } from './site.store.ts'
export type {
  LegacyFigures,
  PlacedPoint,
  SiteArea,
  SiteClosure,
  SiteFacts,
  SiteMeter,
} from './site.types.ts'
export {
  readAreas,
  readClosures,
  readDeclared,
  readEquipment,
  readLegacyFigures,
  readMeters,
} from './site-parts.store.ts'
export { sitePoints } from './site-points.store.ts'

/** Customers, their sites, and everything that belongs to a site. */
export function makeCustomers(deps: CustomersDeps): { routes: Route[] } {
  return { routes: customerRoutes(deps) }
}
