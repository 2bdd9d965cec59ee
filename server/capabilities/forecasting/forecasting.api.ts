import type { Reader } from '../../platform/database/database.ts'
import type { Route } from '../../platform/http/route.ts'
import type { JobHandlers, JobName } from '../../ports/queue/queue.port.ts'
import { readItemsById } from './due-list.store.ts'
import { forecastingDailyJobs, forecastingJobs } from './forecasting.jobs.ts'
import { forecastingRoutes } from './forecasting.routes.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { readForecasts } from './site-forecast.store.ts'

export { refreshDueList } from './build-due-list.action.ts'
export {
  type DueListLine,
  dueListCommand,
  type ForecastLine,
  forecastCommand,
} from './forecasting.commands.ts'
export type { ForecastingDeps, ImportedDays } from './forecasting.types.ts'
export { readPostponementsOfSites } from './postponement.store.ts'
export type { StoredForecast } from './site-forecast.store.ts'

/** Forecasting 預測: how much gas is left, who is visited tomorrow, and why. */
export function makeForecasting(deps: ForecastingDeps): {
  routes: Route[]
  jobs: JobHandlers
  dailyJobs: { name: JobName; minuteOfDay: number }[]
} {
  return { routes: forecastingRoutes(deps), jobs: forecastingJobs(deps), dailyJobs: forecastingDailyJobs }
}

/** What dispatch shows of a due line beside its stop, by the line's id; unknown ids are absent. */
export async function readDueFacts(db: Reader, dueItemIds: string[]) {
  const items = await readItemsById(db, dueItemIds)
  return new Map(
    items.map(({ id, reason, daysLeft, runOutProbability, latestOn, note }) => [
      id,
      { reason, daysLeft, runOutProbability, latestOn, note },
    ]),
  )
}

/** The kept forecasts as the customer card shows them; a site without one is absent. */
export async function readSiteForecasts(db: Reader, siteIds: readonly string[]) {
  const forecasts = await readForecasts(db, siteIds)
  return new Map(
    [...forecasts].map(([siteId, forecast]) => [
      siteId,
      {
        asOf: forecast.asOf,
        dailyUseGrams: forecast.dailyUseGrams,
        stockGrams: forecast.stockGrams,
        dueOn: forecast.dueOn,
        runOutOn: forecast.runOutOn,
        p10: forecast.runOutP10,
        p90: forecast.runOutP90,
        earliestOn: forecast.earliestOn,
        latestOn: forecast.latestOn,
        evidence: forecast.evidence,
      },
    ]),
  )
}
