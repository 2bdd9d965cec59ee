import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { getOrderDesk } from '@luckygas/contract/endpoints/orders.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readParameters } from '../admin/admin.api.ts'
import { readSites } from '../customers/customers.api.ts'
import { emergencyParameterNames } from './emergency.rules.ts'
import { viewOrders } from './order-view.ts'
import { siteNotFound } from './orders.errors.ts'
import { findLastOrder, listOpenOrdersOfSite } from './orders.store.ts'
import type { OrdersDeps } from './orders.types.ts'

/** What a clerk must see before ordering for a site. @throws Problem `orders.site-not-found` */
export async function readOrderDesk(
  deps: OrdersDeps,
  db: Reader,
  siteId: string,
  today: string,
): Promise<EndpointAnswer<typeof getOrderDesk>> {
  if (!(await readSites(db, [siteId])).has(siteId)) throw siteNotFound()
  const open = await listOpenOrdersOfSite(db, siteId)
  const last = await findLastOrder(db, siteId)
  const views = await viewOrders(db, last ? [...open, last] : open)
  const accounts = await deps.readAccounts(db, siteId)
  const minutes = await readParameters(db, emergencyParameterNames, today)
  return {
    openOrders: views.slice(0, open.length),
    lastOrder: views[open.length] ?? null,
    owedNtd: String(accounts.owedNtd),
    depositNtd: String(accounts.depositNtd),
    emergencyMinutes: {
      1: minutes['orders.emergency-minutes-1'],
      2: minutes['orders.emergency-minutes-2'],
      3: minutes['orders.emergency-minutes-3'],
      4: minutes['orders.emergency-minutes-4'],
    },
  }
}
