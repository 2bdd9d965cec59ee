import { weekdayNames } from '@luckygas/contract/kernel/dates.ts'

/** The twelve hours a site may accept, 08–09 … 19–20; bit 0 is the first. */
export const acceptanceHours = Array.from({ length: 12 }, (_, index) => ({
  bit: 1 << index,
  hour: 8 + index,
}))

/** Closed weekdays, Monday first; bit 0 is Monday as in ISO 8601 and the legacy 公休日. */
export const closableWeekdays = [1, 2, 3, 4, 5, 6, 7].map(day => ({
  bit: 1 << (day - 1),
  name: weekdayNames[day % 7] ?? '',
}))

export const has = (mask: number, bit: number): boolean => (mask & bit) !== 0
export const toggled = (mask: number, bit: number): number => mask ^ bit
