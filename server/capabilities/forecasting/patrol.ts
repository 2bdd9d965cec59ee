import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { getPatrolList } from '@luckygas/contract/endpoints/forecasting.ts'
import { cylinderTypes, type ProductCode, products } from '@luckygas/contract/kernel/cylinders.ts'
import { type BusinessDate, daysBetween } from '@luckygas/contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import { acceptanceOn, readHolidays } from '../calendar/calendar.api.ts'
import type { SiteFacts } from '../customers/customers.api.ts'
import type { ProductCounts } from './bring.rules.ts'
import { calendarOf } from './compute-forecasts.ts'
import type { MinuteWindow } from './due-list.rules.ts'
import { readItems } from './due-list.store.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { type PatrolLine, patrolList } from './patrol.rules.ts'
import { stockOnMorning } from './service-window.rules.ts'
import { readForecasts, type StoredForecast } from './site-forecast.store.ts'

const linesShown = 200
const policyNames = [
  'due-list.patrol-within-metres',
  'due-list.patrol-service-minutes',
  'due-list.patrol-metres-per-minute',
] as const

/** A site that may be visited in passing, with what its line would say. */
export interface PatrolSite {
  site: SiteFacts
  forecast: StoredForecast
  product: ProductCode
  windows: MinuteWindow[]
  line: PatrolLine
}

/**
 * The patrol list of a day: open sites that are on no line of it, near one that is, with room for a cylinder of the
 * kind they hold, by what a minute of the truck brings.
 */
export async function readPatrol(
  deps: ForecastingDeps,
  db: Reader,
  date: BusinessDate,
  depotId: string | null,
): Promise<{ sites: PatrolSite[]; names: Map<string, string> }> {
  const served = await deps.customers.readServedSites(db, depotId)
  const ids = served.map(site => site.id)
  const items = await readItems(db, date, depotId)
  const onList = new Map(items.map(item => [item.siteId, item.status]))
  const forecasts = await readForecasts(db, ids)
  const declared = await deps.customers.readDeclared(db, ids)
  const closures = await deps.customers.readClosures(db, ids, date)
  const holidays = await readHolidays(db)
  const policy = await deps.readParameters(db, policyNames, date)
  const found = new Map<string, Omit<PatrolSite, 'line'> & { roomGrams: number; held: number }>()
  for (const site of served) {
    const forecast = forecasts.get(site.id)
    const product = mainProduct(declared.get(site.id) ?? {}, site)
    const status = onList.get(site.id)
    if (!forecast || !site.point || !product || (status !== undefined && status !== 'unticked')) continue
    const access = acceptanceOn(calendarOf(site, closures.get(site.id) ?? []), date, holidays)
    if (!access.isOpen) continue
    const view = { ...forecast, usefulOn: forecast.earliestOn, unsafeOn: forecast.latestOn }
    const stock = stockOnMorning(view, daysBetween(forecast.asOf, date))
    found.set(site.id, {
      site,
      forecast,
      product,
      held: declared.get(site.id)?.[product] ?? 0,
      windows: access.windows,
      roomGrams: forecast.capacityGrams - stock,
    })
  }
  const planned = served.flatMap(site => {
    const status = onList.get(site.id)
    return site.point && (status === 'listed' || status === 'sent')
      ? [{ siteId: site.id, point: site.point }]
      : []
  })
  const lines = patrolList(
    [...found.values()].flatMap(({ site, product, roomGrams, held }) =>
      site.point
        ? [
            {
              siteId: site.id,
              point: site.point,
              roomGrams,
              cylinderGrams: cylinderTypes[products[product].type].gasGrams,
              mostCylinders: held,
              isPatrolled: site.isPatrolled,
            },
          ]
        : [],
    ),
    planned,
    {
      withinMetres: policy['due-list.patrol-within-metres'],
      serviceMinutes: policy['due-list.patrol-service-minutes'],
      metresPerMinute: policy['due-list.patrol-metres-per-minute'],
    },
  )
  return {
    sites: lines.slice(0, linesShown).flatMap(line => {
      const known = found.get(line.siteId)
      return known ? [{ ...known, line }] : []
    }),
    names: new Map(served.map(site => [site.id, site.shortName])),
  }
}

/** The product of which a site holds most gas. */
function mainProduct(held: ProductCounts, site: SiteFacts): ProductCode | undefined {
  const grams = (code: ProductCode) => (held[code] ?? 0) * cylinderTypes[products[code].type].gasGrams
  const [main] = (Object.keys(held) as ProductCode[])
    .filter(code => products[code].method === site.billingMethod)
    .sort((a, b) => grams(b) - grams(a))
  return main
}

/** The patrol list as the office sees it. */
export async function showPatrol(
  deps: ForecastingDeps,
  db: Reader,
  date: BusinessDate,
  depotId: string | null,
): Promise<EndpointAnswer<typeof getPatrolList>> {
  const { sites, names } = await readPatrol(deps, db, date, depotId)
  return {
    date,
    lines: sites.map(({ site, forecast, product, line }) => ({
      siteId: site.id,
      customerCode: site.customerCode,
      shortName: site.shortName,
      zone: site.zone,
      isPatrolled: site.isPatrolled,
      nearName: names.get(line.nearSiteId) ?? '',
      metres: line.metres,
      product,
      quantity: line.cylinders,
      gasGrams: line.gasGrams,
      gramsPerMinute: line.gramsPerMinute,
      daysLeft: Math.max(0, daysBetween(date, forecast.runOutOn)),
      vehicleAccess: site.vehicleAccess,
      settlement: site.settlement,
    })),
  }
}
