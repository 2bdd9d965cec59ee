import { addDays, type BusinessDate, daysBetween } from '@luckygas/contract/kernel/dates.ts'
import type { DueReason } from '@luckygas/contract/states.ts'
import { nominalGramsOf, type ProductCounts, whatToBring } from './bring.rules.ts'
import {
  type ForecastView,
  riskOfWaiting,
  runOutBy,
  type ServiceWindow,
  serviceWindow,
  stockOnMorning,
} from './service-window.rules.ts'

export interface MinuteWindow {
  fromMinute: number
  toMinute: number
}
/** Whether a site takes gas in on a day, as the calendar works it out. */
export type DayAccess =
  | { isOpen: true; windows: MinuteWindow[] }
  | { isOpen: false; because: 'closed_weekday' | 'holiday' | 'closure' | 'calendar' }

/** What an order brings to its site, or where it only fetches (收空), which empties, and when. */
export interface OrderedGoods {
  products: ProductCounts
  collects: ProductCounts
  windows: MinuteWindow[]
}

/** One site as the list sees it on the evening before. */
export interface DueCandidate {
  siteId: string
  accessOn(date: BusinessDate): DayAccess
  forecast: ForecastView | null
  /** Planned by us (計畫配送): predictions and cycles count. Others come on the list by order or alarm only. */
  isPlanned: boolean
  /** 發報: an alarm that no delivery has answered yet. */
  hasOpenAlarm: boolean
  /** 新增訂單: an order wanted on or before the day. */
  order: ({ id: string } & OrderedGoods) | null
  recent: readonly ProductCounts[]
  held: ProductCounts
  /** 延後: not before this day. */
  postponedTo: BusinessDate | null
}

export interface DueLine {
  siteId: string
  reason: DueReason
  orderId: string | null
  isPostponed: boolean
  /** From the morning of the day to the median run-out. */
  daysLeft: number | null
  p10Days: number | null
  p90Days: number | null
  /** P(empty before the next open day ends) if nobody comes on this day. */
  runOutProbability: number | null
  earliestOn: BusinessDate
  latestOn: BusinessDate
  /** Days by which the longest cycle is exceeded. */
  overdueDays: number | null
  products: ProductCounts
  /** Empties to fetch beside those that are swapped. */
  collects: ProductCounts
  gasGrams: number
  windows: MinuteWindow[]
}
export interface DueExclusion {
  siteId: string
  because: 'closed_weekday' | 'holiday' | 'closure' | 'calendar'
  nextOpenOn: BusinessDate | null
}
export interface DuePolicy {
  dueShare: number
}

const searchedDays = 60

/**
 * The list of one day from its four sources. A site is listed once, under the strongest reason that holds: an order,
 * an alarm, the prediction (due on the day, or unsafe to leave until its next open day), or a cycle exceeded. A site
 * that should be listed and is closed is excluded with its next open day.
 */
export function buildDueList(
  candidates: readonly DueCandidate[],
  date: BusinessDate,
  policy: DuePolicy,
): { lines: DueLine[]; exclusions: DueExclusion[] } {
  const lines: DueLine[] = []
  const exclusions: DueExclusion[] = []
  for (const candidate of candidates) {
    const { forecast, order, hasOpenAlarm, isPlanned } = candidate
    if (!order && !hasOpenAlarm && !(isPlanned && forecast)) continue
    const nextOpenOn = nextOpenAfter(candidate, date)
    const window = forecast ? serviceWindow(forecast, day => candidate.accessOn(day).isOpen) : null
    const reason = reasonFor(candidate, date, nextOpenOn, window, policy)
    if (!reason) continue
    const access = candidate.accessOn(date)
    if (access.isOpen) lines.push(lineOf(candidate, reason, date, nextOpenOn, window, access.windows, policy))
    else
      exclusions.push({ siteId: candidate.siteId, because: access.because, nextOpenOn: nextOpenOn ?? null })
  }
  return { lines, exclusions }
}

function reasonFor(
  candidate: DueCandidate,
  date: BusinessDate,
  nextOpenOn: BusinessDate | undefined,
  window: ServiceWindow | null,
  policy: DuePolicy,
): DueReason | undefined {
  const { forecast } = candidate
  if (candidate.order) return 'new_order'
  if (candidate.hasOpenAlarm) return 'telemetry'
  if (!candidate.isPlanned || !forecast || !window) return undefined
  // A site that might be empty only because little is known of it waits until there is something to swap.
  const isUnsafeToWait =
    forecast.usefulOn <= date && (nextOpenOn === undefined || nextOpenOn > forecast.unsafeOn)
  if (forecast.dueOn <= date || isUnsafeToWait || candidate.postponedTo === date) return 'predicted'
  return overdueDaysOn(forecast, date, policy.dueShare) > 0 ? 'cycle_exceeded' : undefined
}

/** 最大週期 in days: (1 − dueShare) × capacity ÷ daily use; null where nothing is used. */
export function maxCycleDays(
  forecast: Pick<ForecastView, 'dailyUseGrams' | 'capacityGrams'>,
  dueShare: number,
): number | null {
  if (forecast.dailyUseGrams <= 0) return null
  return Math.ceil(((1 - dueShare) * forecast.capacityGrams) / forecast.dailyUseGrams)
}

