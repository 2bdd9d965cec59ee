import { cylinderTypes, type ProductCode, products } from '../../contract/kernel/cylinders.ts'
import { minuteOfDay } from '../../contract/kernel/dates.ts'
import type { RecentDeliveriesReader } from '../capabilities/customers/customers.api.ts'
import type { DispatchNeeds, readPostedDeliveries } from '../capabilities/deliveries/deliveries.api.ts'

/** LuckyGas's own deliveries at a customer's sites, newest first, for his card. */
export function recentDeliveriesReader(
  dispatch: Pick<DispatchNeeds, 'readDriver'>,
  readDeliveries: typeof readPostedDeliveries,
): RecentDeliveriesReader {
  return async (db, customer, limit) => {
    const latest = (await readDeliveries(db, customer.siteIds, '2000-01-01')).slice(-limit).reverse()
    const names = new Map<string, string>()
    for (const driverId of new Set(latest.map(delivery => delivery.driverId)))
      names.set(driverId, (await dispatch.readDriver(db, driverId))?.name ?? '')
    return latest.map(delivery => ({
      date: delivery.businessDate,
      minute: minuteOfDay(delivery.occurredAt),
      source: 'luckygas' as const,
      driver: names.get(delivery.driverId) ?? '',
      products: delivery.fullOut,
      gasGrams: Object.entries(delivery.fullOut).reduce(
        (sum, [code, count]) => sum + count * cylinderTypes[products[code as ProductCode].type].gasGrams,
        0,
      ),
    }))
  }
}
