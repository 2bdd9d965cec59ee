import { expect, test } from 'vitest'
import { dayAxis, weeksOfYear } from './day-axis.rules.ts'
import { learnSeason, type UseInterval } from './season.rules.ts'
import { dayNumberOf } from './site-history.rules.ts'
import { fillCurve, flatPattern, newCurve } from './use-pattern.rules.ts'
import { wholeYear } from './whole-year.rules.ts'

/** A year that swings by e^±1 around its middle, seen in some of its weeks. */
const swinging = (isSeen: (week: number) => boolean) =>
  Float64Array.from({ length: weeksOfYear }, (_, week) =>
    isSeen(week) ? Math.exp(Math.cos((2 * Math.PI * (week - 3)) / weeksOfYear)) : Number.NaN,
  )
const at = (weeks: Float64Array, week: number) => weeks[week] as number

test('[D1] a year of which nothing was seen is even, one seen whole is only brought to a mean of one', () => {
  expect([...wholeYear(swinging(() => false))]).toEqual(new Array(weeksOfYear).fill(1))
  const seen = swinging(() => true)
  const year = wholeYear(seen)
  expect(year.reduce((sum, value) => sum + value, 0) / weeksOfYear).toBeCloseTo(1)
  expect(at(year, 3) / at(year, 29)).toBeCloseTo(at(seen, 3) / at(seen, 29))
})

test('[D1] weeks not seen yet swing with the year as far as the seen ones do, and meet them at both ends', () => {
  const spring = wholeYear(swinging(week => week <= 20))
  // July is not seen, but falls far under what May was, and December rises to what January was.
  expect(at(spring, 29) / at(spring, 20)).toBeLessThan(0.75)
  expect(Math.abs(Math.log(at(spring, 21) / at(spring, 20)))).toBeLessThan(0.1)
  expect(Math.abs(Math.log(at(spring, 52) / at(spring, 0)))).toBeLessThan(0.1)
})

test('[D1] a trade without a season gets none from the weeks it was not seen in', () => {
  const even = wholeYear(swinging(week => week <= 12).map(value => (value > 0 ? 1.3 : value)))
  for (const value of even) expect(value).toBeCloseTo(1)
})

test('[D1] a hole between seen weeks is bridged from both sides', () => {
  const seen = swinging(week => week < 10 || week > 14)
  const year = wholeYear(seen)
  const factor = at(year, 0) / at(seen, 0)
  const whole = swinging(() => true)
  for (let week = 10; week <= 14; week += 1)
    expect(Math.abs(Math.log(at(year, week) / (factor * at(whole, week))))).toBeLessThan(0.05)
})

test('[D1] sites that nobody needed to visit for longer than a delivery lasts make the last weeks quieter', () => {
  const firstDay = dayNumberOf('2025-01-01')
  const axis = dayAxis(firstDay, firstDay + 365, new Set())
  const site = { segment: '', closedWeekdays: 0, closedOnHolidays: false } as Parameters<typeof newCurve>[0]
  const pattern = flatPattern(axis.binCount)
  const curve = newCurve(site, axis)
  fillCurve(curve, pattern, axis, false)
  const intervals = Array.from({ length: 20 }, (_, number): UseInterval[] =>
    Array.from({ length: 12 }, (_, index) => ({
      site: number,
      curve,
      from: index * 10,
      to: (index + 1) * 10,
      grams: 60_000,
      isOpen: false,
    })),
  ).flat()
  const silent = (days: number) =>
    intervals
      .filter(interval => interval.to === 120)
      .map(interval => ({ ...interval, from: 120, to: 120 + days, isOpen: true }))
  const ofWeek = (week: number, open: UseInterval[]) => {
    const learned = flatPattern(axis.binCount)
    learnSeason(learned, [...intervals, ...open], 20, axis, 8, null)
    return at(learned.season, week) / at(learned.season, 5)
  }
  expect(ofWeek(19, silent(30))).toBeLessThan(0.6)
  // Silence that a delivery covers says nothing.
  expect(ofWeek(19, silent(9))).toBeCloseTo(ofWeek(19, []))
})
