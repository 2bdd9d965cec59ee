import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { firstHolidayYear, lastHolidayYear, publicHolidays } from './public-holidays.rules.ts'

const published = join(import.meta.dirname, '../../../../shared/data/calendar')
const isPublished = existsSync(published)
if (!isPublished)
  process.stderr.write('skipped: the published calendars are absent (../shared/data/calendar)\n')

const namesOf = (year: number) => new Map(publicHolidays(year, year).map(day => [day.date, day.name]))

test('[A2] a holiday on Saturday is made up on the day before, one on Sunday on the day after', () => {
  const days = namesOf(2025)
  expect(days.get('2025-05-31')).toBe('端午節')
  expect(days.get('2025-05-30')).toBe('補假')
  expect(namesOf(2023).get('2023-01-02')).toBe('補假')
})

test('[A2] the days of the Act of 2025 begin with it', () => {
  expect(namesOf(2024).has('2024-12-25')).toBe(false)
  expect(namesOf(2025).get('2025-12-25')).toBe('行憲紀念日')
  expect(namesOf(2025).has('2025-05-01')).toBe(false)
  expect(namesOf(2026).get('2026-05-01')).toBe('勞動節')
})

test('[A2] a New Year on Saturday gives the last day of the year before', () => {
  expect(namesOf(2021).get('2021-12-31')).toBe('補假')
  expect(namesOf(2027).get('2027-12-31')).toBe('補假')
})

test('[A2] a year without lunar dates is refused rather than guessed', () => {
  expect(() => publicHolidays(2027, 2028)).toThrow(RangeError)
})

test.skipIf(!isPublished)('[A2] every day agrees with the published calendars of 2021 to 2027', () => {
  for (let year = firstHolidayYear; year <= lastHolidayYear; year += 1)
    expect([...namesOf(year).keys()], `days of ${year}`).toEqual(publishedDays(year))
})

interface PublishedDay {
  date: string
  isHoliday: boolean
  description: string
}

/** Days off with a name: ordinary weekends carry none. */
function publishedDays(year: number): string[] {
  const read = (path: string) => JSON.parse(readFileSync(join(published, path), 'utf8')) as PublishedDay[]
  const days = read(`TaiwanCalendar/${year}.json`)
  if (year === 2025) days.push(...read('2025-law-supplement.json'))
  return days
    .filter(day => day.isHoliday && day.description !== '')
    .map(day => `${day.date.slice(0, 4)}-${day.date.slice(4, 6)}-${day.date.slice(6)}`)
    .sort()
}
