import type { WriteContext } from '../../platform/database/write.ts'
import { readHomeDepotId } from '../admin/admin.api.ts'
import { createCustomer, readSites } from '../customers/customers.api.ts'
import { walkInIds } from './counter.rules.ts'
import type { CounterDeps } from './counter.types.ts'

const walkInName = '門市散客'

/**
 * The customer under whom a depot sells to people without a card. Every delivery has a customer, for the ledgers say
 * who holds the cylinders; a walk-in swaps, leaves a deposit or owes an empty like anyone, only nobody knows him, so
 * that he pays at once. Made when first needed.
 */
export async function findWalkIn(
  deps: CounterDeps,
  context: WriteContext,
): Promise<{ code: string; siteId: string }> {
  const depotId = await readHomeDepotId(context.db, context.actor.depotId)
  const { customerId, siteId } = walkInIds(depotId)
  const known = (await readSites(context.db, [siteId])).get(siteId)
  if (known) return { code: known.customerCode, siteId }
  const place = await deps.readDepotPlace(context.db, depotId)
  const code = await createCustomer(
    context,
    {
      id: customerId,
      siteId,
      shortName: walkInName,
      kind: 'household',
      address: place?.address || walkInName,
      settlement: 'cash',
      floor: 1,
      hasLift: false,
    },
    place && { ...place, source: 'staff', precisionMetres: 10, townCode: undefined },
  )
  await context.audit({
    action: 'counter.found-walk-in',
    entity: 'customer',
    entityId: customerId,
    after: { code, depotId },
  })
  return { code, siteId }
}
