import type { EndpointAnswer } from '../../../contract/endpoint.ts'
import type { CounterSaleView, getCounterDesk } from '../../../contract/endpoints/counter-sales.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readHomeDepotId } from '../admin/admin.api.ts'
import { readSites } from '../customers/customers.api.ts'
import { depot, readHoldingsOf } from '../cylinders/cylinders.api.ts'
import { type CounterDelivery, listCounterDeliveries } from '../deliveries/deliveries.api.ts'
import { readOrderNumbers } from '../orders/orders.api.ts'
import * as errors from './counter.errors.ts'
import type { CounterDeps, CounterScope } from './counter.types.ts'

/** The counter as a clerk sees it: what stands on the shelf by the books, and the sales of the day, newest first. */
export async function readCounter(
  deps: CounterDeps,
  db: Reader,
  { depotId, date }: CounterScope,
): Promise<EndpointAnswer<typeof getCounterDesk>> {
  const home = await readHomeDepotId(db, depotId)
  const sold = await listCounterDeliveries(db, { date, depotId })
  const cash = sold
    .filter(sale => !sale.isVoid && (sale.payment === 'cash' || sale.payment === 'short'))
    .reduce((sum, sale) => sum + sale.amountPaidNtd, 0n)
  const holdings = await readHoldingsOf(db, depot(home))
  return {
    fulls: Object.fromEntries([...holdings].map(([type, { full }]) => [type, full])),
    sales: await viewSales(deps, db, sold),
    cashNtd: String(cash),
  }
}

export async function viewSale(deps: CounterDeps, db: Reader, orderId: string): Promise<CounterSaleView> {
  const [sale] = await viewSales(deps, db, await listCounterDeliveries(db, { orderId }))
  if (!sale) throw errors.saleNotFound()
  return sale
}

async function viewSales(
  deps: CounterDeps,
  db: Reader,
  sold: readonly CounterDelivery[],
): Promise<CounterSaleView[]> {
  const sites = await readSites(
    db,
    sold.map(sale => sale.siteId),
  )
  const numbers = await readOrderNumbers(
    db,
    sold.map(sale => sale.orderId),
  )
  const names = await deps.readUserNames(db, [...new Set(sold.map(sale => sale.soldBy))])
  return sold.map(sale => ({
    id: sale.orderId,
    number: numbers.get(sale.orderId) ?? 0,
    at: sale.occurredAt.toISOString(),
    siteId: sale.siteId,
    customerCode: sites.get(sale.siteId)?.customerCode ?? '',
    shortName: sites.get(sale.siteId)?.shortName ?? '',
    lines: sale.lines,
    payment: sale.payment === 'none' ? 'cash' : sale.payment,
    amountDueNtd: String(sale.amountDueNtd),
    amountPaidNtd: String(sale.amountPaidNtd),
    residualCreditNtd: String(sale.residualCreditNtd),
    depositRefundNtd: String(sale.depositRefundNtd),
    note: sale.note,
    soldBy: names.get(sale.soldBy) ?? '',
    isVoid: sale.isVoid,
  }))
}
