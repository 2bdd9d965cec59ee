import * as contract from '@luckygas/contract/endpoints/recurring-orders.ts'
import { type Route, readRoute, writeRoute } from '../../../platform/http/route.ts'
import { decideDay } from './decide-day.action.ts'
import { listRecurring } from './recurring.store.ts'
import { viewOneRecurring, viewRecurring } from './recurring-view.ts'
import { changeRecurring, createRecurring, editRecurring } from './save-recurring.action.ts'

export function recurringRoutes(): Route[] {
  return [
    readRoute(contract.listRecurringOrders, async ({ db, actor, today }, { query }) => {
      const { siteId, cursor, limit } = query
      const beforeId = /^[0-9a-f-]{36}$/.test(cursor ?? '') ? cursor : undefined
      const page = await listRecurring(db, { siteId, depotId: actor.depotId, beforeId, limit })
      const last = page.at(-1)
      return {
        recurringOrders: await viewRecurring(db, page, today),
        nextCursor: page.length === limit && last ? last.id : null,
      }
    }),
    writeRoute(contract.createRecurringOrder, async (context, { body }) => {
      await createRecurring(context, body)
      return viewOneRecurring(context.db, body.id, context.today)
    }),
    writeRoute(contract.editRecurringOrder, async (context, { params, body }) => {
      await editRecurring(context, params.id, body)
      return viewOneRecurring(context.db, params.id, context.today)
    }),
    writeRoute(contract.changeRecurringOrder, async (context, { params, body }) => {
      await changeRecurring(context, params.id, body)
      return viewOneRecurring(context.db, params.id, context.today)
    }),
    writeRoute(contract.decideRecurringDay, async (context, { params, body }) => {
      await decideDay(context, params.id, params.date, body)
      return viewOneRecurring(context.db, params.id, context.today)
    }),
  ]
}
