import { addDays } from '@luckygas/contract/kernel/dates.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type AcceptanceCalendar,
  acceptanceOn,
  closedBecause,
  hourWindows,
  nextOpenDay,
} from './acceptance.rules.ts'

const open: AcceptanceCalendar = {
  acceptHours: 0,
  slot: 'any',
  closedWeekdays: 0,
  closedOnHolidays: false,
  closures: [],
  tradeCalendar: null,
}
const holidays = new Set(['2025-05-30', '2025-05-31'])
const morningAndEarlyAfternoon = 0b000001101111

test('[A2] twelve hour flags become windows, neighbours joined', () => {
  expect(hourWindows(morningAndEarlyAfternoon)).toEqual([
    { fromMinute: 480, toMinute: 720 },
    { fromMinute: 780, toMinute: 900 },
  ])
  expect(hourWindows(0)).toEqual([{ fromMinute: 480, toMinute: 1200 }])
})

test('[A2] the slot cuts the hours, and hours that share no minute with it count instead', () => {
  expect(
    acceptanceOn(
      { ...open, acceptHours: morningAndEarlyAfternoon, slot: 'afternoon' },
      '2025-05-28',
      holidays,
    ),
  ).toEqual({ isOpen: true, windows: [{ fromMinute: 780, toMinute: 900 }], isSlotIgnored: false })
  expect(
    acceptanceOn({ ...open, acceptHours: 0b1111, slot: 'evening' }, '2025-05-28', holidays),
  ).toMatchObject({ windows: [{ fromMinute: 480, toMinute: 720 }], isSlotIgnored: true })
})

test('[A2] closed weekdays, 見紅休 and temporary closures close the door, each by its name', () => {
  const wednesday = 0b0000100
  expect(closedBecause({ ...open, closedWeekdays: wednesday }, '2025-05-28', holidays)).toBe('closed_weekday')
  expect(closedBecause({ ...open, closedOnHolidays: true }, '2025-05-30', holidays)).toBe('holiday')
  expect(closedBecause(open, '2025-05-30', holidays)).toBeUndefined()
  const closures = [{ fromDate: '2025-06-01', toDate: '2025-06-03' }]
  expect(closedBecause({ ...open, closures }, '2025-06-03', holidays)).toBe('closure')
  expect(nextOpenDay({ ...open, closures }, '2025-06-01', holidays)).toBe('2025-06-04')
})

test('[A2] schools rest on weekends, holidays and in the summer; night markets take gas in the afternoon', () => {
  const school = { ...open, tradeCalendar: 'school' } as const
  expect(closedBecause(school, '2025-07-15', holidays)).toBe('calendar')
  expect(closedBecause(school, '2025-05-24', holidays)).toBe('calendar')
  expect(closedBecause(school, '2025-05-30', holidays)).toBe('holiday')
  expect(closedBecause(school, '2025-05-28', holidays)).toBeUndefined()
  const night = acceptanceOn({ ...open, tradeCalendar: 'night_market' }, '2025-05-28', holidays)
  expect(night).toMatchObject({ windows: [{ fromMinute: 780, toMinute: 1200 }] })
})

const calendar: fc.Arbitrary<AcceptanceCalendar> = fc.record({
  acceptHours: fc.integer({ min: 0, max: 4095 }),
  slot: fc.constantFrom('any', 'morning', 'afternoon', 'evening'),
  closedWeekdays: fc.integer({ min: 0, max: 127 }),
  closedOnHolidays: fc.boolean(),
  closures: fc.constant([]),
  tradeCalendar: fc.constantFrom(null, 'school', 'market', 'night_market'),
})

test('[A2] an open day always has a minute, and every minute lies in a flagged hour', () => {
  fc.assert(
    fc.property(calendar, fc.integer({ min: 0, max: 700 }), (site, offset) => {
      const answer = acceptanceOn(site, addDays('2025-01-01', offset), holidays)
      if (!answer.isOpen) return
      expect(answer.windows.length).toBeGreaterThan(0)
      const flagged = hourWindows(site.acceptHours)
      for (const window of answer.windows) {
        expect(window.fromMinute).toBeLessThan(window.toMinute)
        expect(
          flagged.some(hours => hours.fromMinute <= window.fromMinute && window.toMinute <= hours.toMinute),
        ).toBe(true)
      }
    }),
  )
})

test('[A2] the next open day is open and no day before it is', () => {
  fc.assert(
    fc.property(calendar, fc.integer({ min: 0, max: 700 }), (site, offset) => {
      const from = addDays('2025-01-01', offset)
      const found = nextOpenDay(site, from, holidays)
      if (found === undefined) {
        expect(site.closedWeekdays | (site.tradeCalendar === 'school' ? 0b1100000 : 0)).toBe(127)
        return
      }
      expect(closedBecause(site, found, holidays)).toBeUndefined()
      for (let day = from; day < found; day = addDays(day, 1))
        expect(closedBecause(site, day, holidays)).toBeDefined()
    }),
  )
})
