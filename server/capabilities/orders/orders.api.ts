import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Route } from '../../platform/http/route.ts'
import type { JobHandlers, Timetable } from '../../ports/queue/queue.port.ts'
import { orderRoutes } from './orders.routes.ts'
import type { OrdersDeps } from './orders.types.ts'
import { recurringDailyJobs, recurringJobs } from './recurring/recurring.jobs.ts'
import { recurringRoutes } from './recurring/recurring.routes.ts'

export { recordOrder, setOrdersAssigned, takeBackOrder } from './change-order-state.action.ts'
export {
  type OpenOrder,
  promisedWindow,
  readDueBys,
  readOpenOrders,
  readOrderNumbers,
  readOrderTerms,
  readOrderWithLines,
} from './open-orders.ts'
export { stopLinesOf } from './orders.rules.ts'
export type { Order, OrderLineRow } from './orders.store.ts'
export { readLines as readOrderLines } from './orders.store.ts'
export type { OrdersDeps } from './orders.types.ts'
export { type OrderRequest, placeOrder } from './place-order.action.ts'
export { readOpenOrdersOfSites, type SiteOrder } from './site-orders.store.ts'

/** 定期訂單: agreements, and the orders made from them every night. */
export function makeRecurringOrders(deps: { db: Database; clock: Clock }): {
  routes: Route[]
  jobs: JobHandlers
  dailyJobs: Timetable[]
} {
  return { routes: recurringRoutes(), jobs: recurringJobs(deps), dailyJobs: recurringDailyJobs }
}

/** Orders from the call to the door. */
export function makeOrders(deps: OrdersDeps): { routes: Route[] } {
  return { routes: orderRoutes(deps) }
}
