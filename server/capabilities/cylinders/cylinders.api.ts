import type { CylinderCounts, CylinderType } from '../../../contract/kernel/cylinders.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { Route } from '../../platform/http/route.ts'
import { cylinderRoutes } from './cylinders.routes.ts'
import type { Holder, Holdings } from './cylinders.rules.ts'
import { readAccounts, readAccountsOfKind, readHoldings } from './cylinders.store.ts'
import type { HolderNames } from './holder-names.ts'

export {
  adjustmentEntries,
  type Counted,
  countDifferences,
  depot,
  type Entry,
  type Holder,
  type Holding,
  type Holdings,
  lost,
  plant,
  site,
  transfer,
  truck,
} from './cylinders.rules.ts'
export type { HolderNames } from './holder-names.ts'
export { type FaultyPlate, observePlates } from './observe-plates.action.ts'
export { type DeclaredCylinders, openDepot, openSites } from './open-cylinders.action.ts'
export { holdAccounts, type Movement, postMovement, reverseMovements } from './post-movement.action.ts'

/** The cylinder ledger's routes. */
export function makeCylinders(deps: { names: HolderNames }): { routes: Route[] } {
  return { routes: cylinderRoutes(deps) }
}

/** What a holder holds, by type; empty when it never held anything. */
export async function readHoldingsOf(db: Reader, holder: Holder): Promise<Holdings> {
  const [account] = await readAccounts(db, [holder])
  if (!account) return new Map()
  return (await readHoldings(db, [account.id])).get(account.id) ?? new Map()
}

/** What each of these vehicles carries according to the ledger; one that never carried anything is absent. */
export async function readAboard(db: Reader, vehicleIds: readonly string[]): Promise<Map<string, Holdings>> {
  const accounts = await readAccountsOfKind(db, 'truck', vehicleIds)
  const holdings = await readHoldings(db, [...accounts.values()])
  return new Map([...accounts].map(([vehicleId, id]) => [vehicleId, holdings.get(id) ?? new Map()]))
}

/** Cylinders that each of these sites holds according to the ledger; a site without an account is absent. */
export async function readHeldBySites(
  db: Reader,
  siteIds: readonly string[],
): Promise<Map<string, CylinderCounts>> {
  const accounts = await readAccountsOfKind(db, 'site', siteIds)
  const holdings = await readHoldings(db, [...accounts.values()])
  return new Map(
    [...accounts].map(([siteId, accountId]) => {
      const held = [...(holdings.get(accountId) ?? [])].map(([type, holding]): [CylinderType, number] => [
        type,
        holding.held,
      ])
      return [siteId, Object.fromEntries(held) as CylinderCounts]
    }),
  )
}
