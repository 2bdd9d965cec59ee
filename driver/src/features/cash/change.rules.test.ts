import fc from 'fast-check'
import { expect, test } from 'vitest'
import { likelyTenders, piecesFor } from './change.rules.ts'

test('[F1] 1,720 is paid with 1,800, 2,000 or 2,020, and the change is worked out', () => {
  expect(likelyTenders(1720)).toEqual([
    { given: 1800, change: 80 },
    { given: 2000, change: 280 },
    { given: 2020, change: 300 },
  ])
  expect(piecesFor(280).map(({ value, pieces }) => [value, pieces])).toEqual([
    [100, 2],
    [50, 1],
    [10, 3],
  ])
})

test('[F1] an even thousand needs no suggestion, nor does nothing', () => {
  expect(likelyTenders(2000)).toEqual([])
  expect(likelyTenders(0)).toEqual([])
})

test('[F1] change always adds up and tenders always cover the amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30_000 }), due => {
      const tenders = likelyTenders(due)
      expect(tenders.length).toBeLessThanOrEqual(3)
      for (const { given, change } of tenders) {
        expect(given - change).toBe(due)
        expect(change).toBeGreaterThan(0)
        const back = piecesFor(change).reduce((sum, { value, pieces }) => sum + value * pieces, 0)
        expect(back).toBe(change)
      }
    }),
  )
})
