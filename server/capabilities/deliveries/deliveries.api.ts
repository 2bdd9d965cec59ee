import { type ProductCode, productCodes } from '../../../contract/kernel/cylinders.ts'
import { type BusinessDate, minuteOfDay } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { Route } from '../../platform/http/route.ts'
import { deliveryRoutes } from './deliveries.routes.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'
import { readDeliveriesOfDays } from './posted-deliveries.store.ts'

export { conflictChoices } from './conflict-choices.ts'
export {
  type CounterHandover,
  recordCounterDelivery,
  voidCounterDelivery,
} from './counter-delivery.action.ts'
export { type CounterDelivery, listCounterDeliveries } from './counter-delivery.store.ts'
export type { CustomerNeeds, SiteFacts } from './customer-needs.ts'
export type { DeliveriesDeps, PriceFacts } from './deliveries-deps.ts'
export type {
  DispatchNeeds,
  DriverFacts,
  RunFacts,
  StopFacts,
  StopLineFacts,
  VehicleFacts,
} from './dispatch-needs.ts'
export { type PostedDelivery, readPostedDeliveries } from './posted-deliveries.store.ts'
export { readFilesOfSites, readLatestDeliveries } from './site-files.store.ts'

/** Who sold it, in the 業務員 column of the old system, where nobody drove: its own menu calls the counter so. */
const counterSalesperson = '門市'

/** One line of the 上傳清單: a delivery with the names the old system knows. */
export interface UploadedDelivery {
  code: string
  salesperson: string
  date: BusinessDate
  /** Minute of the day in Taipei, 0–1439. */
  minute: number
  /** Full cylinders delivered by product; all sixteen are present. */
  quantities: Record<ProductCode, number>
}

/** What drivers report, what the office decides about it, and what the exports read. */
export function makeDeliveries(deps: DeliveriesDeps): {
  routes: Route[]
  readDeliveriesForUploadList(db: Reader, from: BusinessDate, to: BusinessDate): Promise<UploadedDelivery[]>
} {
  return {
    routes: deliveryRoutes(deps),
    readDeliveriesForUploadList: (db, from, to) => readForUploadList(deps, db, from, to),
  }
}

/** Deliveries that stand and brought at least one full cylinder, in order of time, both days included. */
async function readForUploadList(
  deps: DeliveriesDeps,
  db: Reader,
  from: BusinessDate,
  to: BusinessDate,
): Promise<UploadedDelivery[]> {
  const deliveries = await readDeliveriesOfDays(db, from, to)
  const siteIds = [...new Set(deliveries.map(delivery => delivery.siteId))]
  const codes = new Map<string, string>()
  for (let start = 0; start < siteIds.length; start += 500) {
    const sites = await deps.customers.readSitesForDriver(db, siteIds.slice(start, start + 500))
    for (const site of sites) codes.set(site.siteId, site.customerCode)
  }
  const names = new Map<string, string>()
  for (const driverId of new Set(deliveries.flatMap(delivery => delivery.driverId ?? []))) {
    names.set(driverId, (await deps.dispatch.readDriver(db, driverId))?.name ?? '')
  }
  return deliveries
    .filter(delivery => Object.keys(delivery.fullOut).length > 0)
    .map(delivery => ({
      code: codes.get(delivery.siteId) ?? '',
      salesperson: delivery.driverId === null ? counterSalesperson : (names.get(delivery.driverId) ?? ''),
      date: delivery.businessDate,
      minute: minuteOfDay(delivery.occurredAt),
      quantities: Object.fromEntries(productCodes.map(code => [code, delivery.fullOut[code] ?? 0])) as Record<
        ProductCode,
        number
      >,
    }))
}
