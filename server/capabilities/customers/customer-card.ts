import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { getCustomer, updateSite } from '@luckygas/contract/endpoints/customers.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readParameters } from '../admin/admin.api.ts'
import { type Customer, findCustomerByCode, readPhones } from './customer.store.ts'
import { customerNotFound, siteNotFound } from './customers.errors.ts'
import type { CustomersDeps, RecentDelivery } from './customers.types.ts'
import { readSites, readSitesOfCustomers } from './site.store.ts'
import type { SiteFacts } from './site.types.ts'
import { readAreas, readClosures, readEquipment } from './site-parts.store.ts'
import { supplyLimitNames, supplyWarnings } from './supply.rules.ts'

type CustomerCard = EndpointAnswer<typeof getCustomer>
type SiteCard = EndpointAnswer<typeof updateSite>

const deliveriesShown = 30

/** Everything about a customer on one card. Throws `customers.not-found`. */
export async function readCustomerCard(
  deps: CustomersDeps,
  db: Reader,
  code: string,
  today: string,
): Promise<CustomerCard> {
  const customer = await findCustomerByCode(db, code)
  if (!customer) throw customerNotFound()
  const sites = await readSitesOfCustomers(db, [customer.id])
  const phones = await readPhones(db, [customer.id])
  const cards = await buildSiteCards(deps, db, sites, today)
  const recentDeliveries = await readRecentDeliveries(deps, db, customer, sites)
  return { ...customer, phones: phones.get(customer.id) ?? [], sites: cards, recentDeliveries }
}

/** The card of one site. Throws `customers.site-not-found`. */
export async function readSiteCard(
  deps: CustomersDeps,
  db: Reader,
  siteId: string,
  today: string,
): Promise<SiteCard> {
  const site = (await readSites(db, [siteId])).get(siteId)
  const [card] = site ? await buildSiteCards(deps, db, [site], today) : []
  if (!card) throw siteNotFound()
  return card
}

async function buildSiteCards(
  deps: CustomersDeps,
  db: Reader,
  sites: readonly SiteFacts[],
  today: string,
): Promise<SiteCard[]> {
  const ids = sites.map(site => site.id)
  const areas = await readAreas(db, ids)
  const equipment = await readEquipment(db, ids)
  const closures = await readClosures(db, ids, today)
  const forecasts = await deps.readForecasts(db, ids)
  const held = await deps.readHeldCylinders(db, ids)
  const limits = await readParameters(db, supplyLimitNames, today)
  return sites.map(site => {
    const siteAreas = areas.get(site.id) ?? []
    return {
      ...siteFields(site),
      areas: siteAreas,
      equipment: equipment.get(site.id) ?? [],
      closures: closures.get(site.id) ?? [],
      held: held.get(site.id) ?? {},
      forecast: forecasts.get(site.id) ?? null,
      warnings: supplyWarnings({ ...site, kind: site.customerKind, areas: siteAreas }, limits),
    }
  })
}

/** The site's own fields that the card shows. */
function siteFields(site: SiteFacts) {
  return {
    id: site.id,
    number: site.number,
    name: site.name,
    siteType: site.siteType,
    zone: site.zone,
    address: site.address,
    point: site.point,
    floor: site.floor,
    hasLift: site.hasLift,
    gateCode: site.gateCode,
    contactName: site.contactName,
    accessNote: site.accessNote,
    vehicleAccess: site.vehicleAccess,
    acceptHours: site.acceptHours,
    slot: site.slot,
    closedWeekdays: site.closedWeekdays,
    closedOnHolidays: site.closedOnHolidays,
    isSameDayDelivery: site.isSameDayDelivery,
    isSameDayVisit: site.isSameDayVisit,
    calendar: site.calendar,
    billingMethod: site.billingMethod,
    seriesCapacityGrams: site.seriesCapacityGrams,
    reserveGrams: site.reserveGrams,
    changeoverModel: site.changeoverModel,
    isSeriesFiled: site.isSeriesFiled,
    hasTelemetry: site.hasTelemetry,
    isPatrolled: site.isPatrolled,
    version: site.version,
  }
}

/** The newest deliveries of all sources together. */
async function readRecentDeliveries(
  deps: CustomersDeps,
  db: Reader,
  customer: Customer,
  sites: readonly SiteFacts[],
): Promise<RecentDelivery[]> {
  const asked = { code: customer.code, siteIds: sites.map(site => site.id) }
  const deliveries: RecentDelivery[] = []
  for (const read of deps.recentDeliveries) deliveries.push(...(await read(db, asked, deliveriesShown)))
  return deliveries
    .sort((a, b) => (a.date === b.date ? (b.minute ?? 0) - (a.minute ?? 0) : a.date < b.date ? 1 : -1))
    .slice(0, deliveriesShown)
}
