import type { CylinderCounts } from '@luckygas/contract/kernel/cylinders.ts'
import { addDays, type BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { DueReason } from '@luckygas/contract/states.ts'
import { prepareDueList } from './build-due-list.action.ts'
import { computeForecasts } from './compute-forecasts.ts'
import type { ForecastingDeps } from './forecasting.types.ts'
import { cylindersOf } from './list-candidates.ts'

export interface ForecastLine {
  customerCode: string
  site: number
  dailyUseGrams: number
  dueDate: BusinessDate
  runOutDate: BusinessDate
  p10: BusinessDate
  p90: BusinessDate
}

/**
 * `luckygas forecast --as-of DATE`: every served site as seen at the end of that day in Taipei, by customer code.
 * Looks, and keeps nothing.
 */
export async function forecastCommand(
  deps: ForecastingDeps,
  { asOf }: { asOf: BusinessDate },
): Promise<ForecastLine[]> {
  const { sites, forecasts } = await computeForecasts(deps, deps.db, asOf)
  return sites.flatMap(site => {
    const forecast = forecasts.get(site.id)
    if (!forecast) return []
    return [
      {
        customerCode: site.customerCode,
        site: site.number,
        dailyUseGrams: forecast.dailyUseGrams,
        dueDate: forecast.dueOn,
        runOutDate: forecast.runOutOn,
        p10: forecast.runOutP10,
        p90: forecast.runOutP90,
      },
    ]
  })
}

export interface DueListLine {
  customerCode: string
  site: number
  reason: DueReason
  daysLeft: number | null
  runOutProbability: number | null
  earliest: BusinessDate
  latest: BusinessDate
  /** Full cylinders to bring, by type. */
  quantities: CylinderCounts
}

/**
 * `luckygas due-list --date DATE`: the list of a day from what was known on the evening before, the most urgent first.
 * Postponed lines are left out. Looks, and keeps nothing.
 */
export async function dueListCommand(
  deps: ForecastingDeps,
  { date }: { date: BusinessDate },
): Promise<DueListLine[]> {
  const { computed, built } = await prepareDueList(deps, deps.db, date, addDays(date, -1))
  const sites = new Map(computed.sites.map(site => [site.id, site]))
  return built.lines
    .filter(line => !line.isPostponed)
    .toSorted((a, b) => (b.runOutProbability ?? 0) - (a.runOutProbability ?? 0))
    .flatMap(line => {
      const site = sites.get(line.siteId)
      if (!site) return []
      return [
        {
          customerCode: site.customerCode,
          site: site.number,
          reason: line.reason,
          daysLeft: line.daysLeft,
          runOutProbability: line.runOutProbability,
          earliest: line.earliestOn,
          latest: line.latestOn,
          quantities: cylindersOf(line.products),
        },
      ]
    })
}
