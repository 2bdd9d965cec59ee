import type { Reader } from '../../platform/database/database.ts'
import {
  listConfirmedOrders,
  type Order,
  type OrderLineRow,
  readLines,
  readOrdersById,
} from './orders.store.ts'

export interface OpenOrder extends Order {
  lines: OrderLineRow[]
}

/** Confirmed orders that wait to be planned for a day, with their lines, the longest waiting first. */
export async function readOpenOrders(
  db: Reader,
  depotId: string | null,
  uptoDate: string,
): Promise<OpenOrder[]> {
  const orders = await listConfirmedOrders(db, depotId, uptoDate)
  const lines = await readLines(
    db,
    orders.map(order => order.id),
  )
  return orders.map(order => ({ ...order, lines: lines.get(order.id) ?? [] }))
}

/** What was noted on each order for the driver; unknown ids are absent. */
export async function readOrderNotes(db: Reader, orderIds: readonly string[]): Promise<Map<string, string>> {
  const orders = await readOrdersById(db, orderIds)
  return new Map(orders.map(order => [order.id, order.note]))
}
