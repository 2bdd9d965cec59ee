import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import { type AcceptanceCalendar, acceptanceOn, readHolidays } from '../calendar/calendar.api.ts'
import type { SiteFacts } from '../customers/customers.api.ts'
import type { OpenOrder } from '../orders/orders.api.ts'
import { calendarOf } from './compute-forecasts.ts'
import type { DueItem } from './due-list.store.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { lineAsOrdered } from './line-as-ordered.rules.ts'
import { firstBySite, goodsOf } from './list-candidates.ts'

/** Lines of due lists as they stand now, with what the office and dispatch need beside them. */
export interface CurrentItems {
  items: DueItem[]
  sites: Map<string, SiteFacts>
  calendars: Map<string, AcceptanceCalendar>
  holidays: ReadonlySet<BusinessDate>
  /** By the id of a line that dispatch has already: the order taken for its site since, which dispatch does not know. */
  waiting: Map<string, OpenOrder>
}

/**
 * Brings lines to what the orders of their sites say now: an order taken or edited after the list was built counts at
 * once, and a line whose order was cancelled or moved to a later day goes with it. A line that dispatch has already
 * keeps what it was sent with; the order that came after it waits beside it.
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
  const open = items.length > 0 ? await deps.readOpenOrders(db, null, dates.at(-1) ?? '') : []
  const orderFor = orderFinder(open)
  const waiting = new Map<string, OpenOrder>()
  const current = items.flatMap(item => {
    const site = sites.get(item.siteId)
    const calendar = calendars.get(item.siteId)
    if (!site || !calendar) return []
    const order = orderFor(item)
    if (item.status === 'sent') {
      if (item.orderId === null && order) waiting.set(item.id, order)
      return [item]
    }
    if (item.orderId === null && !order) return [item]
    const access = acceptanceOn(calendar, item.date, holidays)
    const ordered = order ? { ...item, orderId: order.id, reason: 'new_order' as const } : item
    const line = lineAsOrdered(ordered, {
      order: order ? goodsOf(order) : null,
      isPlanned: site.customerKind === 'commercial',
      acceptance: access.isOpen ? access.windows : item.windows,
    })
    return line ? [line] : []
  })
  return { items: current, sites, calendars, holidays, waiting }
}

/** The order a line rests on while it is wanted by the line's day, else the most pressing one of its site. */
function orderFinder(open: readonly OpenOrder[]): (item: DueItem) => OpenOrder | undefined {
  const byId = new Map(open.map(order => [order.id, order]))
  const bySite = Map.groupBy(open, order => order.siteId)
  return item => {
    const own = byId.get(item.orderId ?? '')
    if (own && own.requestedOn <= item.date) return own
    const wanted = bySite.get(item.siteId)?.filter(order => order.requestedOn <= item.date) ?? []
    return firstBySite(wanted).get(item.siteId)
  }
}
