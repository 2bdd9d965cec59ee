import type { Totals } from '../platform/backup/manifest.ts'
import type { openDirectConnection } from '../platform/database/database.ts'

type Client = Awaited<ReturnType<typeof openDirectConnection>>

/** What a company would count to see that nothing is missing. Each only grows, or sums a ledger that only grows. */
const figures = {
  customers: 'select count(*) from customer',
  sites: 'select count(*) from site',
  orders: 'select count(*) from sales_order',
  orderedQuantity: 'select coalesce(sum(quantity), 0) from order_line',
  deliveries: 'select count(*) from delivery',
  cylinderEntries: 'select count(*) from cylinder_entry',
  cylindersMoved: 'select coalesce(sum(quantity) filter (where quantity > 0), 0) from cylinder_entry',
  cashEntries: 'select count(*) from cash_entry',
  cashMovedNtd: 'select coalesce(sum(amount_ntd) filter (where amount_ntd > 0), 0) from cash_entry',
  auditRows: 'select count(*) from audit',
} as const

/** All figures of one snapshot, as decimal strings; none while the database has no schema. */
export async function readBusinessTotals(client: Client): Promise<Totals> {
  const { rows: schema } = await client.query("select to_regclass('audit') is not null as is_there")
  if (!schema[0]?.is_there) return {}
  const columns = Object.entries(figures).map(([name, query]) => `(${query})::text as "${name}"`)
  const { rows } = await client.query<Record<string, string>>(`select ${columns.join(', ')}`)
  return rows[0] ?? {}
}
