import { expect, test, vi } from 'vitest'
import { firstPlans } from '../testing/first-plans.ts'
import { Finder } from './finder.ts'
import { Random } from './random.ts'

vi.setConfig({ testTimeout: 120_000 })

test('[E1] a remembered place is the one that a fresh look finds, while days change and change back', () => {
  let asked = 0
  for (const { search } of firstPlans(60, 20)) {
    const { day } = search
    // So rare a blink never comes: both finders see everything.
    const remembering = new Finder(day, new Random(1), 1e-15)
    for (let round = 0; round < 40; round++) {
      search.run(5, 0.5, 0.5)
      for (let slot = 0; slot < day.absentCount; slot++) {
        const stop = day.absent[slot] as number
        const fresh = new Finder(day, new Random(1), 0).search(stop)
        for (let again = 0; again < 2; again++) {
          const known = remembering.search(stop)
          expect([known.driver < 0, known.cost]).toEqual([fresh.driver < 0, fresh.cost])
          if (fresh.driver >= 0) {
            expect(remembering.search(stop, fresh.cost).driver).toBe(-1)
            expect(remembering.search(stop, fresh.cost + 1).cost).toBe(fresh.cost)
          }
          asked++
        }
      }
    }
  }
  expect(asked).toBeGreaterThan(500)
})
