import type { Reader } from '../../platform/database/database.ts'
import { readHistoryOf } from './delivery-history.store.ts'
import { deliveredGrams } from './history-record.rules.ts'

/** The imported deliveries of a customer, newest first, as the customer card shows them. */
export async function readRecentHistory(
  db: Reader,
  customer: { code: string; siteIds: readonly string[] },
  limit: number,
) {
  const lines = await readHistoryOf(db, customer.code, limit)
  // The old system knows one place of delivery for each customer, which is his first.
  const siteId = customer.siteIds[0] ?? ''
  return lines.map(line => ({
    siteId,
    date: line.date,
    minute: line.minute,
    source: 'history' as const,
    driver: line.salesperson,
    products: line.quantities,
    gasGrams: deliveredGrams(line.quantities),
  }))
}
