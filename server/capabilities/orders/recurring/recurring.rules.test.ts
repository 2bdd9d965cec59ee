import type { Rhythm } from '@luckygas/contract/endpoints/recurring-orders.ts'
import { addDays, daysBetween, isoWeekday } from '@luckygas/contract/kernel/dates.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deliveryDay, isPlannedOn, plannedDays, type Terms } from './recurring.rules.ts'

const terms = (rhythm: Rhythm, given: Partial<Terms> = {}): Terms => ({
  rhythm,
  startsOn: '2026-01-01',
  endsOn: null,
  ...given,
})
const mondaysAndThursdays: Rhythm = { kind: 'weekly', weekdays: 0b1001 }

const day = fc.integer({ min: 0, max: 1_500 }).map(days => addDays('2026-01-01', days))
const rhythm: fc.Arbitrary<Rhythm> = fc.oneof(
  fc.integer({ min: 1, max: 127 }).map(weekdays => ({ kind: 'weekly' as const, weekdays })),
  fc.integer({ min: 1, max: 31 }).map(monthDay => ({ kind: 'monthly' as const, monthDay })),
  fc.integer({ min: 2, max: 365 }).map(everyDays => ({ kind: 'every_days' as const, everyDays })),
)
const anyTerms: fc.Arbitrary<Terms> = fc
  .tuple(rhythm, day, fc.option(fc.integer({ min: 0, max: 400 })))
  .map(([each, startsOn, length]) => ({
    rhythm: each,
    startsOn,
    endsOn: length === null ? null : addDays(startsOn, length),
  }))

describe('the days of an agreement', () => {
  test('[C1] weekly names its weekdays, Monday first', () => {
    expect(plannedDays(terms(mondaysAndThursdays), '2026-11-23', '2026-12-03')).toEqual([
      '2026-11-23',
      '2026-11-26',
      '2026-11-30',
      '2026-12-03',
    ])
  })

  test('[C1] monthly on the 31st is the last day of a shorter month, the 29th of February in a leap year', () => {
    const ends = terms({ kind: 'monthly', monthDay: 31 })
    expect(plannedDays(ends, '2027-01-01', '2027-04-30')).toEqual([
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
    ])
    expect(plannedDays(ends, '2028-02-01', '2028-03-01')).toEqual(['2028-02-29'])
    const thirtieth = terms({ kind: 'monthly', monthDay: 30 })
    expect(plannedDays(thirtieth, '2028-02-01', '2028-03-31')).toEqual(['2028-02-29', '2028-03-30'])
    expect(plannedDays(terms({ kind: 'monthly', monthDay: 29 }), '2027-02-01', '2027-02-28')).toEqual([
      '2027-02-28',
    ])
  })

  test('[C1] every few days is counted from the first day, wherever one starts to look', () => {
    const tenth = terms({ kind: 'every_days', everyDays: 10 }, { startsOn: '2026-12-25' })
    expect(plannedDays(tenth, '2026-11-01', '2027-01-20')).toEqual(['2026-12-25', '2027-01-04', '2027-01-14'])
    expect(plannedDays(tenth, '2027-01-05', '2027-01-20')).toEqual(['2027-01-14'])
  })

  test('[C1] no day before the start or after the end, and no more than were asked for', () => {
    const short = terms(mondaysAndThursdays, { startsOn: '2026-11-24', endsOn: '2026-11-30' })
    expect(plannedDays(short, '2026-01-01', '2027-12-31')).toEqual(['2026-11-26', '2026-11-30'])
    expect(plannedDays(short, '2026-01-01', '2027-12-31', 1)).toEqual(['2026-11-26'])
    expect(plannedDays(short, '2026-12-01', '2027-12-31')).toEqual([])
  })

  test('[C1] whatever the agreement, its days come in order, none twice, each by its rhythm', () => {
    fc.assert(
      fc.property(anyTerms, day, fc.integer({ min: 0, max: 500 }), (agreed, from, length) => {
        const to = addDays(from, length)
        const days = plannedDays(agreed, from, to)
        expect(days).toEqual([...new Set(days)].sort())
        for (const each of days) {
          expect(each >= from && each <= to && each >= agreed.startsOn).toBe(true)
          expect(agreed.endsOn === null || each <= agreed.endsOn).toBe(true)
          if (agreed.rhythm.kind === 'weekly')
            expect(agreed.rhythm.weekdays & (1 << (isoWeekday(each) - 1))).not.toBe(0)
          if (agreed.rhythm.kind === 'every_days')
            expect(daysBetween(agreed.startsOn, each) % agreed.rhythm.everyDays).toBe(0)
        }
        if (agreed.rhythm.kind === 'monthly')
          expect(new Set(days.map(each => each.slice(0, 7))).size).toBe(days.length)
      }),
    )
  })

  test('[C1] every whole month within an agreement has exactly one monthly day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 0, max: 59 }), (monthDay, months) => {
        const first = new Date(Date.UTC(2026, months, 1)).toISOString().slice(0, 10)
        const last = new Date(Date.UTC(2026, months + 1, 0)).toISOString().slice(0, 10)
        expect(plannedDays(terms({ kind: 'monthly', monthDay }), first, last)).toHaveLength(1)
      }),
    )
  })
})

describe('the day somebody comes', () => {
  test('[C1] an open day stays, a closed one moves to the next open one', () => {
    const weekly = terms({ kind: 'weekly', weekdays: 1 })
    expect(deliveryDay(weekly, '2026-11-23', () => true)).toBe('2026-11-23')
    expect(deliveryDay(weekly, '2026-11-23', date => date > '2026-11-24')).toBe('2026-11-25')
  })

  test('[C1] where the next turn, the end of the agreement or a fortnight comes first, the day is left out', () => {
    const everyDay = terms({ kind: 'weekly', weekdays: 127 })
    expect(deliveryDay(everyDay, '2026-11-23', date => date !== '2026-11-23')).toBeUndefined()
    const ending = terms({ kind: 'monthly', monthDay: 23 }, { endsOn: '2026-11-24' })
    expect(deliveryDay(ending, '2026-11-23', date => date > '2026-11-24')).toBeUndefined()
    const monthly = terms({ kind: 'monthly', monthDay: 1 })
    expect(deliveryDay(monthly, '2026-12-01', date => date >= '2026-12-15')).toBe('2026-12-15')
    expect(deliveryDay(monthly, '2026-12-01', date => date >= '2026-12-16')).toBeUndefined()
  })

  test('[C1] two turns never fall on one day, whichever days are closed', () => {
    fc.assert(
      fc.property(anyTerms, fc.uniqueArray(fc.integer({ min: 0, max: 120 })), (agreed, closed) => {
        const shut = new Set(closed.map(days => addDays(agreed.startsOn, days)))
        const turns = plannedDays(agreed, agreed.startsOn, addDays(agreed.startsOn, 100))
        const days = turns.flatMap(turn => deliveryDay(agreed, turn, date => !shut.has(date)) ?? [])
        expect(new Set(days).size).toBe(days.length)
        for (const each of days) {
          expect(shut.has(each)).toBe(false)
          expect(isPlannedOn(agreed, each) || shut.has(addDays(each, -1))).toBe(true)
        }
      }),
    )
  })
})
