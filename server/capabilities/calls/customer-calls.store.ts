import type { Reader } from '../../platform/database/database.ts'
import type { CallState } from './exchange.rules.ts'

export interface CustomerCall {
  id: string
  at: Date
  digits: string | null
  state: CallState
  orderId: string | null
}

/** The latest calls of a customer, newest first. */
export async function readCallsOfCustomer(
  db: Reader,
  customerId: string,
  limit: number,
): Promise<CustomerCall[]> {
  const rows = await db
    .selectFrom('phone_call')
    .select(['id', 'started_at', 'digits', 'state', 'order_id'])
    .where('customer_id', '=', customerId)
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    id: row.id,
    at: row.started_at,
    digits: row.digits,
    state: row.state as CallState,
    orderId: row.order_id,
  }))
}
