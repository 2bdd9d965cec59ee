import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { ReportReader } from '../../platform/database/report-reader.ts'
import type { Evidence } from './forecast-site.rules.ts'
import type { ForecastView } from './service-window.rules.ts'

/** A site's latest forecast, as it is kept. */
export interface StoredForecast extends Omit<ForecastView, 'useByDay' | 'usefulOn' | 'unsafeOn'> {
  siteId: string
  earliestOn: BusinessDate
  latestOn: BusinessDate
  maxCycleDays: number
  deferrableDays: number
  evidence: Evidence
}

const batch = 2_000
const mostRows = 50_000

/** Replaces the forecasts of these sites, except where a later day's is already kept. */
export async function saveForecasts(db: Tx, forecasts: readonly StoredForecast[], now: Date): Promise<void> {
  for (let start = 0; start < forecasts.length; start += batch) {
    const rows = forecasts.slice(start, start + batch).map(forecast => ({
      site_id: forecast.siteId,
      as_of: forecast.asOf,
      daily_use_grams: forecast.dailyUseGrams,
      stock_grams: forecast.stockGrams,
      capacity_grams: forecast.capacityGrams,
      due_on: forecast.dueOn,
      run_out_on: forecast.runOutOn,
      run_out_p10: forecast.runOutP10,
      run_out_p90: forecast.runOutP90,
      earliest_on: forecast.earliestOn,
      latest_on: forecast.latestOn,
      max_cycle_days: forecast.maxCycleDays,
      deferrable_days: forecast.deferrableDays,
      chances: `{${Array.from(forecast.runOutByDay, chance => chance.toFixed(4)).join(',')}}`,
      evidence: forecast.evidence,
      last_delivery_on: forecast.lastDeliveryOn,
    }))
    await sql`insert into site_forecast (site_id, as_of, daily_use_grams, stock_grams, capacity_grams, due_on, run_out_on,
        run_out_p10, run_out_p90, earliest_on, latest_on, max_cycle_days, deferrable_days, run_out_by_day, evidence,
        last_delivery_on, computed_at)
      select site_id, as_of, daily_use_grams, stock_grams, capacity_grams, due_on, run_out_on, run_out_p10, run_out_p90,
        earliest_on, latest_on, max_cycle_days, deferrable_days, chances::real[], evidence, last_delivery_on, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (site_id uuid, as_of date, daily_use_grams integer,
        stock_grams integer, capacity_grams integer, due_on date, run_out_on date, run_out_p10 date, run_out_p90 date,
        earliest_on date, latest_on date, max_cycle_days integer, deferrable_days integer, chances text, evidence text,
        last_delivery_on date)
      on conflict (site_id) do update set (as_of, daily_use_grams, stock_grams, capacity_grams, due_on, run_out_on,
          run_out_p10, run_out_p90, earliest_on, latest_on, max_cycle_days, deferrable_days, run_out_by_day, evidence,
          last_delivery_on, computed_at) =
        (excluded.as_of, excluded.daily_use_grams, excluded.stock_grams, excluded.capacity_grams, excluded.due_on,
          excluded.run_out_on, excluded.run_out_p10, excluded.run_out_p90, excluded.earliest_on, excluded.latest_on,
          excluded.max_cycle_days, excluded.deferrable_days, excluded.run_out_by_day, excluded.evidence,
          excluded.last_delivery_on, excluded.computed_at)
      where site_forecast.as_of <= excluded.as_of`.execute(db)
  }
}

/** The kept forecasts of some sites; a site without one is absent. */
export async function readForecasts(
  db: ReportReader,
  siteIds: readonly string[],
): Promise<Map<string, StoredForecast>> {
  if (siteIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('site_forecast')
    .select([
      'site_id',
      'as_of',
      'daily_use_grams',
      'stock_grams',
      'capacity_grams',
      'due_on',
      'run_out_on',
      'run_out_p10',
      'run_out_p90',
      'earliest_on',
      'latest_on',
      'max_cycle_days',
      'deferrable_days',
      'run_out_by_day',
      'evidence',
      'last_delivery_on',
    ])
    .where('site_id', '=', sql<string>`any(${[...new Set(siteIds)]}::uuid[])`)
    .limit(mostRows)
    .execute()
  return new Map(
    rows.map(row => [
      row.site_id,
      {
        siteId: row.site_id,
        asOf: row.as_of,
        dailyUseGrams: row.daily_use_grams,
        stockGrams: row.stock_grams,
        capacityGrams: row.capacity_grams,
        dueOn: row.due_on,
        runOutOn: row.run_out_on,
        runOutP10: row.run_out_p10,
        runOutP90: row.run_out_p90,
        earliestOn: row.earliest_on,
        latestOn: row.latest_on,
        maxCycleDays: row.max_cycle_days,
        deferrableDays: row.deferrable_days,
        runOutByDay: row.run_out_by_day,
        evidence: row.evidence as Evidence,
        lastDeliveryOn: row.last_delivery_on,
      },
    ]),
  )
}
