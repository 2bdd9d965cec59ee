import { addDays, type BusinessDate, isoWeekday } from '@luckygas/contract/kernel/dates.ts'
import {
  fixedHolidays,
  holidayActInForce,
  holidayActSource,
  holidayRegulationSource,
  type LunarDays,
  lunarDays,
  movedWorkdays,
  officeCalendarSource,
} from './holiday-law.ts'

export interface PublicHoliday {
  date: BusinessDate
  name: string
  /** The law or table that grants the day. */
  source: string
}

export const firstHolidayYear = 2021
export const lastHolidayYear = 2027

const saturday = 6
const sunday = 7

/**
 * The public holidays of Taiwan from `fromYear` to `toYear`, in order, make-up days (補假) included; ordinary
 * weekends are not holidays. A holiday on Saturday is made up on the working day before, one on Sunday on the
 * working day after; the Lunar New Year is always made up after (條例 §6, 辦法 §5-1).
 * @throws RangeError for a year whose lunar dates are not tabled (2021 to 2027 are)
 */
export function publicHolidays(fromYear: number, toYear: number): PublicHoliday[] {
  const granted = new Map<BusinessDate, PublicHoliday>()
  for (let year = fromYear; year <= toYear; year += 1) {
    const lunar = lunarDays[year]
    if (!lunar) throw new RangeError(`no lunar dates for ${year}`)
    for (const holiday of [...fixedOf(year), ...festivalsOf(lunar), ...newYearOf(lunar.newYear)])
      keep(granted, holiday)
  }
  // New Year's Day after the last year: on a Saturday its make-up falls on 31 December.
  const after = `${toYear + 1}-01-01`
  const eve = isoWeekday(after) === saturday ? `${toYear}-12-31` : undefined
  for (const { date, name } of movedWorkdays)
    if (inYears(date, fromYear, toYear)) keep(granted, { date, name, source: officeCalendarSource })
  makeUp(granted)
  if (eve && !granted.has(eve)) keep(granted, { date: eve, name: '補假', source: sourceOn(eve) })
  return [...granted.values()].filter(holiday => inYears(holiday.date, fromYear, toYear)).sort(byDate)
}

function makeUp(granted: Map<BusinessDate, PublicHoliday>): void {
  const isOff = (date: BusinessDate) => granted.has(date) || isoWeekday(date) >= saturday
  const made: PublicHoliday[] = []
  const place = (from: BusinessDate, step: 1 | -1) => {
    let date = addDays(from, step)
    while (isOff(date) || made.some(day => day.date === date)) date = addDays(date, step)
    made.push({ date, name: '補假', source: sourceOn(date) })
  }
  for (const holiday of [...granted.values()].sort(byDate)) {
    const weekday = isoWeekday(holiday.date)
    if (weekday < saturday) continue
    place(holiday.date, isNewYear(holiday.name) || weekday === sunday ? 1 : -1)
  }
  // 兒童節 on the day of 清明 is taken the day before, or the day after when that day is a Thursday (辦法 §5-1).
  for (const holiday of [...granted.values()])
    if (holiday.name === '兒童節及民族掃墓節') place(holiday.date, isoWeekday(holiday.date) === 4 ? 1 : -1)
  for (const day of made) keep(granted, day)
}

function fixedOf(year: number): PublicHoliday[] {
  return fixedHolidays
    .map(({ month, day, name, from }) => ({ date: isoDate(year, month, day), name, from }))
    .filter(({ date, from }) => date >= from)
    .map(({ date, name }) => ({ date, name, source: sourceOn(date) }))
}

function festivalsOf(lunar: LunarDays): PublicHoliday[] {
  const childrensDay = `${lunar.tombSweeping.slice(0, 4)}-04-04`
  const spring =
    lunar.tombSweeping === childrensDay
      ? [{ date: childrensDay, name: '兒童節及民族掃墓節' }]
      : [
          { date: childrensDay, name: '兒童節' },
          { date: lunar.tombSweeping, name: '民族掃墓節' },
        ]
  return [
    ...spring,
    { date: lunar.dragonBoat, name: '端午節' },
    { date: lunar.midAutumn, name: '中秋節' },
  ].map(day => ({ ...day, source: sourceOn(day.date) }))
}

/** 小年夜 (since the Act), 除夕 and the first three days. */
function newYearOf(newYear: BusinessDate): PublicHoliday[] {
  const days = [
    { date: addDays(newYear, -1), name: '農曆除夕' },
    { date: newYear, name: '春節' },
    { date: addDays(newYear, 1), name: '春節' },
    { date: addDays(newYear, 2), name: '春節' },
  ]
  if (newYear >= holidayActInForce) days.unshift({ date: addDays(newYear, -2), name: '小年夜' })
  return days.map(day => ({ ...day, source: sourceOn(day.date) }))
}

function keep(granted: Map<BusinessDate, PublicHoliday>, holiday: PublicHoliday): void {
  if (!granted.has(holiday.date)) granted.set(holiday.date, holiday)
}
const isNewYear = (name: string) => name === '春節' || name === '農曆除夕' || name === '小年夜'
const sourceOn = (date: BusinessDate) =>
  date >= holidayActInForce ? holidayActSource : holidayRegulationSource
const inYears = (date: BusinessDate, from: number, to: number) =>
  Number(date.slice(0, 4)) >= from && Number(date.slice(0, 4)) <= to
const byDate = (a: PublicHoliday, b: PublicHoliday) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)
const isoDate = (year: number, month: number, day: number) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
