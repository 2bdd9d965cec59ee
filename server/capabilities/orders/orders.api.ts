import type { Route } from '../../platform/http/route.ts'
import { orderRoutes } from './orders.routes.ts'
import type { OrdersDeps } from './orders.types.ts'

export { recordOrder, setOrdersAssigned } from './change-order-state.action.ts'
export {
  type OpenOrder,
  promisedWindow,
  readOpenOrders,
  readOrderNotes,
  readOrderWithLines,
} from './open-orders.ts'
export type { Order, OrderLineRow } from './orders.store.ts'
export { readLines as readOrderLines } from './orders.store.ts'
export type { OrdersDeps } from './orders.types.ts'
export { type OrderRequest, placeOrder } from './place-order.action.ts'
export { readOpenOrdersOfSites, type SiteOrder } from './site-orders.store.ts'

/** Orders from the call to the door. */
export function makeOrders(deps: OrdersDeps): { routes: Route[] } {
  return { routes: orderRoutes(deps) }
}
