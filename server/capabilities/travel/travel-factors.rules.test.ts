import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bandOf,
  type DrivenLeg,
  factorsFrom,
  learnFactors,
  leastFactor,
  mostFactor,
} from './travel-factors.rules.ts'

const leg = (change: Partial<DrivenLeg> = {}): DrivenLeg => ({
  fromZone: 'a',
  toZone: 'b',
  hour: 8,
  drivenSeconds: 900,
  estimatedSeconds: 600,
  ...change,
})
const times = (count: number, change?: Partial<DrivenLeg>) => Array.from({ length: count }, () => leg(change))
const pairOf = (legs: DrivenLeg[], band = 'day') =>
  learnFactors(legs).find(row => row.fromZone === 'a' && row.band === band)

const anyLeg = fc.record<DrivenLeg>({
  fromZone: fc.constantFrom('', 'a', 'b', 'c'),
  toZone: fc.constantFrom('', 'a', 'b', 'c'),
  hour: fc.integer({ min: 0, max: 23 }),
  drivenSeconds: fc.double({ min: 1, max: 20_000, noNaN: true }),
  estimatedSeconds: fc.integer({ min: 0, max: 7_200 }),
})
const anyLegs = fc.array(anyLeg, { maxLength: 120 })

test('[E4] every hour belongs to one band, and the night runs over midnight', () => {
  expect([0, 5, 6, 9, 10, 14, 15, 18, 19, 21, 22, 23].map(bandOf)).toEqual([
    'night',
    'night',
    'morning',
    'morning',
    'midday',
    'midday',
    'afternoon',
    'afternoon',
    'evening',
    'evening',
    'night',
    'night',
  ])
})

test('[E4] nothing driven teaches nothing', () => {
  expect(learnFactors([])).toEqual([])
  expect(factorsFrom([])).toBeUndefined()
})

test('[E4] many ways of 1.5 times the estimate teach about 1.5, few ways little', () => {
  expect(pairOf(times(500))?.factor).toBeCloseTo(1.5, 1)
  expect(pairOf(times(5))?.factor).toBeLessThan(1.3)
  expect(pairOf(times(4))).toBeUndefined()
})

test('[E4] lunches, door to door and faults of the clock teach nothing', () => {
  const noise = [
    ...times(50, { drivenSeconds: 7_300 }),
    ...times(50, { drivenSeconds: 3_600, estimatedSeconds: 300 }),
    ...times(50, { estimatedSeconds: 30 }),
    ...times(50, { estimatedSeconds: 0 }),
    ...times(50, { drivenSeconds: 60, estimatedSeconds: 900 }),
  ]
  expect(learnFactors([...times(100), ...noise])).toEqual(learnFactors(times(100)))
})

test('[E4] a rush hour is told apart from the rest of the day', () => {
  const legs = [
    ...times(200, { hour: 8, drivenSeconds: 1_200 }),
    ...times(200, { hour: 12, drivenSeconds: 600 }),
  ]
  const factors = factorsFrom(learnFactors(legs))
  expect(factors?.('a', 'b', 8)).toBeGreaterThan(1.7)
  expect(factors?.('a', 'b', 12)).toBeLessThan(1.15)
  // A pair of zones without ways of its own follows the company's hours.
  expect(factors?.('x', null, 8)).toBeGreaterThan(factors?.('x', null, 12) ?? 9)
})

test('[E4] a pair without ways at an hour takes its own day with the company’s swing of that hour', () => {
  const factors = factorsFrom([
    { fromZone: '', toZone: '', band: 'day', factor: 1.2, samples: 90 },
    { fromZone: '', toZone: '', band: 'morning', factor: 1.5, samples: 30 },
    { fromZone: 'a', toZone: 'b', band: 'day', factor: 0.8, samples: 30 },
    { fromZone: 'a', toZone: 'b', band: 'evening', factor: 0.7, samples: 30 },
  ])
  expect(factors?.('a', 'b', 8)).toBeCloseTo(1, 9)
  expect(factors?.('a', 'b', 20)).toBe(0.7)
  expect(factors?.('a', 'b', 12)).toBe(0.8)
  expect(factors?.(null, null, 12)).toBe(1.2)
  expect(factors?.('b', 'a', 8)).toBe(1.5)
})

test('[E4] factors stay in their bounds, whatever the positions say, and counts are of real ways', () => {
  fc.assert(
    fc.property(anyLegs, legs => {
      for (const { factor, samples } of learnFactors(legs)) {
        expect(factor).toBeGreaterThanOrEqual(leastFactor)
        expect(factor).toBeLessThanOrEqual(mostFactor)
        expect(samples).toBeGreaterThan(0)
        expect(samples).toBeLessThanOrEqual(legs.length)
      }
      const factors = factorsFrom(learnFactors(legs))
      const asked = factors?.('a', 'c', 9) ?? 1
      // A lookup may combine a pair's day with the company's hour, so its bound is the bounds' own product.
      expect(asked).toBeGreaterThanOrEqual(leastFactor ** 2 / mostFactor)
      expect(asked).toBeLessThanOrEqual(mostFactor ** 2 / leastFactor)
    }),
  )
})

test('[E4] the order of the ways does not matter', () => {
  const byName = (legs: DrivenLeg[]) =>
    learnFactors(legs)
      .map(row => JSON.stringify(row))
      .sort()
  fc.assert(
    fc.property(anyLegs, legs => {
      expect(byName([...legs].reverse())).toEqual(byName(legs))
    }),
  )
})

test('[E4] a few strange ways among many do not move the factor', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 49 }),
      fc.integer({ min: 130, max: 2_900 }),
      (count, drivenSeconds) => {
        const calm = times(200)
        const strange = times(count, { drivenSeconds })
        expect(pairOf([...calm, ...strange])?.factor).toBeCloseTo(pairOf(calm)?.factor ?? 0, 1)
      },
    ),
  )
})
