import { addDays, type BusinessDate } from '@luckygas/contract/kernel/dates.ts'

/** What the due list needs of a forecast. Arrays count from the first day after `asOf`. */
export interface ForecastView {
  asOf: BusinessDate
  dailyUseGrams: number
  stockGrams: number
  capacityGrams: number
  dueOn: BusinessDate
  runOutOn: BusinessDate
  runOutP10: BusinessDate
  runOutP90: BusinessDate
  /** P(empty by the end of asOf + n). */
  runOutByDay: ArrayLike<number>
  /** Expected use to the end of asOf + n, grams; absent, `dailyUseGrams` a day. */
  useByDay?: ArrayLike<number>
  lastDeliveryOn: BusinessDate | null
}

export interface ServiceWindow {
  /** First open day on which a visit has at least one empty cylinder and half a usual delivery to swap. */
  earliestOn: BusinessDate
  /** Last open day on which the site is still supplied with the accepted risk; the first open day where none is. */
  latestOn: BusinessDate
}

const farthestDays = 400

/**
 * The days between which a visit is worth its way and safe: the planner's slack window.
 * @param usualGrams what a usual delivery brings
 * @param acceptedRisk greatest P(empty before the day of the visit)
 */
export function serviceWindow(
  forecast: ForecastView,
  isOpen: (date: BusinessDate) => boolean,
  usualGrams: number,
  unitGrams: number,
  acceptedRisk: number,
): ServiceWindow {
  const worthwhile = Math.min(forecast.capacityGrams, Math.max(unitGrams, usualGrams / 2))
  let earliest: BusinessDate | undefined
  let latest: BusinessDate | undefined
  let firstOpen: BusinessDate | undefined
  for (let day = 1; day <= farthestDays; day += 1) {
    const isSafe = riskOfWaiting(forecast, day) <= acceptedRisk
    if (!isSafe && latest !== undefined) break
    const date = addDays(forecast.asOf, day)
    if (!isOpen(date)) continue
    firstOpen ??= date
    if (isSafe) latest = date
    earliest ??= forecast.capacityGrams - stockOnMorning(forecast, day) >= worthwhile ? date : undefined
    if (!isSafe) break
  }
  const fallback = firstOpen ?? addDays(forecast.asOf, 1)
  const latestOn = latest ?? fallback
  return { earliestOn: earliest !== undefined && earliest < latestOn ? earliest : latestOn, latestOn }
}

/** P(empty before the morning of asOf + day): nothing before the first morning. */
export function riskOfWaiting(forecast: ForecastView, day: number): number {
  return day <= 1 ? 0 : runOutBy(forecast, day - 1)
}

/** P(empty by the end of asOf + day); the last listed chance beyond the list. */
export function runOutBy(forecast: ForecastView, day: number): number {
  const { runOutByDay } = forecast
  if (day < 1 || runOutByDay.length === 0) return 0
  return runOutByDay[Math.min(day, runOutByDay.length) - 1] ?? 0
}

/** Expected stock on the morning of asOf + day, grams, at least 0. */
export function stockOnMorning(forecast: ForecastView, day: number): number {
  const { useByDay, dailyUseGrams, stockGrams } = forecast
  const elapsed = Math.max(0, day - 1)
  const listed = useByDay ? Math.min(elapsed, useByDay.length) : 0
  const used = listed > 0 ? (useByDay?.[listed - 1] ?? 0) : 0
  return Math.max(0, stockGrams - used - (elapsed - listed) * dailyUseGrams)
}
