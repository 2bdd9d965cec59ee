import { type RawBuilder, sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'
import { locks } from '../../platform/database/locks.ts'
import type { SearchTerm } from './search.rules.ts'
import type { CustomerKind, Settlement } from './site.types.ts'

export interface Customer {
  id: string
  code: string
  kind: CustomerKind
  shortName: string
  invoiceTitle: string | null
  settlement: Settlement | null
  statementFile: string | null
  isSubscriber: boolean
  isTerminated: boolean
  status: 'active' | 'suspended' | 'blacklisted'
  note: string
  version: number
}

export async function findCustomerByCode(db: Reader, code: string): Promise<Customer | undefined> {
  const row = await db
    .selectFrom('customer')
    .select([
      'id',
      'code',
      'kind',
      'short_name',
      'invoice_title',
      'settlement',
      'statement_file',
      'is_subscriber',
      'is_terminated',
      'status',
      'note',
      'version',
    ])
    .where('code', '=', code)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      code: row.code,
      kind: row.kind as CustomerKind,
      shortName: row.short_name,
      invoiceTitle: row.invoice_title,
      settlement: row.settlement as Settlement | null,
      statementFile: row.statement_file,
      isSubscriber: row.is_subscriber,
      isTerminated: row.is_terminated,
      status: row.status as Customer['status'],
      note: row.note,
      version: row.version,
    }
  )
}

export interface CustomerFilter {
  terms: readonly SearchTerm[]
  kind: CustomerKind | undefined
  afterCode: string | undefined
  limit: number
}

/** Both columns are folded by the three steps of `foldText` when they are written. */
function matches(term: SearchTerm): RawBuilder<boolean> {
  const found = ['customer.search_text', 'site.search_text'].map(
    column => sql<boolean>`strpos(${sql.ref(column)}, ${term.text}) > 0`,
  )
  if (term.phoneDigits !== null)
    found.push(
      sql<boolean>`customer.id in (select customer_id from phone where strpos(digits, ${term.phoneDigits}) > 0)`,
    )
  return sql<boolean>`(${sql.join(found, sql` or `)})`
}

/** Customers with their first site, by code: those that every term is found in, and how many there are in all. */
export async function listCustomers(db: Reader, filter: CustomerFilter) {
  let query = db
    .selectFrom('customer')
    .innerJoin('site', join => join.onRef('site.customer_id', '=', 'customer.id').on('site.number', '=', 1))
    .leftJoin('zone', 'zone.id', 'site.zone_id')
  for (const term of filter.terms) query = query.where(matches(term))
  if (filter.kind !== undefined) query = query.where('customer.kind', '=', filter.kind)
  const counted = await query.select(({ fn }) => fn.countAll<bigint>().as('total')).executeTakeFirstOrThrow()
  if (filter.afterCode !== undefined) query = query.where('customer.code', '>', filter.afterCode)
  const rows = await query
    .select([
      'customer.id',
      'customer.code',
      'customer.kind',
      'customer.short_name',
      'customer.settlement',
      'customer.is_terminated',
      'site.id as site_id',
      'site.address',
      'site.site_type',
      'site.billing_method',
      'zone.name as zone',
    ])
    .orderBy('customer.code')
    .limit(filter.limit)
    .execute()
  const customers = rows.map(row => ({
    id: row.id,
    code: row.code,
    kind: row.kind as CustomerKind,
    shortName: row.short_name,
    siteId: row.site_id,
    zone: row.zone,
    address: row.address,
    siteType: row.site_type,
    billingMethod: row.billing_method as 'cylinder' | 'metered',
    settlement: row.settlement as Settlement | null,
    isTerminated: row.is_terminated,
  }))
  return { customers, total: Number(counted.total) }
}

/** Phone numbers by customer. */
export async function readPhones(
  db: Reader,
  customerIds: readonly string[],
): Promise<Map<string, { digits: string; label: string }[]>> {
  const phones = new Map<string, { digits: string; label: string }[]>()
  if (customerIds.length === 0) return phones
  const rows = await db
    .selectFrom('phone')
    .select(['customer_id', 'digits', 'label'])
    .where('customer_id', '=', sql<string>`any(${[...customerIds]}::uuid[])`)
    .orderBy('customer_id')
    .orderBy('digits')
    .limit(100_000)
    .execute()
  for (const { customer_id, digits, label } of rows)
    phones.set(customer_id, [...(phones.get(customer_id) ?? []), { digits, label }])
  return phones
}

export async function readCustomerNames(
  db: Reader,
  customerIds: readonly string[],
): Promise<Map<string, { code: string; shortName: string }>> {
  if (customerIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('customer')
    .select(['id', 'code', 'short_name'])
    .where('id', '=', sql<string>`any(${[...customerIds]}::uuid[])`)
    .limit(customerIds.length)
    .execute()
  return new Map(rows.map(row => [row.id, { code: row.code, shortName: row.short_name }]))
}

/** Codes given out here begin at 9000001, far from those the legacy system gives out (up to 14xxxxx). */
const firstOwnCode = 9_000_001

/** The next free code; whoever else creates a customer waits until this transaction ends. */
export async function takeNextCode(db: Tx): Promise<string> {
  await sql`select pg_advisory_xact_lock(${locks.customerCode})`.execute(db)
  const row = await db
    .selectFrom('customer')
    .select(({ fn }) => fn.max('code').as('last'))
    .where(sql<boolean>`code ~ '^9[0-9]{6}$'`)
    .executeTakeFirst()
  return String(Math.max(firstOwnCode, Number(row?.last ?? 0) + 1))
}
