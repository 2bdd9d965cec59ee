import { cylinderTypes, type ProductCode, products } from '../../contract/kernel/cylinders.ts'
import { minuteOfDay } from '../../contract/kernel/dates.ts'
import type { RecentDeliveriesReader } from '../capabilities/customers/customers.api.ts'
import { readLatestDeliveries } from '../capabilities/deliveries/deliveries.api.ts'
import { readDrivers } from '../capabilities/dispatch/dispatch.api.ts'

/** LuckyGas's own deliveries at a customer's sites, newest first, for his card. */
export const readOwnDeliveries: RecentDeliveriesReader = async (db, customer, limit) => {
  const latest = await readLatestDeliveries(db, customer.siteIds, limit)
  if (latest.length === 0) return []
  const names = new Map((await readDrivers(db)).map(driver => [driver.id, driver.name]))
  return latest.map(delivery => ({
    siteId: delivery.siteId,
    date: delivery.businessDate,
    minute: minuteOfDay(delivery.occurredAt),
    source: 'luckygas' as const,
    driver: (delivery.driverId && names.get(delivery.driverId)) || '',
    // A driver who has left or is not known any more still drove; only the counter has none at all.
    isCounter: delivery.driverId === null,
    products: delivery.fullOut,
    fetched: Object.keys(delivery.fullOut).length === 0 ? delivery.emptyIn : {},
    gasGrams: Object.entries(delivery.fullOut).reduce(
      (sum, [code, count]) => sum + count * cylinderTypes[products[code as ProductCode].type].gasGrams,
      0,
    ),
  }))
}
