import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'

export interface CallerMatch {
  customerId: string
  code: string
  shortName: string
  label: string
  address: string
  /** Neither terminated nor suspended. */
  isServed: boolean
}

/** Customers by phone number, those still served first; a number may belong to many. */
export async function readCallers(
  db: Reader,
  digits: readonly string[],
): Promise<Map<string, CallerMatch[]>> {
  if (digits.length === 0) return new Map()
  const rows = await db
    .selectFrom('phone')
    .innerJoin('customer', 'customer.id', 'phone.customer_id')
    .leftJoin('site', join => join.onRef('site.customer_id', '=', 'customer.id').on('site.number', '=', 1))
    .select([
      'phone.digits',
      'phone.label',
      'customer.id',
      'customer.code',
      'customer.short_name',
      'customer.is_terminated',
      'customer.status',
      'site.address',
    ])
    .where('phone.digits', '=', sql<string>`any(${[...digits]}::text[])`)
    .orderBy('customer.is_terminated')
    .orderBy('customer.code')
    .limit(200)
    .execute()
  const view = (row: (typeof rows)[number]): CallerMatch => ({
    customerId: row.id,
    code: row.code,
    shortName: row.short_name,
    label: row.label,
    address: row.address ?? '',
    isServed: !row.is_terminated && row.status === 'active',
  })
  const byDigits = Map.groupBy(rows, row => row.digits)
  return new Map([...byDigits].map(([number, own]) => [number, own.map(view)]))
}

/** Gives a customer a number, or the number another label. */
export async function upsertPhone(
  db: Tx,
  phone: { customerId: string; digits: string; label: string },
): Promise<void> {
  await db
    .insertInto('phone')
    .values({ customer_id: phone.customerId, digits: phone.digits, label: phone.label })
    .onConflict(conflict => conflict.columns(['digits', 'customer_id']).doUpdateSet({ label: phone.label }))
    .execute()
}

export async function deletePhone(db: Tx, customerId: string, digits: string): Promise<void> {
  await db.deleteFrom('phone').where('customer_id', '=', customerId).where('digits', '=', digits).execute()
}
