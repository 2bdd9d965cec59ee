import type { CylinderCounts, ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { Queue } from '../../ports/queue/queue.port.ts'
import type { LegacyFigures, SiteClosure, SiteFacts, SiteMeter } from '../customers/customers.api.ts'
import type { PostedDelivery } from '../deliveries/deliveries.api.ts'
import type { StopRequest } from '../dispatch/dispatch.api.ts'
import type { OpenOrder } from '../orders/orders.api.ts'
import type { ProductCounts } from './bring.rules.ts'

/** Deliveries imported from the old system: days since 1970-01-01, grams and largest cylinder in grams, in turn. */
export interface ImportedDays {
  customerCode: string
  triples: ArrayLike<number>
}

/** What forecasting needs of the other capabilities; `main` joins them. */
export interface ForecastingDeps {
  db: Database
  clock: Clock
  queue: Pick<Queue, 'enqueue'>
  customers: {
    readServedSites(db: Reader, depotId: string | null): Promise<SiteFacts[]>
    readSites(db: Reader, siteIds: readonly string[]): Promise<Map<string, SiteFacts>>
    readClosures(
      db: Reader,
      siteIds: readonly string[],
      from: BusinessDate,
    ): Promise<Map<string, SiteClosure[]>>
    readDeclared(db: Reader, siteIds: readonly string[]): Promise<Map<string, ProductCounts>>
    readLegacyFigures(db: Reader, siteIds: readonly string[]): Promise<Map<string, LegacyFigures>>
    readMeters(db: Reader, siteIds: readonly string[]): Promise<Map<string, SiteMeter>>
  }
  history: {
    readDays(db: Reader, from: BusinessDate, to: BusinessDate): Promise<ImportedDays[]>
    readLastDay(db: Reader): Promise<BusinessDate | null>
    /** Newest first, at most `count` of each customer. */
    readLastMixes(
      db: Reader,
      customerCodes: readonly string[],
      to: BusinessDate,
      count: number,
    ): Promise<Map<string, { date: BusinessDate; products: Partial<Record<ProductCode, number>> }[]>>
  }
  /** Our own deliveries that stand since a day, oldest first. */
  readPostedDeliveries(
    db: Reader,
    siteIds: readonly string[] | undefined,
    since: BusinessDate,
  ): Promise<PostedDelivery[]>
  /** Newest first, at most `perMeter` of each meter. */
  readMeterReadings(
    db: Reader,
    meterIds: readonly string[],
    perMeter: number,
  ): Promise<Map<string, { readAt: Date; milliUnits: number }[]>>
  readOpenOrders(db: Reader, depotId: string | null, uptoDate: BusinessDate): Promise<OpenOrder[]>
  readHeldCylinders(db: Reader, siteIds: readonly string[]): Promise<Map<string, CylinderCounts>>
  receiveStops(
    context: WriteContext,
    input: { depotId: string; date: BusinessDate; stops: StopRequest[] },
  ): Promise<{ added: number; planId: string }>
  readParameters<const N extends readonly string[]>(
    db: Reader,
    names: N,
    onDate: BusinessDate,
  ): Promise<Record<N[number], number>>
}
