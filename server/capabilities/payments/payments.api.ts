import type { Reader } from '../../platform/database/database.ts'
import { readCashBalances } from './cash.store.ts'

export {
  type CashEntry,
  type CashHolder,
  type CashMovementKind,
  type DoorMoney,
  depositOfSite,
  depotTill,
  doorMovements,
  driverHand,
  owedBySite,
  pay,
  sales,
  varianceOf,
} from './cash.rules.ts'
export { type CashMovement, holdCash, postCash, reverseCash } from './post-cash.action.ts'

/** Cash in each driver's hand according to the books, in whole NT$. */
export async function readCashInHand(db: Reader, driverIds: readonly string[]): Promise<Map<string, bigint>> {
  const known = await readCashBalances(db, 'driver', driverIds)
  return new Map(driverIds.map(id => [id, known.get(id) ?? 0n]))
}

/** What each site owes; negative is credit. */
export async function readOwedBySites(db: Reader, siteIds: readonly string[]): Promise<Map<string, bigint>> {
  return readCashBalances(db, 'site', siteIds)
}
