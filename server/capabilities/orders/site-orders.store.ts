import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import type { OrderState } from '@luckygas/contract/states.ts'
import { sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'
import { openStates } from './orders.rules.ts'
import type { Order } from './orders.store.ts'

export interface SiteOrder {
  id: string
  number: number
  siteId: string
  state: OrderState
  requestedOn: string
  slot: Order['slot']
  priority: Order['priority']
  lines: { product: ProductCode; quantity: number; unitPriceNtd: string }[]
}

/** Orders of some sites that may still be delivered, the earliest day first, in one statement with their lines. */
export async function readOpenOrdersOfSites(
  db: Reader,
  siteIds: readonly string[],
  limit = 50,
): Promise<SiteOrder[]> {
  const rows = await db
    .selectFrom('sales_order as o')
    .select(['o.id', 'o.number', 'o.site_id', 'o.state', 'o.requested_on', 'o.slot', 'o.priority'])
    .select(
      sql<SiteOrder['lines']>`coalesce((
        select jsonb_agg(jsonb_build_object(
          'product', l.product_code, 'quantity', l.quantity, 'unitPriceNtd', l.unit_price_ntd::text))
        from order_line l where l.order_id = o.id), '[]')`.as('lines'),
    )
    .where('o.site_id', '=', sql<string>`any(${[...siteIds]}::uuid[])`)
    .where('o.state', 'in', openStates)
    .orderBy('o.requested_on')
    .orderBy('o.number')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    id: row.id,
    number: Number(row.number),
    siteId: row.site_id,
    state: row.state as OrderState,
    requestedOn: row.requested_on,
    slot: row.slot as Order['slot'],
    priority: row.priority as Order['priority'],
    lines: row.lines,
  }))
}
