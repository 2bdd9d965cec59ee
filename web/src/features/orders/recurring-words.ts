import type { RecurringOrderView, Rhythm } from '@luckygas/contract/endpoints/recurring-orders.ts'
import { isoWeekday } from '@luckygas/contract/kernel/dates.ts'
import type { TFunction } from 'i18next'

export const weekdayNumbers = [1, 2, 3, 4, 5, 6, 7] as const

/** `每週一、四`, `每月 5 號`, `每 10 天`. */
export function rhythmWords(t: TFunction, rhythm: Rhythm): string {
  if (rhythm.kind === 'monthly') return t('recurring.words.monthly', { day: rhythm.monthDay })
  if (rhythm.kind === 'every_days') return t('recurring.words.every_days', { count: rhythm.everyDays })
  const days = weekdayNumbers.filter(number => rhythm.weekdays & (1 << (number - 1)))
  return t('recurring.words.weekly', {
    days: days.map(number => t(`recurring.weekday.${number}`)).join('、'),
  })
}

const known = [
  'by-hand',
  'closed',
  'duplicate',
  'customer-terminated',
  'customer-not-served',
  'product-not-priced',
] as const

/** Why a day has no order, in words. */
export function skipWords(t: TFunction, code: string): string {
  const name = known.find(each => each === code.replace(/^orders\./, ''))
  return name === undefined ? t('recurring.why.other', { code }) : t(`recurring.why.${name}`)
}

/** The next day on which somebody comes: not left out, not cancelled. */
export const nextDay = ({ days, status }: RecurringOrderView, today: string) =>
  status === 'ended'
    ? undefined
    : days.find(
        day => day.plannedOn >= today && day.skippedBecause === null && day.order?.state !== 'cancelled',
      )

/** The weekday of a day as the bit of an agreement. */
export const weekdayBit = (date: string): number => 1 << (isoWeekday(date) - 1)
