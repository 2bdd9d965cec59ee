import type { EndpointInput } from '../../../contract/endpoint.ts'
import type { sellAtCounter } from '../../../contract/endpoints/counter-sales.ts'
import { products } from '../../../contract/kernel/cylinders.ts'
import { parseNtd } from '../../../contract/kernel/money.ts'
import type { ConflictKind } from '../../../contract/messages/driver-commands.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { readHomeDepotId } from '../admin/admin.api.ts'
import { recordCounterDelivery } from '../deliveries/deliveries.api.ts'
import { placeOrder, readOrderLines, recordOrder, setOrdersAssigned } from '../orders/orders.api.ts'
import { depositOfSite, holdCash, readDepositsOfSites } from '../payments/payments.api.ts'
import * as errors from './counter.errors.ts'
import { goodsOfSale, paidAtCounter, walkInIds } from './counter.rules.ts'
import type { CounterDeps } from './counter.types.ts'

type Sale = EndpointInput<typeof sellAtCounter>['body']

/**
 * A customer swaps at the counter, or only brings cylinders back: the order is placed as any other (prices, duplicate warning, customers not served),
 * handed over out of the depot's stock and paid into its till, all in one transaction or not at all. The order goes
 * through its states by the table: confirmed, assigned (to the counter), delivered.
 * @throws Problem `counter.amount-changed` where the shown amount is not what the prices say, `counter.stock-short`
 * where the books have too few fulls and nobody has looked, `counter.deposit-short`, and whatever `placeOrder` refuses
 */
export async function sell(deps: CounterDeps, context: WriteContext, sale: Sale): Promise<ConflictKind[]> {
  const { db, today } = context
  if (sale.lines.some(line => products[line.product].method === 'metered')) throw errors.metered()
  const depotId = await readHomeDepotId(db, context.actor.depotId)
  if (sale.siteId === walkInIds(depotId).siteId && sale.payment !== 'cash') throw errors.walkInPays()
  const goods = goodsOfSale(sale.lines)
  const depositRefundNtd = await refundOf(context, sale)
  const order = await placeOrder(context, {
    id: sale.id,
    siteId: sale.siteId,
    source: 'counter',
    requestedOn: today,
    slot: 'any',
    priority: 'normal',
    note: sale.note,
    ...goods,
    isDuplicateAccepted: sale.isDuplicateAccepted,
  })
  const { short, questions } = await recordCounterDelivery(context, {
    orderId: order.id,
    siteId: sale.siteId,
    depotId,
    lines: sale.lines,
    // An empty that is taken back for nothing says nothing of what gas left in it is worth.
    agreed: goods.isCollection ? [] : ((await readOrderLines(db, [order.id])).get(order.id) ?? []),
    depositRefundNtd,
    prices: (await deps.readSitePrices(db, today, [sale.siteId])).get(sale.siteId) ?? new Map(),
    residuals: sale.residuals,
    plates: sale.plates ?? [],
    payment: sale.payment,
    note: sale.note,
    paidOf: ({ amountDueNtd }) => {
      if (amountDueNtd !== parseNtd(sale.amountDueNtd)) throw errors.amountChanged(amountDueNtd)
      const paid = paidAtCounter(sale.payment, amountDueNtd, parseNtd(sale.amountPaidNtd))
      if (paid === undefined) throw errors.overpaid()
      return paid
    },
  })
  if (Object.keys(short).length > 0 && !sale.isStockAccepted) throw errors.stockShort(short)
  await setOrdersAssigned(context, [order.id], true)
  await recordOrder(context, order.id, 'delivered', '')
  await context.audit({
    action: 'counter.sell',
    entity: 'order',
    entityId: order.id,
    after: { ...sale, depotId },
  })
  return questions
}

/** 退押, at most what the books hold for the site; held until the end, so that two clerks never give it back twice. */
async function refundOf(context: WriteContext, { siteId, depositRefundNtd }: Sale): Promise<bigint> {
  const refundNtd = parseNtd(depositRefundNtd)
  if (refundNtd === 0n) return 0n
  await holdCash(context, depositOfSite(siteId))
  const heldNtd = (await readDepositsOfSites(context.db, [siteId])).get(siteId) ?? 0n
  if (refundNtd < 0n || refundNtd > heldNtd) throw errors.depositShort(heldNtd)
  return refundNtd
}
