import { readTrail } from '../capabilities/admin/admin.api.ts'
import { readCallsOfCustomer } from '../capabilities/calls/calls.api.ts'
import { readPriceBook, showLine } from '../capabilities/catalogue/catalogue.api.ts'
import type { CustomerAround } from '../capabilities/customers/customers.api.ts'
import { readFilesOfSites } from '../capabilities/deliveries/deliveries.api.ts'
import { readPostponementsOfSites } from '../capabilities/forecasting/forecasting.api.ts'
import { readUserNames } from '../capabilities/identity/identity.api.ts'
import { readOpenOrdersOfSites } from '../capabilities/orders/orders.api.ts'
import { readDepositsOfSites, readOwedBySites } from '../capabilities/payments/payments.api.ts'

const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((all, amount) => all + amount, 0n)

/** What the other capabilities know of a customer, each in a statement or two, for his card. */
export const customerAround: CustomerAround = {
  readAccount: async (db, siteIds) => {
    const owed = await readOwedBySites(db, siteIds)
    const deposits = await readDepositsOfSites(db, siteIds)
    return { owedNtd: sum(owed.values()), depositsNtd: deposits.size === 0 ? null : sum(deposits.values()) }
  },
  readPrices: async (db, on, customerId) => {
    const book = await readPriceBook(db, on, [customerId])
    return ({ siteId, customerKind, product }) =>
      showLine(book.price({ customerId, siteId, customerKind }, { product, quantity: 1 }))
  },
  readOpenOrders: readOpenOrdersOfSites,
  readCalls: readCallsOfCustomer,
  readFiles: readFilesOfSites,
  readPostponements: readPostponementsOfSites,
  readHistory: async (db, ids, limit) => {
    const trail = await readTrail(db, { entities: ['customer', 'site'], ids }, limit)
    const names = await readUserNames(db, [...new Set(trail.flatMap(entry => entry.actor_id ?? []))])
    return trail.map(entry => ({
      id: String(entry.id),
      at: entry.at,
      action: entry.action,
      by: names.get(entry.actor_id ?? '') ?? null,
      reason: entry.reason ?? '',
    }))
  },
}
