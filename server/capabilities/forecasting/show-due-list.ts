import type { DueItem as DueItemView } from '@luckygas/contract/endpoints/forecasting.ts'
import { addDays, type BusinessDate, daysBetween } from '@luckygas/contract/kernel/dates.ts'
import { dueReasons } from '@luckygas/contract/states.ts'
import type { Reader } from '../../platform/database/database.ts'
import { type AcceptanceCalendar, closedBecause } from '../calendar/calendar.api.ts'
import type { SiteFacts } from '../customers/customers.api.ts'
import type { OpenOrder } from '../orders/orders.api.ts'
import { deferrableDays, postponeChoices } from './due-list.rules.ts'
import { type DueItem, readExclusions, readItems, readItemsById } from './due-list.store.ts'
import { type CurrentItems, followOrders } from './follow-orders.ts'
import { itemNotFound } from './forecasting.errors.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { cylindersOf, goodsOf } from './list-candidates.ts'
import { readForecasts, type StoredForecast } from './site-forecast.store.ts'

const shownDays = 8

/** The list of a day as the office sees it; a depot's own people see their depot. */
export async function showDueList(
  deps: ForecastingDeps,
  db: Reader,
  date: BusinessDate,
  depotId: string | null,
) {
  const current = await followOrders(deps, db, await readItems(db, date, depotId))
  const { items } = current
  const exclusions = await readExclusions(db, date)
  const sites = await deps.customers.readSites(
    db,
    exclusions.map(each => each.siteId),
  )
  const views = await viewItems(db, current)
  const counts = Object.fromEntries(dueReasons.map(reason => [reason, 0])) as Record<
    DueItemView['reason'],
    number
  >
  for (const item of items) if (item.status !== 'postponed') counts[item.reason] += 1
  const builtAt = items.reduce<Date | null>(
    (latest, item) => (latest && latest > item.builtAt ? latest : item.builtAt),
    null,
  )
  return {
    date,
    builtAt: builtAt?.toISOString() ?? null,
    items: views,
    counts,
    excluded: exclusions.flatMap(({ siteId, because }) => {
      const site = sites.get(siteId)
      if (!site || (depotId !== null && site.depotId !== depotId)) return []
      return [{ siteId, customerCode: site.customerCode, shortName: site.shortName, because }]
    }),
    postponed: items.filter(item => item.status === 'postponed').length,
  }
}

/** @throws Problem `forecasting.item-not-found` */
export async function showItem(deps: ForecastingDeps, db: Reader, id: string): Promise<DueItemView> {
  const [view] = await viewItems(db, await followOrders(deps, db, await readItemsById(db, [id])))
  if (!view) throw itemNotFound()
  return view
}

async function viewItems(db: Reader, current: CurrentItems): Promise<DueItemView[]> {
  const { items, sites, calendars, holidays, waiting } = current
  const forecasts = await readForecasts(
    db,
    items.map(item => item.siteId),
  )
  return items.flatMap(item => {
    const site = sites.get(item.siteId)
    const calendar = calendars.get(item.siteId)
    if (!site || !calendar) return []
    const view = viewItem(item, site, calendar, forecasts.get(site.id), holidays)
    return [{ ...view, waitingOrder: viewWaiting(waiting.get(item.id)) }]
  })
}

function viewWaiting(order: OpenOrder | undefined): DueItemView['waitingOrder'] {
  return order ? { id: order.id, number: order.number, ...goodsOf(order) } : null
}

function viewItem(
  item: DueItem,
  site: SiteFacts,
  calendar: AcceptanceCalendar,
  forecast: StoredForecast | undefined,
  holidays: ReadonlySet<BusinessDate>,
): Omit<DueItemView, 'waitingOrder'> {
  const isOpen = (date: BusinessDate) => closedBecause(calendar, date, holidays) === undefined
  const shown = Array.from({ length: shownDays }, (_, index) => addDays(item.date, index))
  const overdue =
    forecast?.lastDeliveryOn != null
      ? daysBetween(forecast.lastDeliveryOn, item.date) - forecast.maxCycleDays
      : 0
  return {
    id: item.id,
    siteId: site.id,
    customerCode: site.customerCode,
    shortName: site.shortName,
    zone: site.zone,
    siteType: site.siteType,
    reason: item.reason,
    status: item.status,
    isPatrol: item.isPatrol,
    orderId: item.orderId,
    daysLeft: item.daysLeft,
    p10Days: item.p10Days,
    p90Days: item.p90Days,
    isMeasured: forecast?.evidence === 'telemetry' || forecast?.evidence === 'meter',
    runOutProbability: item.runOutProbability,
    earliestOn: item.earliestOn,
    latestOn: item.latestOn,
    closedDates: shown.filter(date => !isOpen(date)),
    overdueDays: overdue > 0 ? overdue : null,
    products: item.products,
    collects: item.collects,
    cylinders: cylindersOf(item.products),
    gasGrams: item.gasGrams,
    slot: site.slot,
    windows: item.windows,
    vehicleAccess: site.vehicleAccess,
    settlement: site.settlement,
    note: item.note,
    isPlaced: site.point !== null,
    version: item.version,
    postponeChoices: forecast ? postponeChoices(forecast, item.latestOn, item.date, isOpen) : [],
    deferrableDays: forecast ? deferrableDays(item.latestOn, item.date) : null,
  }
}
