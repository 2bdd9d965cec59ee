import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import { firstHolidayYear, lastHolidayYear, publicHolidays } from './public-holidays.rules.ts'

export interface CalendarDay {
  date: BusinessDate
  name: string
  /** False where the company took back a day that the law gives. */
  isDayOff: boolean
  source: string
}

const mostRows = 2_000

async function readOwnDays(db: Reader, from: BusinessDate, to: BusinessDate): Promise<CalendarDay[]> {
  const rows = await db
    .selectFrom('holiday')
    .select(['date', 'name', 'is_day_off', 'source'])
    .where('date', '>=', from)
    .where('date', '<=', to)
    .orderBy('date')
    .limit(mostRows)
    .execute()
  return rows.map(({ date, name, is_day_off, source }) => ({ date, name, isDayOff: is_day_off, source }))
}

/**
 * The holidays of some years, in order: those of the law for the years it is tabled for, with the company's own rows
 * over them (a typhoon day added, a day taken back).
 */
export async function readCalendarDays(db: Reader, fromYear: number, toYear: number): Promise<CalendarDay[]> {
  const first = Math.max(fromYear, firstHolidayYear)
  const last = Math.min(toYear, lastHolidayYear)
  const days = new Map<BusinessDate, CalendarDay>()
  for (const holiday of first <= last ? publicHolidays(first, last) : [])
    days.set(holiday.date, { ...holiday, isDayOff: true })
  for (const own of await readOwnDays(db, `${fromYear}-01-01`, `${toYear}-12-31`)) days.set(own.date, own)
  return [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
}

const earliestYear = 2000
const latestYear = 2100

/** Every day on which who closes on public holidays is closed. */
export async function readHolidays(db: Reader): Promise<Set<BusinessDate>> {
  const days = await readCalendarDays(db, earliestYear, latestYear)
  return new Set(days.filter(day => day.isDayOff).map(day => day.date))
}

/** The company's own word on a day; undefined where it has none. */
export async function findOwnDay(db: Reader, date: BusinessDate): Promise<CalendarDay | undefined> {
  return (await readOwnDays(db, date, date))[0]
}

export async function saveOwnDay(db: Tx, day: CalendarDay): Promise<void> {
  const values = { name: day.name, is_day_off: day.isDayOff, source: day.source }
  await db
    .insertInto('holiday')
    .values({ date: day.date, ...values })
    .onConflict(conflict => conflict.column('date').doUpdateSet(values))
    .execute()
}
