import type { Reader } from '../../platform/database/database.ts'
import { readHistoryOf } from './delivery-history.store.ts'
import { deliveredGrams } from './history-record.rules.ts'

/** The imported deliveries of a customer, newest first, as the customer card shows them. */
export async function readRecentHistory(db: Reader, customer: { code: string }, limit: number) {
  const lines = await readHistoryOf(db, customer.code, limit)
  return lines.map(line => ({
    date: line.date,
    minute: line.minute,
    source: 'history' as const,
    driver: line.salesperson,
    products: line.quantities,
    gasGrams: deliveredGrams(line.quantities),
  }))
}