/** 可延後: whole days that a visit wanted on `date` can wait within the safe window. */
export function deferrableDays(latestOn: BusinessDate, date: BusinessDate): number {
  return Math.max(0, daysBetween(date, latestOn))
}

function overdueDaysOn(forecast: ForecastView, date: BusinessDate, dueShare: number): number {
  const cycle = maxCycleDays(forecast, dueShare)
  if (cycle === null || forecast.lastDeliveryOn === null) return 0
  return Math.max(0, daysBetween(forecast.lastDeliveryOn, date) - cycle)
}

function lineOf(
  candidate: DueCandidate,
  reason: DueReason,
  date: BusinessDate,
  nextOpenOn: BusinessDate | undefined,
  window: ServiceWindow | null,
  windows: MinuteWindow[],
  policy: DuePolicy,
): DueLine {
  const { forecast, order } = candidate
  const overdue = forecast ? overdueDaysOn(forecast, date, policy.dueShare) : 0
  // Whoever only has empties fetched still gets the gas that is due on the day anyway.
  const isOnlyFetched =
    order !== null &&
    isCollection(order) &&
    !reasonFor({ ...candidate, order: null }, date, nextOpenOn, window, policy)
  const isOrdered = order !== null && Object.keys(order.products).length > 0
  const products = isOnlyFetched ? {} : isOrdered ? order.products : bringOn(candidate, date)
  const until = (day: BusinessDate) => Math.max(0, daysBetween(date, day))
  return {
    siteId: candidate.siteId,
    reason,
    orderId: order?.id ?? null,
    isPostponed: candidate.postponedTo !== null && candidate.postponedTo > date && !order,
    daysLeft: forecast ? until(forecast.runOutOn) : null,
    p10Days: forecast ? until(forecast.runOutP10) : null,
    p90Days: forecast ? until(forecast.runOutP90) : null,
    runOutProbability: forecast
      ? runOutBy(forecast, daysBetween(forecast.asOf, nextOpenOn ?? addDays(date, searchedDays)))
      : null,
    earliestOn: window?.earliestOn ?? date,
    latestOn: window?.latestOn ?? date,
    overdueDays: overdue > 0 ? overdue : null,
    products,
    collects: order?.collects ?? {},
    gasGrams: nominalGramsOf(products),
    windows: order && order.windows.length > 0 ? order.windows : windows,
  }
}

const isCollection = (order: OrderedGoods) => Object.keys(order.collects).length > 0

function bringOn(candidate: DueCandidate, date: BusinessDate): ProductCounts {
  const { forecast, recent, held } = candidate
  const empty = forecast
    ? forecast.capacityGrams - stockOnMorning(forecast, daysBetween(forecast.asOf, date))
    : nominalGramsOf(held)
  return whatToBring(recent, held, empty)
}

function nextOpenAfter(candidate: DueCandidate, date: BusinessDate): BusinessDate | undefined {
  for (let day = 1; day <= searchedDays; day += 1) {
    const next = addDays(date, day)
    if (candidate.accessOn(next).isOpen) return next
  }
  return undefined
}

export interface PostponeChoice {
  date: BusinessDate
  /** P(empty before that day's visit). */
  runOutProbability: number
  isBeyondWindow: boolean
}

/** The open days after `date` to which a visit can be put off, nearest first. */
export function postponeChoices(
  forecast: Pick<ForecastView, 'asOf' | 'runOutByDay'>,
  latestOn: BusinessDate,
  date: BusinessDate,
  isOpen: (day: BusinessDate) => boolean,
  count = 7,
): PostponeChoice[] {
  const choices: PostponeChoice[] = []
  for (let ahead = 1; ahead <= searchedDays && choices.length < count; ahead += 1) {
    const day = addDays(date, ahead)
    if (!isOpen(day)) continue
    choices.push({
      date: day,
      runOutProbability: riskOfWaiting(forecast, daysBetween(forecast.asOf, day)),
      isBeyondWindow: day > latestOn,
    })
  }
  return choices
}

export type PostponeFault =
  | 'forecasting.not-later'
  | 'forecasting.site-closed'
  | 'forecasting.beyond-window'
  | 'forecasting.reason-missing'

/**
 * Whether a visit may be put off to a day. Beyond the latest safe day only who answers for a run-out may, and only
 * with a reason; a customer who is away has a closure, which moves the window itself.
 */
export function postponeFault(
  date: BusinessDate,
  toDate: BusinessDate,
  latestOn: BusinessDate,
  isOpen: (day: BusinessDate) => boolean,
  reason: string,
  mayGoBeyond: boolean,
): PostponeFault | undefined {
  if (toDate <= date) return 'forecasting.not-later'
  if (!isOpen(toDate)) return 'forecasting.site-closed'
  if (toDate <= latestOn) return undefined
  if (!mayGoBeyond) return 'forecasting.beyond-window'
  return reason.trim() === '' ? 'forecasting.reason-missing' : undefined
}
