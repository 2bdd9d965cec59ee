import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import { type AcceptanceCalendar, acceptanceOn, readHolidays } from '../calendar/calendar.api.ts'
import type { SiteFacts } from '../customers/customers.api.ts'
import { calendarOf } from './compute-forecasts.ts'
import type { DueItem } from './due-list.store.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { lineAsOrdered } from './line-as-ordered.rules.ts'
import { goodsOf } from './list-candidates.ts'

/** Lines of due lists as they stand now, with what the office and dispatch need beside them. */
export interface CurrentItems {
  items: DueItem[]
  sites: Map<string, SiteFacts>
  calendars: Map<string, AcceptanceCalendar>
  holidays: ReadonlySet<BusinessDate>
}

/**
 * Brings lines that rest on an order to what that order says now: an edit after the list was built counts at once, and
 * a line whose order was cancelled or moved to a later day goes with it.
 */
export async function followOrders(
  deps: ForecastingDeps,
  db: Reader,
  items: readonly DueItem[],
): Promise<CurrentItems> {
  const siteIds = items.map(item => item.siteId)
  const dates = items.map(item => item.date).sort()
  const sites = await deps.customers.readSites(db, siteIds)
  const closures =
    dates[0] === undefined ? new Map() : await deps.customers.readClosures(db, siteIds, dates[0])
  const holidays = await readHolidays(db)
  const calendars = new Map([...sites].map(([id, site]) => [id, calendarOf(site, closures.get(id) ?? [])]))
  const hasOrders = items.some(item => item.orderId !== null && item.status !== 'sent')
  const open = hasOrders ? await deps.readOpenOrders(db, null, dates.at(-1) ?? '') : []
  const orders = new Map(open.map(order => [order.id, order]))
  const current = items.flatMap(item => {
    const site = sites.get(item.siteId)
    const calendar = calendars.get(item.siteId)
    if (!site || !calendar) return []
    if (item.orderId === null || item.status === 'sent') return [item]
    const order = orders.get(item.orderId)
    const isWanted = order !== undefined && order.requestedOn <= item.date
    const access = acceptanceOn(calendar, item.date, holidays)
    const line = lineAsOrdered(item, {
      order: isWanted ? goodsOf(order) : null,
      isPlanned: site.customerKind === 'commercial',
      acceptance: access.isOpen ? access.windows : item.windows,
    })
    return line ? [line] : []
  })
  return { items: current, sites, calendars, holidays }
}
