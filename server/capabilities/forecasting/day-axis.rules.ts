import type { DayNumber } from './site-history.rules.ts'

/** Days in a row with what the calendar says of each; arrays are indexed by `day - firstDay`. */
export interface DayAxis {
  firstDay: DayNumber
  length: number
  /** Monday 0 … Sunday 6. */
  weekday: Uint8Array
  /** Week of the year by date, 0–52; the last holds one or two days. */
  week: Uint8Array
  /** Week of the history: (year − first year) × 53 + week. */
  bin: Uint16Array
  /** Index of the first day of the next bin. */
  binEnd: Int32Array
  binCount: number
  isHoliday: Uint8Array
}

export const weeksOfYear = 53

/** @param holidays public holidays as day numbers */
export function dayAxis(firstDay: DayNumber, lastDay: DayNumber, holidays: ReadonlySet<DayNumber>): DayAxis {
  const length = lastDay - firstDay + 1
  const axis: DayAxis = {
    firstDay,
    length,
    weekday: new Uint8Array(length),
    week: new Uint8Array(length),
    bin: new Uint16Array(length),
    binEnd: new Int32Array(length),
    binCount: 0,
    isHoliday: new Uint8Array(length),
  }
  let year = yearOf(firstDay)
  const firstYear = year
  let newYear = firstDayOf(year)
  let nextYear = firstDayOf(year + 1)
  for (let index = 0; index < length; index += 1) {
    const day = firstDay + index
    if (day >= nextYear) {
      year += 1
      newYear = nextYear
      nextYear = firstDayOf(year + 1)
    }
    const week = Math.floor((day - newYear) / 7)
    axis.weekday[index] = (day + 3) % 7
    axis.week[index] = week
    axis.bin[index] = (year - firstYear) * weeksOfYear + week
    axis.isHoliday[index] = holidays.has(day) ? 1 : 0
  }
  for (let index = length - 1, end = length; index >= 0; index -= 1) {
    if (index + 1 < length && axis.bin[index] !== axis.bin[index + 1]) end = index + 1
    axis.binEnd[index] = end
  }
  axis.binCount = (axis.bin[length - 1] ?? 0) + 1
  return axis
}

const yearOf = (day: DayNumber) => new Date(day * 86_400_000).getUTCFullYear()
const firstDayOf = (year: number): DayNumber => Math.round(Date.UTC(year, 0, 1) / 86_400_000)
