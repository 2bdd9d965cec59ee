import type { ProductCode } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { CustomerNeeds } from './customer-needs.ts'
import type { DispatchNeeds } from './dispatch-needs.ts'

export interface PriceFacts {
  unitPriceNtd: bigint
  unit: 'cylinder' | 'kg' | 'm3'
  depositNtd: bigint
}

/** What deliveries asks of the other capabilities; `main` joins them. */
export interface DeliveriesDeps {
  dispatch: DispatchNeeds
  customers: CustomerNeeds
  /** List prices in force on a day; a product without a price is absent. */
  readPrices(db: Reader, date: BusinessDate): Promise<Map<ProductCode, PriceFacts>>
  /** The prices of each site on a day by its own rules, for single pieces; products without a price are absent. */
  readSitePrices(
    db: Reader,
    date: BusinessDate,
    siteIds: readonly string[],
  ): Promise<Map<string, Map<ProductCode, PriceFacts>>>
  /** The company as the driver's screen and receipts show it. */
  readCompany(db: Reader): Promise<{ name: string; phone: string; isDemo: boolean }>
  readDepot(
    db: Reader,
    depotId: string,
  ): Promise<{ name: string; address: string; point: { latitude: number; longitude: number } } | undefined>
  /** Law and policy numbers on a day, by name. */
  readParameters<const N extends readonly string[]>(
    db: Reader,
    names: N,
    onDate: BusinessDate,
  ): Promise<Record<N[number], number>>
  /** Names of users by id; unknown ids are absent. */
  readUserNames(db: Reader, userIds: readonly string[]): Promise<Map<string, string>>
}
