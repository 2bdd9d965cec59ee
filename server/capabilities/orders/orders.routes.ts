import * as contract from '@luckygas/contract/endpoints/orders.ts'
import { invalid } from '@luckygas/contract/kernel/problem.ts'
import { type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import { changeOrderState, readCancelQuote } from './change-order-state.action.ts'
import { editOrder, splitOrder } from './edit-order.action.ts'
import { readOrderDesk } from './order-desk.ts'
import { viewOrder, viewOrders } from './order-view.ts'
import { orderNotFound } from './orders.errors.ts'
import { listOpenEmergencies, listOrders, readOrdersById } from './orders.store.ts'
import type { OrdersDeps } from './orders.types.ts'
import { placeOrder } from './place-order.action.ts'

export function orderRoutes(deps: OrdersDeps): Route[] {
  return [
    writeRoute(contract.placeOrder, async (context, { body }) => {
      const order = await placeOrder(context, body)
      return viewOrder(context.db, order.id)
    }),
    readRoute(contract.listOrders, async ({ db }, { query }) => {
      const { date, siteId, state, cursor, limit } = query
      const orders = await listOrders(db, {
        date,
        siteId,
        state,
        beforeNumber: readCursor(cursor),
        limit,
      })
      const last = orders.at(-1)
      return {
        orders: await viewOrders(db, orders),
        nextCursor: orders.length === limit && last ? String(last.number) : null,
      }
    }),
    writeRoute(contract.changeOrderState, async (context, { params, body }) => {
      await changeOrderState(deps, context, params.id, body)
      return viewOrder(context.db, params.id)
    }),
    readRoute(contract.listEmergencies, async ({ db, actor }) => ({
      orders: await viewOrders(db, await listOpenEmergencies(db, actor.depotId)),
    })),
    readRoute(contract.getOrder, ({ db }, { params }) => viewOrder(db, params.id)),
    readRoute(contract.getOrderDesk, ({ db, today }, { params }) =>
      readOrderDesk(deps, db, params.id, today),
    ),
    writeRoute(contract.editOrder, async (context, { params, body }) => {
      await editOrder(deps, context, params.id, body)
      return viewOrder(context.db, params.id)
    }),
    writeRoute(contract.splitOrder, async (context, { params, body }) => {
      await splitOrder(deps, context, params.id, body)
      const order = await viewOrder(context.db, params.id)
      return { order, part: await viewOrder(context.db, body.id) }
    }),
    readRoute(contract.quoteCancel, async ({ db, now, today }, { params, query }) => {
      const [order] = await readOrdersById(db, [params.id])
      if (!order) throw orderNotFound()
      const quote = await readCancelQuote(db, order, query.cause, now, today)
      return {
        ...quote,
        cutOffAt: quote.cutOffAt.toISOString(),
        feeNtd: String(quote.feeNtd),
        baseNtd: String(quote.baseNtd),
        goodsNtd: String(quote.goodsNtd),
      }
    }),
  ]
}

function readCursor(cursor: string | undefined): bigint | undefined {
  if (cursor === undefined) return undefined
  if (!/^\d{1,18}$/.test(cursor))
    throw invalid('request.malformed', { faults: [{ path: 'query.cursor', code: 'invalid' }] })
  return BigInt(cursor)
}
