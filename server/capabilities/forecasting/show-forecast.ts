import type { ReportReader } from '../../platform/database/report-reader.ts'
import { noForecast } from './forecasting.errors.ts'
import { readForecasts } from './site-forecast.store.ts'

/**
 * The kept forecast of one site, day by day.
 * @throws Problem `forecasting.no-forecast`
 */
export async function showForecast(db: ReportReader, siteId: string) {
  const forecast = (await readForecasts(db, [siteId])).get(siteId)
  if (!forecast) throw noForecast()
  return {
    asOf: forecast.asOf,
    dailyUseGrams: forecast.dailyUseGrams,
    stockGrams: forecast.stockGrams,
    capacityGrams: forecast.capacityGrams,
    dueOn: forecast.dueOn,
    runOutOn: forecast.runOutOn,
    p10: forecast.runOutP10,
    p90: forecast.runOutP90,
    earliestOn: forecast.earliestOn,
    latestOn: forecast.latestOn,
    runOutByDay: Array.from(forecast.runOutByDay),
    evidence: forecast.evidence,
  }
}
