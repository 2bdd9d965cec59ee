import * as contract from '@luckygas/contract/endpoints/customers.ts'
import { type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import { readCalendarDays } from './holiday.store.ts'
import { setHoliday } from './set-holiday.action.ts'

export function calendarRoutes(): Route[] {
  return [
    readRoute(contract.listHolidays, async ({ db }, { query }) => ({
      holidays: await readCalendarDays(db, query.year, query.year),
    })),
    writeRoute(contract.setHoliday, async (context, { params, body }) => {
      await setHoliday(context, params.date, body)
      return { ok: true as const }
    }),
  ]
}
