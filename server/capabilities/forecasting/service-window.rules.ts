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
  /** First day on which a visit is worth its way: most of a cylinder and half a usual delivery are spent. */
  usefulOn: BusinessDate
  /** First day before whose end the risk of a run-out exceeds the accepted one. */
  unsafeOn: BusinessDate
}

export interface ServiceWindow {
  earliestOn: BusinessDate
  latestOn: BusinessDate
}

const searchedDays = 400

/**
 * The open days between which a visit is worth its way and safe: the planner's slack window. The latest is the last
 * open day on whose morning the site is still supplied with the accepted risk, the first open day where none is; the
 * earliest is never after it.
 */
export function serviceWindow(
  forecast: Pick<ForecastView, 'asOf' | 'usefulOn' | 'unsafeOn'>,
  isOpen: (date: BusinessDate) => boolean,
): ServiceWindow {
  const tomorrow = addDays(forecast.asOf, 1)
  const latestOn = lastOpen(tomorrow, forecast.unsafeOn, isOpen) ?? firstOpen(tomorrow, isOpen) ?? tomorrow
  const earliest = firstOpen(forecast.usefulOn, isOpen)
  return { earliestOn: earliest !== undefined && earliest < latestOn ? earliest : latestOn, latestOn }
}

function firstOpen(from: BusinessDate, isOpen: (date: BusinessDate) => boolean): BusinessDate | undefined {
  for (let date = from, left = searchedDays; left > 0; date = addDays(date, 1), left -= 1)
    if (isOpen(date)) return date
  return undefined
}

function lastOpen(
  from: BusinessDate,
  to: BusinessDate,
  isOpen: (date: BusinessDate) => boolean,
): BusinessDate | undefined {
  for (let date = to; date >= from; date = addDays(date, -1)) if (isOpen(date)) return date
  return undefined
}

/** P(empty before the morning of asOf + day): nothing before the first morning. */
export function riskOfWaiting(forecast: Pick<ForecastView, 'runOutByDay'>, day: number): number {
  return day <= 1 ? 0 : runOutBy(forecast, day - 1)
}

/** P(empty by the end of asOf + day); the last listed chance beyond the list. */
export function runOutBy(forecast: Pick<ForecastView, 'runOutByDay'>, day: number): number {
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
