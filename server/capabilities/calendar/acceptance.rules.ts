import { addDays, type BusinessDate, isoWeekday } from '@luckygas/contract/kernel/dates.ts'
import { type TradeCalendar, type TradeCalendarName, tradeCalendars } from './trade-calendars.ts'

/** When a site takes gas in, as its columns say (twelve hour flags, 時段, 公休日, 見紅休, closures). */
export interface AcceptanceCalendar {
  /** Bit 0 is 08–09 … bit 11 is 19–20; 0 means nothing was said, which is any hour. */
  acceptHours: number
  slot: Slot
  /** Bit 0 is Monday … bit 6 Sunday. */
  closedWeekdays: number
  /** 見紅休: closed on public holidays. */
  closedOnHolidays: boolean
  /** Temporary closures, both ends included. */
  closures: readonly { fromDate: BusinessDate; toDate: BusinessDate }[]
  tradeCalendar: TradeCalendarName | null
}
export type Slot = 'any' | 'morning' | 'afternoon' | 'evening'
export interface MinuteWindow {
  fromMinute: number
  toMinute: number
}
export type ClosedBecause = 'closure' | 'holiday' | 'closed_weekday' | 'calendar'
export type Acceptance =
  | { isOpen: true; windows: MinuteWindow[]; isSlotIgnored: boolean }
  | { isOpen: false; because: ClosedBecause }

const firstHourMinute = 8 * 60
const hourFlags = 12
const everyHour = (1 << hourFlags) - 1

/** 早 1, 午 2, 晚 3, 全天 0: the parts of the day as the legacy 時段 column and the price of an evening run use them. */
export const slotWindows: Record<Exclude<Slot, 'any'>, MinuteWindow> = {
  morning: { fromMinute: 8 * 60, toMinute: 12 * 60 },
  afternoon: { fromMinute: 12 * 60, toMinute: 17 * 60 },
  evening: { fromMinute: 17 * 60, toMinute: 20 * 60 },
}

/**
 * Whether a site takes gas in on a day, and in which minutes. Its own hours outrank its slot and the custom of its
 * trade: where they share no minute, the hours count and `isSlotIgnored` says so.
 * @param holidays the public holidays, as dates
 */
export function acceptanceOn(
  site: AcceptanceCalendar,
  date: BusinessDate,
  holidays: ReadonlySet<BusinessDate>,
): Acceptance {
  const because = closedBecause(site, date, holidays)
  if (because) return { isOpen: false, because }
  const hours = hourWindows(site.acceptHours)
  const trade = tradeOf(site)
  const wanted = clip(clip(hours, trade), site.slot === 'any' ? undefined : slotWindows[site.slot])
  return wanted.length > 0
    ? { isOpen: true, windows: wanted, isSlotIgnored: false }
    : { isOpen: true, windows: hours, isSlotIgnored: true }
}

/** Why a site is closed on a day; undefined when it is open. */
export function closedBecause(
  site: AcceptanceCalendar,
  date: BusinessDate,
  holidays: ReadonlySet<BusinessDate>,
): ClosedBecause | undefined {
  if (site.closures.some(closure => closure.fromDate <= date && date <= closure.toDate)) return 'closure'
  const trade = tradeOf(site)
  if (holidays.has(date) && site.closedOnHolidays) return 'holiday'
  if (hasWeekday(site.closedWeekdays, date)) return 'closed_weekday'
  if (!trade) return undefined
  if (trade.isClosedOnHolidays && holidays.has(date)) return 'holiday'
  const isBreak = trade.breaks.some(stretch => isWithin(date.slice(5), stretch.from, stretch.to))
  return isBreak || hasWeekday(trade.closedWeekdays, date) ? 'calendar' : undefined
}

/** The first day from `date` on, itself included, on which the site is open; undefined within a year. */
export function nextOpenDay(
  site: AcceptanceCalendar,
  date: BusinessDate,
  holidays: ReadonlySet<BusinessDate>,
): BusinessDate | undefined {
  for (let day = date, left = 366; left > 0; day = addDays(day, 1), left -= 1)
    if (!closedBecause(site, day, holidays)) return day
  return undefined
}

/** Hour flags as windows, neighbours joined: 08–10 and 13–15 of `0b1100011`. */
export function hourWindows(acceptHours: number): MinuteWindow[] {
  const flags = acceptHours === 0 ? everyHour : acceptHours
  const windows: MinuteWindow[] = []
  for (let hour = 0; hour < hourFlags; hour += 1) {
    if (!((flags >> hour) & 1)) continue
    const fromMinute = firstHourMinute + hour * 60
    const last = windows.at(-1)
    if (last && last.toMinute === fromMinute) last.toMinute += 60
    else windows.push({ fromMinute, toMinute: fromMinute + 60 })
  }
  return windows
}

function clip(windows: MinuteWindow[], bounds: MinuteWindow | undefined): MinuteWindow[] {
  if (!bounds) return windows
  return windows
    .map(window => ({
      fromMinute: Math.max(window.fromMinute, bounds.fromMinute),
      toMinute: Math.min(window.toMinute, bounds.toMinute),
    }))
    .filter(window => window.fromMinute < window.toMinute)
}

const tradeOf = (site: AcceptanceCalendar): TradeCalendar | undefined =>
  site.tradeCalendar ? tradeCalendars[site.tradeCalendar] : undefined
const hasWeekday = (weekdays: number, date: BusinessDate) => ((weekdays >> (isoWeekday(date) - 1)) & 1) === 1
const isWithin = (monthDay: string, from: string, to: string) =>
  from <= to ? from <= monthDay && monthDay <= to : monthDay >= from || monthDay <= to
