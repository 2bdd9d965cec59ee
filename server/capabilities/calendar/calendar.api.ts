import type { Route } from '../../platform/http/route.ts'
import { calendarRoutes } from './calendar.routes.ts'

export * from './acceptance.rules.ts'
export { readHolidays } from './holiday.store.ts'
export * from './public-holidays.rules.ts'
export type { TradeCalendarName } from './trade-calendars.ts'

/** Public holidays and when sites take gas in. */
export function makeCalendar(): { routes: Route[] } {
  return { routes: calendarRoutes() }
}
