import { type ProductCode, productCodes, products } from '@luckygas/contract/kernel/cylinders.ts'
import { addDays, type BusinessDate, businessDateOf, instantAt } from '@luckygas/contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import { acceptanceOn } from '../calendar/calendar.api.ts'
import type { SiteFacts } from '../customers/customers.api.ts'
import type { OpenOrder } from '../orders/orders.api.ts'
import type { ProductCounts } from './bring.rules.ts'
import type { Computed } from './compute-forecasts.ts'
import type { DueCandidate, MinuteWindow, OrderedGoods } from './due-list.rules.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { readOpenPostponements } from './postponement.store.ts'
import { readAlarms } from './telemetry.store.ts'

const alarmDays = 30
const recentDeliveries = 8

/** Every site that might be on the list of a day, with what speaks for it. */
export async function listCandidates(
  deps: ForecastingDeps,
  db: Reader,
  date: BusinessDate,
  computed: Computed,
): Promise<DueCandidate[]> {
  const { sites, calendars, holidays, forecasts, asOf } = computed
  const evening = instantAt(addDays(asOf, 1), 0)
  const alarms = await readAlarms(db, instantAt(addDays(asOf, -alarmDays), 0), evening)
  const orders = firstBySite(await deps.readOpenOrders(db, null, date))
  const postponements = await readOpenPostponements(db, date)
  const mixes = await recentMixes(deps, db, sites, asOf)
  const declared = await deps.customers.readDeclared(
    db,
    sites.map(site => site.id),
  )
  return sites.flatMap(site => {
    const calendar = calendars.get(site.id)
    if (!calendar) return []
    const forecast = forecasts.get(site.id) ?? null
    const alarm = alarms.get(site.id)
    const postponed = postponements.get(site.id)
    const order = orders.get(site.id)
    const lastOn = forecast?.lastDeliveryOn ?? null
    return [
      {
        siteId: site.id,
        accessOn: day => acceptanceOn(calendar, day, holidays),
        forecast,
        isPlanned: site.customerKind === 'commercial',
        hasOpenAlarm: alarm !== undefined && (lastOn === null || businessDateOf(alarm) > lastOn),
        order: order ? { id: order.id, ...goodsOf(order) } : null,
        recent: mixes.get(site.id) ?? [],
        held: declared.get(site.id) ?? {},
        postponedTo: postponed && (lastOn === null || lastOn < postponed.fromDate) ? postponed.toDate : null,
      },
    ]
  })
}

/** The most pressing order of each site, gas before empties; its other orders wait their turn. */
export function firstBySite(orders: readonly OpenOrder[]): Map<string, OpenOrder> {
  const ranks = { emergency: 0, urgent: 1, promised: 2, normal: 3 } as const
  const rankOf = (order: OpenOrder) => ranks[order.priority] + (order.isCollection ? 0.5 : 0)
  const first = new Map<string, OpenOrder>()
  for (const order of orders) {
    const known = first.get(order.siteId)
    if (!known || rankOf(order) < rankOf(known)) first.set(order.siteId, order)
  }
  return first
}

/** What an order brings, or where it only fetches, which empties; and the hours it was promised. */
export function goodsOf(order: OpenOrder): OrderedGoods {
  const counts = countsOf(order)
  const windows = windowsOf(order)
  return order.isCollection
    ? { products: {}, collects: counts, windows }
    : { products: counts, collects: {}, windows }
}

function countsOf(order: OpenOrder): ProductCounts {
  const counts: ProductCounts = {}
  for (const { product, quantity } of order.lines) counts[product] = (counts[product] ?? 0) + quantity
  return counts
}

function windowsOf(order: OpenOrder): MinuteWindow[] {
  const { windowFromMinute, windowToMinute } = order
  return windowFromMinute === null || windowToMinute === null
    ? []
    : [{ fromMinute: windowFromMinute, toMinute: windowToMinute }]
}

/** What the last deliveries of each site brought, ours before imported ones. */
async function recentMixes(
  deps: ForecastingDeps,
  db: Reader,
  sites: readonly SiteFacts[],
  asOf: BusinessDate,
): Promise<Map<string, ProductCounts[]>> {
  const planned = sites.filter(site => site.customerKind === 'commercial')
  const codes = planned.filter(site => site.number === 1).map(site => site.customerCode)
  const imported = await deps.history.readLastMixes(db, codes, asOf, recentDeliveries)
  const posted = Map.groupBy(
    (await deps.readPostedDeliveries(db, undefined, addDays(asOf, -365))).filter(
      each => each.businessDate <= asOf,
    ),
    each => each.siteId,
  )
  return new Map(
    planned.map(site => {
      const own = (posted.get(site.id) ?? []).map(each => each.fullOut).toReversed()
      const old = site.number === 1 ? (imported.get(site.customerCode) ?? []).map(each => each.products) : []
      return [site.id, [...own, ...old].filter(mix => Object.keys(mix).length > 0).slice(0, recentDeliveries)]
    }),
  )
}

/** Cylinders by type of products by code. */
export function cylindersOf(
  counts: ProductCounts,
): Partial<Record<(typeof products)[ProductCode]['type'], number>> {
  const cylinders: Partial<Record<(typeof products)[ProductCode]['type'], number>> = {}
  for (const code of productCodes) {
    const quantity = counts[code] ?? 0
    if (quantity > 0) cylinders[products[code].type] = (cylinders[products[code].type] ?? 0) + quantity
  }
  return cylinders
}
