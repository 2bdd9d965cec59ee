import type { Reader } from '../../platform/database/database.ts'
import { readCashBalances, sumOfSources } from './cash.store.ts'

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

/** 押瓶費 that these deliveries brought and that was not given back, in whole NT$. */
export async function readDepositsTaken(db: Reader, deliveryIds: readonly string[]): Promise<bigint> {
  return -(await sumOfSources(db, { kind: 'deposit', source: 'delivery', sourceIds: deliveryIds }))
}

/** Deposits that each site has paid and not got back. */
export async function readDepositsOfSites(
  db: Reader,
  siteIds: readonly string[],
): Promise<Map<string, bigint>> {
  const balances = await readCashBalances(db, 'deposit', siteIds)
  return new Map([...balances].map(([id, balance]) => [id, -balance]))
}
