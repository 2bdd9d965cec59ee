import * as contract from '@luckygas/contract/endpoints/orders.ts'
import { invalid } from '@luckygas/contract/kernel/problem.ts'
import { type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import { changeOrderState } from './change-order-state.action.ts'
import { viewOrder, viewOrders } from './order-view.ts'
import { listOrders } from './orders.store.ts'
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
  ]
}

function readCursor(cursor: string | undefined): bigint | undefined {
  if (cursor === undefined) return undefined
  if (!/^\d{1,18}$/.test(cursor))
    throw invalid('request.malformed', { faults: [{ path: 'query.cursor', code: 'invalid' }] })
  return BigInt(cursor)
}
