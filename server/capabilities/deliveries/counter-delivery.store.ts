import { type SqlBool, sql } from 'kysely'
import type { ProductCode } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { Payment } from './delivery.store.ts'

/** What was sold over the counter of a depot, under its order. */
export interface CounterDelivery {
  id: string
  orderId: string
  siteId: string
  depotId: string
  soldBy: string
  businessDate: BusinessDate
  occurredAt: Date
  payment: Payment
  amountDueNtd: bigint
  amountPaidNtd: bigint
  residualCreditNtd: bigint
  /** 退押: what was given back of the deposits. */
  depositRefundNtd: bigint
  note: string
  isVoid: boolean
  lines: { product: ProductCode; fullOut: number; emptyIn: number }[]
}

export async function insertCounterDelivery(
  db: Tx,
  row: Omit<CounterDelivery, 'lines' | 'isVoid'>,
): Promise<void> {
  await db
    .insertInto('delivery')
    .values({
      id: row.id,
      order_id: row.orderId,
      site_id: row.siteId,
      depot_id: row.depotId,
      sold_by: row.soldBy,
      business_date: row.businessDate,
      outcome: 'delivered',
      occurred_at: row.occurredAt,
      payment: row.payment,
      amount_due_ntd: row.amountDueNtd,
      amount_paid_ntd: row.amountPaidNtd,
      residual_credit_ntd: row.residualCreditNtd,
      deposit_refund_ntd: row.depositRefundNtd,
      note: row.note,
    })
    .execute()
}

/** Counter sales, void ones too, newest first: of one order, or of a day and a depot (of all where null). At most 500. */
export async function listCounterDeliveries(
  db: Reader,
  of: { orderId: string } | { date: BusinessDate; depotId: string | null },
): Promise<CounterDelivery[]> {
  const rows = await db
    .selectFrom('delivery as d')
    .select([
      'd.id',
      'd.order_id',
      'd.site_id',
      'd.depot_id',
      'd.sold_by',
      'd.business_date',
      'd.occurred_at',
    ])
    .select([
      'd.payment',
      'd.amount_due_ntd',
      'd.amount_paid_ntd',
      'd.residual_credit_ntd',
      'd.deposit_refund_ntd',
      'd.note',
      'd.is_void',
    ])
    .select(
      sql<CounterDelivery['lines']>`coalesce((
        select jsonb_agg(jsonb_build_object('product', l.product_code, 'fullOut', l.full_out, 'emptyIn', l.empty_in)
          order by p.sort)
        from delivery_line l join product p on p.code = l.product_code where l.delivery_id = d.id), '[]')`.as(
        'lines',
      ),
    )
    .where('d.depot_id', 'is not', null)
    .where(scopeOf(of))
    .orderBy('d.occurred_at', 'desc')
    .limit(500)
    .execute()
  return rows.map(row => ({
    id: row.id,
    orderId: row.order_id ?? '',
    siteId: row.site_id,
    depotId: row.depot_id ?? '',
    soldBy: row.sold_by ?? '',
    businessDate: row.business_date,
    occurredAt: row.occurred_at,
    payment: row.payment as Payment,
    amountDueNtd: row.amount_due_ntd,
    amountPaidNtd: row.amount_paid_ntd,
    residualCreditNtd: row.residual_credit_ntd,
    depositRefundNtd: row.deposit_refund_ntd,
    note: row.note,
    isVoid: row.is_void,
    lines: row.lines,
  }))
}

function scopeOf(of: Parameters<typeof listCounterDeliveries>[1]) {
  if ('orderId' in of) return sql<SqlBool>`d.order_id = ${of.orderId}`
  if (of.depotId === null) return sql<SqlBool>`d.business_date = ${of.date}`
  return sql<SqlBool>`d.business_date = ${of.date} and d.depot_id = ${of.depotId}`
}

/** Marks a sale void, once: false when somebody did so before. */
export async function voidCounterRow(db: Tx, id: string): Promise<boolean> {
  const row = await db
    .updateTable('delivery')
    .set({ is_void: true })
    .where('id', '=', id)
    .where('depot_id', 'is not', null)
    .where('is_void', '=', false)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
