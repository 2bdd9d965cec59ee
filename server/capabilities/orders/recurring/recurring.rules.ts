import type { Rhythm } from '@luckygas/contract/endpoints/recurring-orders.ts'
import { addDays, type BusinessDate, daysBetween, isoWeekday } from '@luckygas/contract/kernel/dates.ts'

/** What an agreement says about days; both ends included. */
export interface Terms {
  rhythm: Rhythm
  startsOn: BusinessDate
  endsOn: BusinessDate | null
}

/** A closure longer than this is no reason to come a month late; the day is left out. */
const furthestMoveDays = 14

/** Whether the agreement names this day. Days of `every_days` are counted from the first day of the agreement. */
export function isPlannedOn({ rhythm, startsOn, endsOn }: Terms, date: BusinessDate): boolean {
  if (date < startsOn || (endsOn !== null && date > endsOn)) return false
  switch (rhythm.kind) {
    case 'weekly':
      return (rhythm.weekdays & (1 << (isoWeekday(date) - 1))) !== 0
    case 'monthly':
      return Number(date.slice(8)) === Math.min(rhythm.monthDay, lastDayOfMonth(date))
    case 'every_days':
      return daysBetween(startsOn, date) % rhythm.everyDays === 0
  }
}

/** The days that an agreement names from one day to another, both included, in order, at most `limit` of them. */
export function plannedDays(terms: Terms, from: BusinessDate, to: BusinessDate, limit = 400): BusinessDate[] {
  const days: BusinessDate[] = []
  const last = terms.endsOn !== null && terms.endsOn < to ? terms.endsOn : to
  for (let day = from > terms.startsOn ? from : terms.startsOn; day <= last; day = addDays(day, 1)) {
    if (days.length === limit) break
    if (isPlannedOn(terms, day)) days.push(day)
  }
  return days
}

/**
 * The day on which somebody comes for a day of the agreement. The due list drops a site on the days it is closed
 * (公休日, 見紅休, closures), but an agreed order is gas that somebody counts on: it moves to the next open day.
 * Where the agreement's own next day comes first, where the agreement ends, or after two weeks, it is left out instead,
 * so that two turns never fall on one day. Undefined is left out.
 */
export function deliveryDay(
  terms: Terms,
  plannedOn: BusinessDate,
  isOpen: (date: BusinessDate) => boolean,
): BusinessDate | undefined {
  for (let moved = 0; moved <= furthestMoveDays; moved += 1) {
    const day = addDays(plannedOn, moved)
    const isBeyond = terms.endsOn !== null && day > terms.endsOn
    if (moved > 0 && (isBeyond || isPlannedOn(terms, day))) return undefined
    if (isOpen(day)) return day
  }
  return undefined
}

function lastDayOfMonth(date: BusinessDate): number {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))]
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
