import type { CustomerCardView } from '@luckygas/contract/endpoints/customers.ts'
import type { PricedLineView } from '@luckygas/contract/endpoints/prices.ts'
import type { CylinderCounts, ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { Geocoder } from '../../ports/geocoder/geocoder.port.ts'
import type { CustomerKind } from './site.types.ts'

/** The forecast of a site as the card shows it. */
export interface SiteForecast {
  asOf: string
  dailyUseGrams: number
  stockGrams: number
  dueOn: string
  runOutOn: string
  p10: string
  p90: string
  earliestOn: string
  latestOn: string
  evidence: 'telemetry' | 'meter' | 'deliveries' | 'segment'
}

export interface RecentDelivery {
  siteId: string
  date: string
  /** Minute of the day in Taipei; null when the day is all that is known. */
  minute: number | null
  source: 'history' | 'luckygas'
  driver: string
  /** Over the counter of a depot: nobody drove. */
  isCounter?: boolean
  products: Partial<Record<ProductCode, number>>
  /** Empties that came back where nothing was brought. */
  fetched?: Partial<Record<ProductCode, number>>
  gasGrams: number
}

/** Reads a customer's latest deliveries, newest first, at most `limit`. */
export type RecentDeliveriesReader = (
  db: Reader,
  customer: { code: string; siteIds: readonly string[] },
  limit: number,
) => Promise<RecentDelivery[]>

/** What the card shows beside the customer's own records, each part from the capability that owns it. */
export interface CustomerAround {
  /** What the sites owe together (negative is credit), and the deposits they have paid; null where there never was one. */
  readAccount(
    db: Reader,
    siteIds: readonly string[],
  ): Promise<{ owedNtd: bigint; depositsNtd: bigint | null }>
  /** Prices of a day, read once; what single pieces cost at a site, and why. */
  readPrices(
    db: Reader,
    on: string,
    customerId: string,
  ): Promise<(asked: { siteId: string; customerKind: CustomerKind; product: ProductCode }) => PricedLineView>
  readOpenOrders(db: Reader, siteIds: readonly string[]): Promise<CustomerCardView['openOrders']>
  /** Newest first. */
  readCalls(
    db: Reader,
    customerId: string,
    limit: number,
  ): Promise<{ id: string; at: Date; digits: string | null; state: string; orderId: string | null }[]>
  /** Photos and signatures, newest first. */
  readFiles(
    db: Reader,
    siteIds: readonly string[],
    limit: number,
  ): Promise<{ fileId: string; purpose: 'photo' | 'signature'; date: string }[]>
  /** 延後 that still hold a visit off. */
  readPostponements(
    db: Reader,
    siteIds: readonly string[],
    today: string,
  ): Promise<{ siteId: string; fromDate: string; toDate: string; reason: string; at: Date }[]>
  /** What was done to the customer and his sites, newest first. */
  readHistory(
    db: Reader,
    ids: readonly string[],
    limit: number,
  ): Promise<{ id: string; at: Date; action: string; by: string | null; reason: string }[]>
}

/** What the customer card needs of the other capabilities; `main` joins them. */
export interface CustomersDeps {
  geocoder: Geocoder
  /** Forecasts by site; a site without one is absent. */
  readForecasts(db: Reader, siteIds: readonly string[]): Promise<Map<string, SiteForecast>>
  /** Cylinders at each site by the ledger; a site without an account is absent. */
  readHeldCylinders(db: Reader, siteIds: readonly string[]): Promise<Map<string, CylinderCounts>>
  /** Imported history and our own deliveries, each from its owner. */
  recentDeliveries: readonly RecentDeliveriesReader[]
  around: CustomerAround
}
