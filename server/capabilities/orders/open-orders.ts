import type { Reader } from '../../platform/database/database.ts'
import { slotWindows } from '../calendar/calendar.api.ts'
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
  return orders.map(order => ({ ...order, ...promisedWindow(order), lines: lines.get(order.id) ?? [] }))
}

/** The hour that was promised or, without one, the part of the day; nothing where any time will do. */
export function promisedWindow({
  windowFromMinute,
  windowToMinute,
  slot,
}: Pick<Order, 'windowFromMinute' | 'windowToMinute' | 'slot'>): Pick<
  Order,
  'windowFromMinute' | 'windowToMinute'
> {
  if (windowFromMinute !== null || windowToMinute !== null || slot === 'any')
    return { windowFromMinute, windowToMinute }
  const { fromMinute, toMinute } = slotWindows[slot]
  return { windowFromMinute: fromMinute, windowToMinute: toMinute }
}

/** What was noted on each order for the driver, and how it is paid; unknown ids are absent. */
export async function readOrderTerms(
  db: Reader,
  orderIds: readonly string[],
): Promise<Map<string, Pick<Order, 'note' | 'payment'>>> {
  const orders = await readOrdersById(db, orderIds)
  return new Map(orders.map(({ id, note, payment }) => [id, { note, payment }]))
}

/** When help must be there, of those orders that are emergencies. */
export async function readDueBys(db: Reader, orderIds: readonly string[]): Promise<Map<string, Date>> {
  const orders = await readOrdersById(db, orderIds)
  return new Map(orders.flatMap(order => (order.dueBy ? [[order.id, order.dueBy] as const] : [])))
}

/** The short numbers that people say, by order. */
export async function readOrderNumbers(
  db: Reader,
  orderIds: readonly string[],
): Promise<Map<string, number>> {
  const orders = await readOrdersById(db, orderIds)
  return new Map(orders.map(order => [order.id, order.number]))
}

/** One order with its lines, whatever its state; undefined when there is none. */
export async function readOrderWithLines(db: Reader, orderId: string): Promise<OpenOrder | undefined> {
  const [order] = await readOrdersById(db, [orderId])
  return order && { ...order, lines: (await readLines(db, [orderId])).get(orderId) ?? [] }
}
