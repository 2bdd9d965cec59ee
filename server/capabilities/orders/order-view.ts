import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readSites } from '../customers/customers.api.ts'
import { readUserNames } from '../identity/identity.api.ts'
import { orderNotFound } from './orders.errors.ts'
import { type Order, readChanges, readLines, readOrdersById } from './orders.store.ts'

/** Orders as screens show them, in the order given: with lines, customer, and who changed what. */
export async function viewOrders(db: Reader, orders: readonly Order[]): Promise<OrderView[]> {
  const ids = orders.map(order => order.id)
  const sites = await readSites(
    db,
    orders.map(order => order.siteId),
  )
  const lines = await readLines(db, ids)
  const changes = await readChanges(db, ids)
  const actorIds = [...changes.values()].flat().flatMap(change => change.actorId ?? [])
  const names = await readUserNames(db, [...new Set(actorIds)])
  return orders.map(({ depotId: _depotId, createdAt, dueBy, cancelFeeNtd, ...order }) => {
    const site = sites.get(order.siteId)
    return {
      ...order,
      createdAt: createdAt.toISOString(),
      dueBy: dueBy?.toISOString() ?? null,
      cancelFeeNtd: cancelFeeNtd === null ? null : String(cancelFeeNtd),
      customerCode: site?.customerCode ?? '',
      shortName: site?.shortName ?? '',
      zone: site?.zone ?? null,
      settlement: site?.settlement ?? null,
      lines: (lines.get(order.id) ?? []).map(line => ({
        ...line,
        unitPriceNtd: String(line.unitPriceNtd),
      })),
      changes: (changes.get(order.id) ?? []).map(({ actorId, at, ...change }) => ({
        ...change,
        at: at.toISOString(),
        by: actorId === null ? null : (names.get(actorId) ?? null),
      })),
    }
  })
}

export async function viewOrder(db: Reader, orderId: string): Promise<OrderView> {
  const [view] = await viewOrders(db, await readOrdersById(db, [orderId]))
  if (!view) throw orderNotFound()
  return view
}
