import { describe, expect, test, vi } from 'vitest'
import { checkPlan } from '../planner.api.ts'
import { firstPlans } from '../testing/first-plans.ts'
import { Day } from './day.ts'
import { findNeighbours } from './neighbours.ts'
import { Polish } from './polish.ts'
import { Pricer } from './price.ts'
import { Random } from './random.ts'
import { laySolution } from './search.ts'
import { Splicer } from './splicer.ts'
import { Tails } from './tails.ts'
import { writePlan } from './write-plan.ts'

vi.setConfig({ testTimeout: 120_000 })

describe('the polish', () => {
  test('[E1] every move that is kept saves what the whole plan, priced anew, costs less, and breaks no rule', () => {
    let kept = 0
    for (const { problem, search } of firstPlans(120, 20)) {
      const improves = search.improves.bind(search)
      const pricer = new Pricer(search.day)
      vi.spyOn(search, 'improves').mockImplementation(change => {
        const before = search.cost
        const isKept = improves(change)
        if (isKept) kept++
        expect(search.cost).toBe(pricer.plan())
        expect(isKept ? search.cost < before : search.cost === before).toBe(true)
        return isKept
      })
      search.polishBest()
      laySolution(search.day, search.best)
      expect(new Pricer(search.day).plan()).toBe(search.best.cost)
      const stats = { seed: 1, iterations: 0, workers: 1, elapsedMs: 0 }
      const codes = checkPlan(problem, writePlan(problem, search.day, stats)).map(({ code }) => code)
      // Bays are fitted afterwards, by `bays.ts`.
      expect(codes.filter(code => code !== 'bay.full')).toEqual([])
    }
    expect(kept).toBeGreaterThan(60)
  })

  test('[E1] the polish ends when it is told to, keeps what it has found, and goes on the next time', () => {
    let cut = 0
    for (const { search } of firstPlans(60, 20)) {
      const before = search.best
      search.polishBest(() => true)
      expect(search.best).toBe(before)
      let asked = 0
      search.polishBest(() => asked++ === 6)
      const halfway = search.best.cost
      search.polishBest()
      expect(halfway).toBeLessThanOrEqual(before.cost)
      expect(search.best.cost).toBeLessThanOrEqual(halfway)
      if (search.best.cost < halfway) cut++
    }
    expect(cut).toBeGreaterThan(10)
  })

  test('[E1] what each move says arcs and stops save is what the changed days save', () => {
    let tried = 0
    for (const { model, search } of firstPlans(60, 20)) {
      const day = new Day(model)
      laySolution(day, search.best)
      const near = findNeighbours(model, 150)
      const splicer = new Splicer(day, () => undefined)
      const tails = new Tails(day, new Random(1), near, splicer)
      const fixed = () => {
        let cost = 0
        for (let driver = 0; driver < model.driverCount; driver++) {
          const trips = day.tripsOf[driver] as number
          if (trips === 0) continue
          cost += (model.fixedCost[driver] as number) + (trips - 1) * (model.extraTripCost[driver] as number)
        }
        return cost
      }
      const judge = {
        // Every move is tried, whatever it costs, and then undone.
        extrasOf: () => 1e12,
        improves: (change: () => boolean, saved: number) => {
          const before = day.baseSum - fixed()
          const trips = day.tripSum
          const isSound = change()
          // Where a trip disappears the way between two depots may, too.
          if (isSound && Number.isFinite(saved) && day.tripSum === trips) {
            tried++
            expect(before - (day.baseSum - fixed())).toBeCloseTo(saved, 3)
          }
          laySolution(day, search.best)
          return false
        },
      }
      new Polish(day, near, splicer, tails, judge).run(() => false)
    }
    expect(tried).toBeGreaterThan(1_500)
  })
})
