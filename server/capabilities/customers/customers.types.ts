import type { CylinderCounts, ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { Geocoder } from '../../ports/geocoder/geocoder.port.ts'

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
  date: string
  /** Minute of the day in Taipei; null when the day is all that is known. */
  minute: number | null
  source: 'history' | 'luckygas'
  driver: string
  products: Partial<Record<ProductCode, number>>
  gasGrams: number
}

/** Reads a customer's latest deliveries, newest first, at most `limit`. */
export type RecentDeliveriesReader = (
  db: Reader,
  customer: { code: string; siteIds: readonly string[] },
  limit: number,
) => Promise<RecentDelivery[]>

/** What the customer card needs of the other capabilities; `main` joins them. */
export interface CustomersDeps {
  geocoder: Geocoder
  /** Forecasts by site; a site without one is absent. */
  readForecasts(db: Reader, siteIds: readonly string[]): Promise<Map<string, SiteForecast>>
  /** Cylinders at each site by the ledger; a site without an account is absent. */
  readHeldCylinders(db: Reader, siteIds: readonly string[]): Promise<Map<string, CylinderCounts>>
  /** Imported history and our own deliveries, each from its owner. */
  recentDeliveries: readonly RecentDeliveriesReader[]
}
