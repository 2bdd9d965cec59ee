import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'

/**
 * What the law says about days off, as tables. Sources: 紀念日及節日實施辦法 (in force until 2025-05-29) and its
 * successor 紀念日及節日實施條例 (promulgated 2025-05-28, in force from 2025-05-30); moved working days of
 * 2021 to 2025 from the yearly 政府行政機關辦公日曆表. A new year needs one row in `lunarDays`.
 */
export const holidayActSource = '紀念日及節日實施條例'
export const holidayRegulationSource = '紀念日及節日實施辦法'
export const officeCalendarSource = '政府行政機關辦公日曆表'
export const holidayActInForce: BusinessDate = '2025-05-30'

export interface FixedHoliday {
  month: number
  day: number
  name: string
  /** First day off under the rule that grants it. */
  from: BusinessDate
}

/** Days off on a fixed solar date; the four that the Act of 2025 added begin with it. */
export const fixedHolidays: readonly FixedHoliday[] = [
  { month: 1, day: 1, name: '開國紀念日', from: '1912-01-01' },
  { month: 2, day: 28, name: '和平紀念日', from: '1998-01-01' },
  { month: 5, day: 1, name: '勞動節', from: holidayActInForce },
  { month: 9, day: 28, name: '孔子誕辰紀念日', from: holidayActInForce },
  { month: 10, day: 10, name: '國慶日', from: '1912-01-01' },
  { month: 10, day: 25, name: '臺灣光復暨金門古寧頭大捷紀念日', from: holidayActInForce },
  { month: 12, day: 25, name: '行憲紀念日', from: holidayActInForce },
]

export interface LunarDays {
  /** 農曆正月初一. */
  newYear: BusinessDate
  /** 民族掃墓節 (清明), 4 or 5 April. */
  tombSweeping: BusinessDate
  /** 五月初五. */
  dragonBoat: BusinessDate
  /** 八月十五. */
  midAutumn: BusinessDate
}

/** Solar dates of the lunar festivals and of 清明, by year. */
export const lunarDays: Readonly<Record<number, LunarDays>> = {
  2021: {
    newYear: '2021-02-12',
    tombSweeping: '2021-04-04',
    dragonBoat: '2021-06-14',
    midAutumn: '2021-09-21',
  },
  2022: {
    newYear: '2022-02-01',
    tombSweeping: '2022-04-05',
    dragonBoat: '2022-06-03',
    midAutumn: '2022-09-10',
  },
  2023: {
    newYear: '2023-01-22',
    tombSweeping: '2023-04-05',
    dragonBoat: '2023-06-22',
    midAutumn: '2023-09-29',
  },
  2024: {
    newYear: '2024-02-10',
    tombSweeping: '2024-04-04',
    dragonBoat: '2024-06-10',
    midAutumn: '2024-09-17',
  },
  2025: {
    newYear: '2025-01-29',
    tombSweeping: '2025-04-04',
    dragonBoat: '2025-05-31',
    midAutumn: '2025-10-06',
  },
  2026: {
    newYear: '2026-02-17',
    tombSweeping: '2026-04-05',
    dragonBoat: '2026-06-19',
    midAutumn: '2026-09-25',
  },
  2027: {
    newYear: '2027-02-06',
    tombSweeping: '2027-04-05',
    dragonBoat: '2027-06-09',
    midAutumn: '2027-09-15',
  },
}

/** Working days that the government moved to a Saturday to make a long weekend (調整放假); the practice ended in 2025. */
export const movedWorkdays: readonly { date: BusinessDate; name: string }[] = [
  { date: '2021-02-10', name: '調整放假' },
  { date: '2021-09-20', name: '調整放假' },
  { date: '2022-02-04', name: '調整放假' },
  { date: '2023-01-20', name: '小年夜' },
  { date: '2023-01-27', name: '調整放假' },
  { date: '2023-02-27', name: '調整放假' },
  { date: '2023-04-03', name: '調整放假' },
  { date: '2023-06-23', name: '調整放假' },
  { date: '2023-10-09', name: '調整放假' },
  { date: '2024-02-08', name: '小年夜' },
  { date: '2025-01-27', name: '小年夜' },
]
