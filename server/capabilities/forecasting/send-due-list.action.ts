import { productCodes } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { officeStream } from '@luckygas/contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { StopRequest } from '../dispatch/dispatch.api.ts'
import type { OpenOrder } from '../orders/orders.api.ts'
import { nominalGramsOf } from './bring.rules.ts'
import { type DueItem, lockItems, saveItems } from './due-list.store.ts'
import { followOrders } from './follow-orders.ts'
import { datePast, nothingToSend } from './forecasting.errors.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { goodsOf } from './list-candidates.ts'

/**
 * Hands the ticked lines of a day to dispatch as stops without a run, each depot its own, and with them the orders that
 * came for lines it has already. Sites without a point stay on the list and are counted: the planner refuses what it
 * cannot place.
 * @throws Problem `forecasting.date-past`, `forecasting.nothing-to-send`
 */
export async function sendDueList(
  deps: ForecastingDeps,
  context: WriteContext,
  date: BusinessDate,
): Promise<{ sent: number; unplaced: number }> {
  if (date < context.today) throw datePast()
  const kept = (await lockItems(context.db, date, context.actor.depotId)).filter(
    item => item.status === 'listed' || item.status === 'sent',
  )
  const { items, sites, waiting } = await followOrders(deps, context.db, kept)
  const ticked = items.flatMap(item => {
    if (item.status === 'listed') return [item]
    const order = waiting.get(item.id)
    return order ? [asOrdered(item, order)] : []
  })
  if (ticked.length === 0) throw nothingToSend()
  const placed = ticked.filter(item => sites.get(item.siteId)?.point)
  const orders = new Map((await deps.readOpenOrders(context.db, null, date)).map(order => [order.id, order]))
  for (const [depotId, own] of Map.groupBy(placed, item => item.depotId)) {
    const stops = own.map(item => {
      const order = waiting.get(item.id)
      const priority = orders.get(item.orderId ?? '')?.priority ?? 'normal'
      return stopOf(order ? { ...item, ...goodsOf(order), windows: item.windows } : item, priority)
    })
    await deps.receiveStops(context, { depotId, date, stops })
    await context.announce({
      stream: officeStream(depotId),
      kind: 'due-list.changed',
      entityId: depotId,
      payload: { date },
    })
  }
  await saveItems(
    context.db,
    placed.map(item => ({ ...item, status: 'sent', version: item.version + 1 })),
  )
  await context.audit({
    action: 'forecasting.send-due-list',
    entity: 'due_list',
    entityId: date,
    after: { sent: placed.length, unplaced: ticked.length - placed.length },
  })
  return { sent: placed.length, unplaced: ticked.length - placed.length }
}

/** A line that dispatch has, as the order asks that came after it. */
function asOrdered(item: DueItem, order: OpenOrder): DueItem {
  const goods = goodsOf(order)
  const products = order.isCollection ? item.products : goods.products
  const windows = goods.windows.length > 0 ? goods.windows : item.windows
  const gasGrams = nominalGramsOf(products)
  return { ...item, ...goods, products, windows, gasGrams, orderId: order.id, reason: 'new_order' }
}

function stopOf(item: DueItem, priority: StopRequest['priority']): StopRequest {
  return {
    siteId: item.siteId,
    dueItemId: item.id,
    orderId: item.orderId,
    priority,
    windows: item.windows,
    lines: linesOf(item),
  }
}

/** Full for empty, one for one, and the empties that are fetched beside. */
function linesOf({ products, collects }: Pick<DueItem, 'products' | 'collects'>): StopRequest['lines'] {
  return productCodes.flatMap(product => {
    const fullOut = products[product] ?? 0
    const emptyIn = fullOut + (collects[product] ?? 0)
    return emptyIn > 0 ? [{ product, fullOut, emptyIn }] : []
  })
}
