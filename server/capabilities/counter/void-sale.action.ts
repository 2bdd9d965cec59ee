import { officeStream } from '../../../contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { listCounterDeliveries, voidCounterDelivery } from '../deliveries/deliveries.api.ts'
import { takeBackOrder } from '../orders/orders.api.ts'
import * as errors from './counter.errors.ts'

/**
 * A sale that was typed wrongly is taken back on its day: both ledgers get its mirror, its row stays as evidence, and
 * the order ends cancelled without a fee. The right sale is sold anew.
 * @throws Problem `counter.not-found`, `counter.not-today`, `counter.already-void`
 */
export async function voidSale(context: WriteContext, orderId: string, reason: string): Promise<void> {
  const [sale] = await listCounterDeliveries(context.db, { orderId })
  if (!sale) throw errors.saleNotFound()
  if (sale.businessDate !== context.today) throw errors.notToday()
  if (!(await voidCounterDelivery(context, sale, reason))) throw errors.alreadyVoid()
  await takeBackOrder(context, orderId, reason)
  await context.audit({
    action: 'counter.void',
    entity: 'order',
    entityId: orderId,
    before: { ...sale, isVoid: false },
    after: { isVoid: true },
    reason,
  })
  await context.announce({
    stream: officeStream(sale.depotId),
    kind: 'orders.changed',
    entityId: orderId,
  })
}
