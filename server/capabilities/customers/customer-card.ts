import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { getCustomer, updateSite } from '@luckygas/contract/endpoints/customers.ts'
import {
  type CylinderType,
  type ProductCode,
  productCodes,
  products,
} from '@luckygas/contract/kernel/cylinders.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readTogether } from '../../platform/database/read-together.ts'
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
const callsShown = 10
const filesShown = 12
const changesShown = 20
/** Deliveries whose products are still thought to be what the customer buys. */
const recentForPrices = 5

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
  const siteIds = sites.map(site => site.id)
  const { around } = deps
  const [phones, cards, recentDeliveries, account, price, openOrders, calls, files, postponements, history] =
    await readTogether(
      db,
      () => readPhones(db, [customer.id]),
      () => buildSiteCards(deps, db, sites, today),
      () => readRecentDeliveries(deps, db, customer, sites),
      () => around.readAccount(db, siteIds),
      () => around.readPrices(db, today, customer.id),
      () => around.readOpenOrders(db, siteIds),
      () => around.readCalls(db, customer.id, callsShown),
      () => around.readFiles(db, siteIds, filesShown),
      () => around.readPostponements(db, siteIds, today),
      () => around.readHistory(db, [customer.id, ...siteIds], changesShown),
    )
  return {
    ...customer,
    phones: phones.get(customer.id) ?? [],
    sites: cards,
    recentDeliveries,
    account: {
      owedNtd: String(account.owedNtd),
      depositsNtd: account.depositsNtd === null ? null : String(account.depositsNtd),
    },
    openOrders,
    prices: cards.flatMap(site =>
      productsUsed(site, recentDeliveries).map(product => ({
        siteId: site.id,
        line: price({ siteId: site.id, customerKind: customer.kind, product }),
      })),
    ),
    calls: calls.map(call => ({ ...call, at: call.at.toISOString() })),
    documents: files,
    postponements: postponements.map(each => ({ ...each, at: each.at.toISOString() })),
    history: history.map(change => ({ ...change, at: change.at.toISOString() })),
  }
}

/** What a site buys: what its areas and the ledger say hangs there, and what the customer was brought lately. */
function productsUsed(site: SiteCard, recent: readonly RecentDelivery[]): ProductCode[] {
  const types = new Set<CylinderType>(site.areas.map(area => area.cylinderType))
  for (const [type, count] of Object.entries(site.held)) if (count > 0) types.add(type as CylinderType)
  return productCodes.filter(code => {
    const { type, method } = products[code]
    if (method !== site.billingMethod) return false
    return types.has(type) || recent.slice(0, recentForPrices).some(delivery => delivery.products[code])
  })
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
  const [areas, equipment, closures, forecasts, held, limits] = await readTogether(
    db,
    () => readAreas(db, ids),
    () => readEquipment(db, ids),
    () => readClosures(db, ids, today),
    () => deps.readForecasts(db, ids),
    () => deps.readHeldCylinders(db, ids),
    () => readParameters(db, supplyLimitNames, today),
  )
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
  const found = await readTogether(
    db,
    ...deps.recentDeliveries.map(read => () => read(db, asked, deliveriesShown)),
  )
  return found
    .flat()
    .sort((a, b) => (a.date === b.date ? (b.minute ?? 0) - (a.minute ?? 0) : a.date < b.date ? 1 : -1))
    .slice(0, deliveriesShown)
}
