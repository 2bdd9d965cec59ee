import { readParameters } from '../capabilities/admin/admin.api.ts'
import {
  readClosures,
  readDeclared,
  readLegacyFigures,
  readMeters,
  readServedSites,
  readSites,
} from '../capabilities/customers/customers.api.ts'
import { readHeldBySites } from '../capabilities/cylinders/cylinders.api.ts'
import { readPostedDeliveries } from '../capabilities/deliveries/deliveries.api.ts'
import { readLastReadings } from '../capabilities/deliveries/meter-reading.store.ts'
import type { ForecastingDeps } from '../capabilities/forecasting/forecasting.api.ts'
import {
  readHistoryDays,
  readLastHistoryDay,
  readLastMixes,
} from '../capabilities/imports/history-days.store.ts'
import { readOpenOrders } from '../capabilities/orders/orders.api.ts'

/** Joins forecasting to the capabilities that know of deliveries, sites, meters and orders. */
export function makeForecastingDeps(
  parts: Pick<ForecastingDeps, 'db' | 'clock' | 'queue' | 'receiveStops'>,
): ForecastingDeps {
  return {
    db: parts.db,
    clock: parts.clock,
    queue: parts.queue,
    receiveStops: parts.receiveStops,
    customers: { readServedSites, readSites, readClosures, readDeclared, readLegacyFigures, readMeters },
    history: { readDays: readHistoryDays, readLastDay: readLastHistoryDay, readLastMixes },
    readPostedDeliveries,
    readMeterReadings: readLastReadings,
    readOpenOrders,
    readHeldCylinders: readHeldBySites,
    readParameters,
  }
}
