import { addDays, type BusinessDate, businessDateOf, minuteOfDay } from '@luckygas/contract/kernel/dates.ts'
import type { DriverDay } from './outbox.types.ts'

/** A day that runs over midnight is worked to its end until this minute of the next morning (05:00). */
export const lastMinuteOfNight = 300

/** Whether this moment still belongs to the night after a day. */
function isNightAfter(date: BusinessDate, now: Date): boolean {
  return businessDateOf(now) === addDays(date, 1) && minuteOfDay(now) < lastMinuteOfNight
}

/** Whether the driver is in the middle of it: loaded, and not handed in. */
const isUnfinished = (day: DriverDay): boolean => day.run?.state === 'loaded'

/**
 * Which day to ask the office for. A driver who is still on his round at midnight keeps it until he has handed in, or
 * until the morning; everybody else gets the office's own today.
 * @param now by the server's clock as well as the phone knows it
 * @returns undefined for the office's today
 */
export function dayToAsk(saved: DriverDay | undefined, now: Date): BusinessDate | undefined {
  return saved !== undefined && isUnfinished(saved) && isNightAfter(saved.date, now) ? saved.date : undefined
}

/** Whether the day on this phone is an earlier one than today's, and not merely the night of it. */
export function isOldDay(day: DriverDay, now: Date): boolean {
  if (day.date >= businessDateOf(now)) return false
  return !(isUnfinished(day) && isNightAfter(day.date, now))
}
