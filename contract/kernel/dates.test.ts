import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  businessDateOf,
  daysBetween,
  formatMinute,
  formatRoc,
  fromRocDigits,
  instantAt,
  isBusinessDate,
  isoWeekday,
  minuteOfDay,
  toRocDigits,
} from './dates.ts'

const day = fc.integer({ min: 0, max: 40_000 }).map(offset => addDays('1990-01-01', offset))
const instant = fc.date({
  min: new Date('1990-01-01T00:00:00Z'),
  max: new Date('2099-12-31T00:00:00Z'),
  noInvalidDate: true,
})

describe('business days in Taipei', () => {
  test('[A2] the day turns at 16:00 UTC', () => {
    expect(businessDateOf(new Date('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22')
    expect(businessDateOf(new Date('2026-11-22T16:00:00Z'))).toBe('2026-11-23')
    expect(minuteOfDay(new Date('2026-11-22T16:00:00Z'))).toBe(0)
    expect(minuteOfDay(new Date('2026-11-22T15:59:59Z'))).toBe(1439)
  })

  test('[A2] day and minute make the instant again, to the minute', () => {
    fc.assert(
      fc.property(instant, each => {
        const minute = Math.floor(each.getTime() / 60_000) * 60_000
        expect(instantAt(businessDateOf(each), minuteOfDay(each)).getTime()).toBe(minute)
      }),
    )
    expect(instantAt('2026-11-22', 1450).toISOString()).toBe('2026-11-22T16:10:00.000Z')
  })

  test('[A2] adding days and counting them undo each other, over leap days and years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: -3_000, max: 3_000 }),
        (from, days) => daysBetween(from, addDays(from, days)) === days,
      ),
    )
  })

  test('[A2] weekdays count from Monday 1 to Sunday 7', () => {
    expect(['2026-11-22', '2026-11-23', '2026-11-28'].map(isoWeekday)).toEqual([7, 1, 6])
    fc.assert(fc.property(day, from => isoWeekday(addDays(from, 7)) === isoWeekday(from)))
  })

  test('[A2] only days that exist are days', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '20261122', '2026-11-31', ''])
      expect([text, isBusinessDate(text)]).toEqual([text, false])
    fc.assert(fc.property(day, each => isBusinessDate(each)))
  })

  test('[A1] the legacy seven digits and a day are each other’s; impossible ones are refused', () => {
    expect(toRocDigits('2025-05-28')).toBe('1140528')
    expect(fromRocDigits('1140528')).toBe('2025-05-28')
    expect(toRocDigits('2009-01-02')).toBe('0980102')
    for (const digits of ['1130230', '1141301', '114528', '11405288', '', '114O528'])
      expect(fromRocDigits(digits)).toBeUndefined()
    fc.assert(fc.property(day, each => fromRocDigits(toRocDigits(each)) === each))
  })

  test('[A2] dates and minutes read as staff read them', () => {
    expect(formatRoc('2026-11-23')).toBe('115/11/23 (一)')
    expect(formatRoc('2026-11-22')).toBe('115/11/22 (日)')
    expect([0, 485, 1450].map(formatMinute)).toEqual(['00:00', '08:05', '24:10'])
  })
})
