import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import type { AgreedPayment } from '@luckygas/contract/kernel/door-amount.ts'
import type { CancelCause, EmergencyLevel } from '@luckygas/contract/order-edits.ts'
import type { OrderState } from '@luckygas/contract/states.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { FieldChange } from './order-edit.rules.ts'
import { openStates, type PricedLine } from './orders.rules.ts'

export interface Order {
  id: string
  /** The short number people say. */
  number: number
  siteId: string
  depotId: string
  source: 'phone' | 'line' | 'web' | 'counter' | 'recurring' | 'due_list'
  state: OrderState
  requestedOn: string
  slot: 'any' | 'morning' | 'afternoon' | 'evening'
  windowFromMinute: number | null
  windowToMinute: number | null
  priority: 'normal' | 'promised' | 'urgent' | 'emergency'
  /** 1 is a leak or a fire … 4 nearly out of gas; emergencies only. */
  emergencyLevel: EmergencyLevel | null
  /** When help must be there; emergencies only. */
  dueBy: Date | null
  note: string
  /** How this order is paid; null as the customer settles. */
  payment: AgreedPayment | null
  /** 收空: its lines are empties to fetch. */
  isCollection: boolean
  /** The order this one was a part of. */
  splitFrom: string | null
  cancelCause: CancelCause | null
  cancelFeeNtd: bigint | null
  version: number
  createdAt: Date
}

export interface OrderLineRow {
  product: ProductCode
  quantity: number
  unitPriceNtd: bigint
  priceSource: string
}

export interface OrderChange {
  kind: 'state' | 'edit' | 'split'
  what: FieldChange[]
  from: string | null
  to: string
  at: Date
  actorId: string | null
  reason: string
}

const orderColumns = [
  'id',
  'number',
  'site_id',
  'depot_id',
  'source',
  'state',
  'requested_on',
  'slot',
  'window_from_minute',
  'window_to_minute',
  'priority',
  'emergency_level',
  'due_by',
  'note',
  'payment',
  'is_collection',
  'split_from',
  'cancel_cause',
  'cancel_fee_ntd',
  'version',
  'created_at',
] as const

function orderQuery(db: Reader) {
  return db.selectFrom('sales_order').select(orderColumns)
}
type OrderRow = Awaited<ReturnType<ReturnType<typeof orderQuery>['executeTakeFirstOrThrow']>>

function toOrder(row: OrderRow): Order {
  return {
    id: row.id,
    number: Number(row.number),
    siteId: row.site_id,
    depotId: row.depot_id,
    source: row.source as Order['source'],
    state: row.state as OrderState,
    requestedOn: row.requested_on,
    slot: row.slot as Order['slot'],
    windowFromMinute: row.window_from_minute,
    windowToMinute: row.window_to_minute,
    priority: row.priority as Order['priority'],
    emergencyLevel: row.emergency_level as EmergencyLevel | null,
    dueBy: row.due_by,
    note: row.note,
    payment: row.payment as AgreedPayment | null,
    isCollection: row.is_collection,
    splitFrom: row.split_from,
    cancelCause: row.cancel_cause as CancelCause | null,
    cancelFeeNtd: row.cancel_fee_ntd,
    version: row.version,
    createdAt: row.created_at,
  }
}

const among = (ids: readonly string[]) => sql<string>`any(${[...ids]}::uuid[])`

