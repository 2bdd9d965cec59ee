import { productCodes } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { officeStream } from '@luckygas/contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { StopRequest } from '../dispatch/dispatch.api.ts'
import { type DueItem, lockItems, saveItems } from './due-list.store.ts'
import { followOrders } from './follow-orders.ts'
import { datePast, nothingToSend } from './forecasting.errors.ts'
import type { ForecastingDeps } from './forecasting.types.ts'

/**
 * Hands the ticked lines of a day to dispatch as stops without a run, each depot its own. Sites without a point stay
 * on the list and are counted: the planner refuses what it cannot place.
 * @throws Problem `forecasting.date-past`, `forecasting.nothing-to-send`
 */
export async function sendDueList(
  deps: ForecastingDeps,
  context: WriteContext,
  date: BusinessDate,
): Promise<{ sent: number; unplaced: number }> {
  if (date < context.today) throw datePast()
  const listed = (await lockItems(context.db, date, context.actor.depotId)).filter(
    item => item.status === 'listed',
  )
  const { items: ticked, sites } = await followOrders(deps, context.db, listed)
  if (ticked.length === 0) throw nothingToSend()
  const placed = ticked.filter(item => sites.get(item.siteId)?.point)
  const orders = new Map((await deps.readOpenOrders(context.db, null, date)).map(order => [order.id, order]))
  for (const [depotId, items] of Map.groupBy(placed, item => item.depotId)) {
    const stops = items.map(item => stopOf(item, orders.get(item.orderId ?? '')?.priority ?? 'normal'))
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
