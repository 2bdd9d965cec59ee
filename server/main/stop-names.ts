import { readSitesForDriver } from '../capabilities/customers/customers.api.ts'
import type { DispatchNeeds } from '../capabilities/deliveries/deliveries.api.ts'
import type { Reader } from '../platform/database/database.ts'

/** Names of the sites at which stops are, by stop; unknown stops are absent. */
export const stopNamesReader =
  (dispatch: Pick<DispatchNeeds, 'readStops'>) =>
  async (db: Reader, stopIds: readonly string[]): Promise<Map<string, string>> => {
    const stops = await dispatch.readStops(db, stopIds)
    const sites = await readSitesForDriver(db, [...new Set(stops.map(stop => stop.siteId))])
    const names = new Map(sites.map(site => [site.siteId, site.shortName]))
    return new Map(stops.map(stop => [stop.id, names.get(stop.siteId) ?? '']))
  }