/** Makes whoever else places an order for this site wait until the transaction ends, so that duplicates are seen. */
export async function holdSite(db: Tx, siteId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`order/${siteId}`}, 0))`.execute(db)
}

/**
 * An open order of a site requested between two days, both included, that is none of those named: of gas, or of
 * fetching empties.
 */
export async function findOpenOrder(
  db: Reader,
  { siteId, isCollection }: Pick<Order, 'siteId' | 'isCollection'>,
  fromDate: string,
  toDate: string,
  besidesIds: readonly string[] = [],
): Promise<Order | undefined> {
  const row = await orderQuery(db)
    .where(sql<boolean>`id <> all(${[...besidesIds]}::uuid[])`)
    .where('site_id', '=', siteId)
    .where('is_collection', '=', isCollection)
    .where('requested_on', '>=', fromDate)
    .where('requested_on', '<=', toDate)
    .where('state', 'in', openStates)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
  return row && toOrder(row)
}

export type NewOrder = Omit<Order, 'number' | 'version' | 'createdAt' | 'cancelCause' | 'cancelFeeNtd'> & {
  createdBy: string
  now: Date
}

/** Writes an order with its lines; undefined when the id is taken. */
export async function insertOrder(
  db: Tx,
  order: NewOrder,
  lines: readonly PricedLine[],
): Promise<Order | undefined> {
  const row = await db
    .insertInto('sales_order')
    .values({
      id: order.id,
      site_id: order.siteId,
      depot_id: order.depotId,
      source: order.source,
      state: order.state,
      requested_on: order.requestedOn,
      slot: order.slot,
      window_from_minute: order.windowFromMinute,
      window_to_minute: order.windowToMinute,
      priority: order.priority,
      emergency_level: order.emergencyLevel,
      due_by: order.dueBy,
      note: order.note,
      payment: order.payment,
      is_collection: order.isCollection,
      split_from: order.splitFrom,
      created_by: order.createdBy,
      created_at: order.now,
      updated_at: order.now,
    })
    .onConflict(conflict => conflict.column('id').doNothing())
    .returning(orderColumns)
    .executeTakeFirst()
  if (!row) return undefined
  await insertLines(db, order.id, lines)
  return toOrder(row)
}

async function insertLines(db: Tx, orderId: string, lines: readonly PricedLine[]): Promise<void> {
  await db
    .insertInto('order_line')
    .values(
      lines.map(line => ({
        order_id: orderId,
        product_code: line.product,
        quantity: line.quantity,
        unit_price_ntd: line.unitPriceNtd,
        price_source: line.priceSource,
      })),
    )
    .execute()
}

/** Puts other lines in the place of an order's; the caller holds the row. */
export async function replaceLines(db: Tx, orderId: string, lines: readonly PricedLine[]): Promise<void> {
  await db.deleteFrom('order_line').where('order_id', '=', orderId).execute()
  await insertLines(db, orderId, lines)
}

/** Writes the fields that people edit, and a version more; the caller holds the row. */
export async function saveEdit(
  db: Tx,
  order: Pick<
    Order,
    'id' | 'state' | 'requestedOn' | 'slot' | 'priority' | 'emergencyLevel' | 'dueBy' | 'note' | 'payment'
  > & { windowFromMinute: number | null; windowToMinute: number | null },
  at: Date,
): Promise<void> {
  await db
    .updateTable('sales_order')
    .set({
      state: order.state,
      requested_on: order.requestedOn,
      slot: order.slot,
      window_from_minute: order.windowFromMinute,
      window_to_minute: order.windowToMinute,
      priority: order.priority,
      emergency_level: order.emergencyLevel,
      due_by: order.dueBy,
      note: order.note,
      payment: order.payment,
      version: sql<number>`version + 1`,
      updated_at: at,
    })
    .where('id', '=', order.id)
    .execute()
}

/** Why an order was cancelled and what that costs; the caller holds the row. */
export async function saveCancellation(
  db: Tx,
  orderId: string,
  cancellation: { cause: CancelCause; feeNtd: bigint },
): Promise<void> {
  await db
    .updateTable('sales_order')
    .set({ cancel_cause: cancellation.cause, cancel_fee_ntd: cancellation.feeNtd })
    .where('id', '=', orderId)
    .execute()
}

/** Open orders of a site, the next first. */
export async function listOpenOrdersOfSite(db: Reader, siteId: string): Promise<Order[]> {
  const rows = await orderQuery(db)
    .where('site_id', '=', siteId)
    .where('state', 'in', openStates)
    .orderBy('requested_on')
    .orderBy('number')
    .limit(20)
    .execute()
  return rows.map(toOrder)
}

/** The newest order of a site that brought gas and was not cancelled. */
export async function findLastOrder(db: Reader, siteId: string): Promise<Order | undefined> {
  const row = await orderQuery(db)
    .where('site_id', '=', siteId)
    .where('state', '!=', 'cancelled')
    .where('is_collection', '=', false)
    .orderBy('requested_on', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toOrder(row)
}

/** Open emergencies, the most pressing first. */
export async function listOpenEmergencies(db: Reader, depotId: string | null): Promise<Order[]> {
  let query = orderQuery(db)
    .where('emergency_level', 'is not', null)
    .where('state', 'in', openStates)
    .orderBy('due_by')
    .orderBy('number')
    .limit(100)
  if (depotId !== null) query = query.where('depot_id', '=', depotId)
  return (await query.execute()).map(toOrder)
}

export async function lockOrders(db: Tx, ids: readonly string[]): Promise<Order[]> {
  const rows = await orderQuery(db)
    .where('id', '=', among(ids))
    .orderBy('id')
    .limit(Math.max(1, ids.length))
    .forUpdate()
    .execute()
  return rows.map(toOrder)
}

/** Writes a state and who changed it, when and why; the caller holds the row. */
export async function saveState(
  db: Tx,
  order: Pick<Order, 'id' | 'state'>,
  change: { to: OrderState; at: Date; actorId: string; reason: string },
): Promise<void> {
  await db
    .updateTable('sales_order')
    .set({ state: change.to, version: sql<number>`version + 1`, updated_at: change.at })
    .where('id', '=', order.id)
    .execute()
  await insertChange(db, order.id, { ...change, kind: 'state', what: [], from: order.state })
}

export async function insertChange(db: Tx, orderId: string, change: OrderChange): Promise<void> {
  await db
    .insertInto('order_change')
    .values({
      order_id: orderId,
      kind: change.kind,
      what: JSON.stringify(change.what),
      from_state: change.from,
      to_state: change.to,
      at: change.at,
      actor_id: change.actorId,
      reason: change.reason,
    })
    .execute()
}

export interface OrderFilter {
  date?: string | undefined
  siteId?: string | undefined
  state?: OrderState | undefined
  beforeNumber?: bigint | undefined
  limit: number
}

/** Orders, newest number first. */
export async function listOrders(db: Reader, filter: OrderFilter): Promise<Order[]> {
  let query = orderQuery(db).orderBy('number', 'desc').limit(filter.limit)
  if (filter.date !== undefined) query = query.where('requested_on', '=', filter.date)
  if (filter.siteId !== undefined) query = query.where('site_id', '=', filter.siteId)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.beforeNumber !== undefined) query = query.where('number', '<', filter.beforeNumber)
  return (await query.execute()).map(toOrder)
}

/** Confirmed orders that wait to be planned for a day: those requested on it or before. */
export async function listConfirmedOrders(
  db: Reader,
  depotId: string | null,
  uptoDate: string,
): Promise<Order[]> {
  let query = orderQuery(db)
    .where('state', '=', 'confirmed')
    .where('requested_on', '<=', uptoDate)
    .orderBy('requested_on')
    .orderBy('number')
    .limit(5_000)
  if (depotId !== null) query = query.where('depot_id', '=', depotId)
  return (await query.execute()).map(toOrder)
}

export async function readOrdersById(db: Reader, ids: readonly string[]): Promise<Order[]> {
  if (ids.length === 0) return []
  const rows = await orderQuery(db).where('id', '=', among(ids)).limit(ids.length).execute()
  return rows.map(toOrder)
}

export async function readLines(db: Reader, ids: readonly string[]): Promise<Map<string, OrderLineRow[]>> {
  const rows = await db
    .selectFrom('order_line')
    .innerJoin('product', 'product.code', 'order_line.product_code')
    .select(['order_id', 'product_code', 'quantity', 'unit_price_ntd', 'price_source'])
    .where('order_id', '=', among(ids))
    .orderBy('order_id')
    .orderBy('product.sort')
    .limit(Math.max(1, ids.length * 16))
    .execute()
  const byOrder = Map.groupBy(rows, row => row.order_id)
  const view = (row: (typeof rows)[number]) => ({
    product: row.product_code as ProductCode,
    quantity: row.quantity,
    unitPriceNtd: row.unit_price_ntd,
    priceSource: row.price_source,
  })
  return new Map([...byOrder].map(([id, own]) => [id, own.map(view)]))
}

/** Changes of state by order, oldest first. */
export async function readChanges(db: Reader, ids: readonly string[]): Promise<Map<string, OrderChange[]>> {
  const rows = await db
    .selectFrom('order_change')
    .select(['order_id', 'kind', 'what', 'from_state', 'to_state', 'at', 'actor_id', 'reason'])
    .where('order_id', '=', among(ids))
    .orderBy('order_id')
    .orderBy('id')
    .limit(Math.max(1, ids.length * 100))
    .execute()
  const byOrder = Map.groupBy(rows, row => row.order_id)
  const view = (row: (typeof rows)[number]) => ({
    kind: row.kind as OrderChange['kind'],
    what: row.what as unknown as FieldChange[],
    from: row.from_state,
    to: row.to_state,
    at: row.at,
    actorId: row.actor_id,
    reason: row.reason,
  })
  return new Map([...byOrder].map(([id, own]) => [id, own.map(view)]))
}
