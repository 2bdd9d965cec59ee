import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { DeliveriesDeps } from '../deliveries/deliveries.api.ts'

/** What the counter needs of the catalogue, the depots and the users; `main` joins them. */
export interface CounterDeps {
  readSitePrices: DeliveriesDeps['readSitePrices']
  readUserNames(db: Reader, userIds: readonly string[]): Promise<Map<string, string>>
  /** Where the depot lies, which is where its walk-in customers take their gas. */
  readDepotPlace(
    db: Reader,
    depotId: string,
  ): Promise<{ address: string; latitude: number; longitude: number } | undefined>
}

/** The counter of a depot (of every one where null) on a day. */
export interface CounterScope {
  depotId: string | null
  date: BusinessDate
}
