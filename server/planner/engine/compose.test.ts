import { expect, test, vi } from 'vitest'
import { checkPlan, type Problem } from '../planner.api.ts'
import { firstPlans } from '../testing/first-plans.ts'
import { compileModel } from './compile-model.ts'
import { Composer } from './compose.ts'
import { DayPool } from './day-pool.ts'
import { DayPrices } from './day-prices.ts'
import type { Model } from './model.ts'
import { findNeighbours } from './neighbours.ts'
import { Pricer } from './price.ts'
import { Random } from './random.ts'
import { laySolution, Search } from './search.ts'
import { writePlan } from './write-plan.ts'

vi.setConfig({ testTimeout: 120_000 })

function stopsOf(pool: DayPool, day: number): number[] {
  return Array.from(pool.cells.subarray(pool.from[day], pool.from[day + 1])).filter(stop => stop >= 0)
}

/** What a choice of days costs with the stops it leaves out; infinite where it is none. */
function priceOf(pool: DayPool, model: Model, skip: Float64Array, days: number[]): number {
  const left = model.classDrivers.map(members => members.length)
  const isOut = new Uint8Array(model.stopCount).fill(1)
  let price = skip.reduce((sum, each) => sum + each, 0)
  for (const day of days) {
    const kind = pool.kind[day] as number
    if (left[kind] === 0) return Number.POSITIVE_INFINITY
    left[kind] = (left[kind] as number) - 1
    price += pool.price[day] as number
    for (const stop of stopsOf(pool, day)) {
      if (isOut[stop] === 0) return Number.POSITIVE_INFINITY
      isOut[stop] = 0
      price -= skip[stop] as number
    }
  }
  return price
}

/** Days of many vehicles with room for few stops, some of which may wait; every other day with lunch and second trips. */
function* townDays(count: number): Generator<Problem> {
  for (let seed = 1; seed <= count; seed++) {
    const random = new Random(seed)
    const place = () => ({
      latitude: 22.7 + random.fraction() * 0.1,
      longitude: 121.1 + random.fraction() * 0.1,
    })
    const isRich = seed % 2 === 0
    const lunch = { fromMinute: 690, toMinute: 780, minutes: 30 }
    yield {
      schemaVersion: 1,
      depots: [{ id: 'depot', point: place(), reloadMinutes: 10 }],
      sizes: [{ code: '20', gasGrams: 20_000, tareGrams: 20_000 }],
      vehicles: Array.from({ length: 15 }, (_, index) => {
        return { id: `v${index}`, kind: 'truck', slots: { 20: 6 + (index % 2) }, fixedCost: 20 }
      }),
      drivers: Array.from({ length: 15 }, (_, index) => ({
        ...{ id: `d${index}`, vehicleId: `v${index}`, shiftStartMinute: 480, shiftEndMinute: 1020 },
        ...(isRich && { lunch, maxTrips: 2 }),
      })),
      stops: Array.from({ length: 42 }, (_, index) => ({
        ...{ id: `s${index}`, point: place(), deliver: { 20: 1 + random.below(3) }, serviceMinutes: 5 },
        ...(random.fraction() < 0.4 && { windows: [{ fromMinute: 480, toMinute: 600 + random.below(300) }] }),
        ...(random.fraction() < 0.1 && { skipCost: 60 }),
      })),
      travel: { kind: 'estimate', circuity: 1.3, kmPerHour: 30 },
    }
  }
}

/** The cheapest choice of days, by trying all. */
function cheapest(pool: DayPool, model: Model, skip: Float64Array, from = 0, days: number[] = []): number {
  let best = priceOf(pool, model, skip, days)
  if (best === Number.POSITIVE_INFINITY) return best
  for (let next = from; next < pool.count; next++)
    best = Math.min(best, cheapest(pool, model, skip, next + 1, [...days, next]))
  return best
}

test('[E1] of the days of a pool the cheapest plan is composed, and no choice costs less than the bound', () => {
  let cheaper = 0
  for (const { model, search } of firstPlans(40, 9)) {
    const { day } = search
    const pool = new DayPool(model)
    const skip = model.skipPenalty.map(price => Math.min(price, 1e8))
    const plan: number[] = []
    for (let round = 0; round < 12 && pool.count < 30; round++) {
      for (let driver = 0; driver < model.driverCount; driver++) {
        if (day.stopsOf[driver] === 0) continue
        const known = pool.take(day, driver, search.priceOf(driver))
        if (round === 0) plan.push(known)
      }
      search.run(3, 0.2, 0.2)
    }
    if (plan.length === 0) continue
    const ceiling = priceOf(pool, model, skip, plan)
    const guess = new Float64Array(model.stopCount + model.classDrivers.length)
    const prices = new DayPrices(pool, model, skip, guess)
    prices.raise(ceiling)
    const best = cheapest(pool, model, skip)
    expect(prices.bound).toBeLessThanOrEqual(best + 1)
    const near = findNeighbours(model, 150)
    const composed = new Composer(pool, model, near, prices, skip, plan, ceiling).improve()
    expect(priceOf(pool, model, skip, composed)).toBeCloseTo(best, 3)
    if (best < ceiling) cheaper++
  }
  expect(cheaper).toBeGreaterThan(5)
})

test('[E1] a composed plan breaks no rule, costs what it says, and is kept only where it is the best so far', () => {
  let better = 0
  for (const problem of townDays(8)) {
    const model = compileModel(problem)
    const search = new Search(model, 1)
    search.construct()
    search.run(700, 0.05, 0.05)
    const before = search.best.cost
    const isBetter = search.composeBest(true)
    if (isBetter) better++
    expect(isBetter ? search.best.cost < before : search.best.cost === before).toBe(true)
    expect(search.cost).toBe(new Pricer(search.day).plan())
    laySolution(search.day, search.best)
    expect(new Pricer(search.day).plan()).toBe(search.best.cost)
    const served = Array.from(search.best.sequence).filter(node => node >= 0)
    expect(new Set(served).size).toBe(served.length)
    expect(served.length + search.day.absentCount).toBe(model.stopCount)
    const stats = { seed: 1, iterations: 0, workers: 1, elapsedMs: 0 }
    const codes = checkPlan(problem, writePlan(problem, search.day, stats)).map(({ code }) => code)
    // Bays are fitted afterwards, by `bays.ts`.
    expect(codes.filter(code => code !== 'bay.full')).toEqual([])
  }
  expect(better).toBeGreaterThan(3)
})

test('[E1] a full pool keeps the days that ask for least beyond what their stops are worth', () => {
  for (const { model, search } of firstPlans(10, 12)) {
    const pool = new DayPool(model)
    const driver = search.day.stopsOf.findIndex(stops => stops > 0)
    if (driver < 0) continue
    const first = pool.take(search.day, driver, 1_000)
    expect(pool.take(search.day, driver, 900)).toBe(first)
    expect(pool.count).toBe(1)
    expect(pool.price[first]).toBe(900)
  }
})
