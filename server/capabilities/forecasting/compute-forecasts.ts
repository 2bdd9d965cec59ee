import { setImmediate } from 'node:timers/promises'
import { addDays, type BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import { type AcceptanceCalendar, closedBecause, readHolidays } from '../calendar/calendar.api.ts'
import type { SiteClosure, SiteFacts } from '../customers/customers.api.ts'
import { deferrableDays, maxCycleDays } from './due-list.rules.ts'
import { forecastInSteps } from './forecast.rules.ts'
import { type SiteForecast, viewOf } from './forecast-site.rules.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { gatherHistories } from './gather-histories.ts'
import { type ForecastView, serviceWindow } from './service-window.rules.ts'
import type { StoredForecast } from './site-forecast.store.ts'
import { dayNumberOf } from './site-history.rules.ts'

/** A forecast with all that the due list asks of it. */
export type ComputedForecast = StoredForecast & ForecastView

/** Everything a forecast run found out; the due list goes on from here. */
export interface Computed {
  asOf: BusinessDate
  sites: SiteFacts[]
  calendars: Map<string, AcceptanceCalendar>
  holidays: Set<BusinessDate>
  policy: { dueShare: number; acceptedRisk: number }
  forecasts: Map<string, ComputedForecast>
}

const listedDays = 60
const longestCycle = 3_650
const parameters = ['forecast.due-share', 'forecast.accepted-risk'] as const

/**
 * Forecasts every served site from the evening of `asOf`, letting the process answer others in between.
 * @param signal ends it, with the signal's reason
 */
export async function computeForecasts(
  deps: ForecastingDeps,
  db: Reader,
  asOf: BusinessDate,
  signal?: AbortSignal,
): Promise<Computed> {
  const sites = await deps.customers.readServedSites(db, null)
  const ids = sites.map(site => site.id)
  const closures = await deps.customers.readClosures(db, ids, asOf)
  const holidays = await readHolidays(db)
  const values = await deps.readParameters(db, parameters, addDays(asOf, 1))
  const policy = { dueShare: values['forecast.due-share'], acceptedRisk: values['forecast.accepted-risk'] }
  const histories = await gatherHistories(deps, db, sites, asOf)
  const steps = forecastInSteps(histories, dayNumberOf(asOf), new Set([...holidays].map(dayNumberOf)), {
    ...policy,
    listedDays,
  })
  let step = steps.next()
  while (!step.done) {
    await setImmediate()
    signal?.throwIfAborted()
    step = steps.next()
  }
  const calendars = new Map(sites.map(site => [site.id, calendarOf(site, closures.get(site.id) ?? [])]))
  const forecasts = new Map<string, ComputedForecast>()
  for (const forecast of step.value) {
    const calendar = calendars.get(forecast.key)
    if (calendar) forecasts.set(forecast.key, withWindow(forecast, calendar, { asOf, holidays, policy }))
  }
  return { asOf, sites, calendars, holidays, policy, forecasts }
}

function withWindow(
  forecast: SiteForecast,
  calendar: AcceptanceCalendar,
  { asOf, holidays, policy }: Pick<Computed, 'asOf' | 'holidays' | 'policy'>,
): ComputedForecast {
  const view = viewOf(forecast, dayNumberOf(asOf))
  const isOpen = (date: BusinessDate) => closedBecause(calendar, date, holidays) === undefined
  const window = serviceWindow(view, isOpen)
  return {
    ...view,
    ...window,
    siteId: forecast.key,
    maxCycleDays: Math.min(longestCycle, maxCycleDays(view, policy.dueShare) ?? longestCycle),
    deferrableDays: deferrableDays(window.latestOn, view.dueOn),
    evidence: forecast.evidence,
  }
}

/** When a site accepts, in the words of the calendar. */
export function calendarOf(site: SiteFacts, closures: readonly SiteClosure[]): AcceptanceCalendar {
  return {
    acceptHours: site.acceptHours,
    slot: site.slot,
    closedWeekdays: site.closedWeekdays,
    closedOnHolidays: site.closedOnHolidays,
    closures,
    tradeCalendar: site.calendar,
  }
}
