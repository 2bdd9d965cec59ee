import type { Reader } from '../../platform/database/database.ts'
import { readPhones } from './customer.store.ts'
import { readSites } from './site.store.ts'
import type { SiteFacts } from './site.types.ts'
import { readAreas, readLegacyFigures, readMeters } from './site-parts.store.ts'

const centroids: readonly (string | null)[] = ['village-centroid', 'town-centroid', 'county-centroid']
/** A point known no better than this is a guess to a driver who looks for a door. */
const coarseForDriverMetres = 500

/** Sites as a driver needs them at the door, active or not, in no particular order. */
export async function readSitesForDriver(db: Reader, siteIds: readonly string[]) {
  const sites = [...(await readSites(db, siteIds)).values()]
  const phones = await readPhones(db, [...new Set(sites.map(site => site.customerId))])
  const areas = await readAreas(db, siteIds)
  const meters = await readMeters(db, siteIds)
  const figures = await readLegacyFigures(db, siteIds)
  return sites.map(site => {
    const meter = meters.get(site.id)
    return {
      siteId: site.id,
      customerCode: site.customerCode,
      shortName: site.shortName,
      address: site.address,
      point: site.point && { latitude: site.point.latitude, longitude: site.point.longitude },
      isPointCoarse: isCoarse(site),
      floor: site.floor,
      hasLift: site.hasLift,
      gateCode: site.gateCode,
      contactName: site.contactName,
      accessNote: site.accessNote,
      phones: (phones.get(site.customerId) ?? []).map(phone => phone.digits),
      doorPhotoFileId: site.doorPhotoFileId,
      areas: areas.get(site.id) ?? [],
      changeoverModel: site.changeoverModel,
      settlement: site.settlement ?? ('cash' as const),
      billingMethod: site.billingMethod,
      meter: meter ? { id: meter.id, serial: meter.serial, digits: meter.digits } : null,
      residualRatio: figures.get(site.id)?.residualRatio ?? null,
    }
  })
}

function isCoarse(site: SiteFacts): boolean {
  return centroids.includes(site.pointSource) || (site.point?.precisionMetres ?? 0) >= coarseForDriverMetres
}
