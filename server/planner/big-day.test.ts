/** Days big enough to be renumbered and cut between threads. */
import { expect, test, vi } from 'vitest'
import { compileModel } from './engine/compile-model.ts'
import { Pricer } from './engine/price.ts'
import { Search } from './engine/search.ts'
import { checkPlan, type Plan, type Problem, parseProblem, plan, planSync } from './planner.api.ts'
import { Dice } from './testing/random-problem.ts'

// Nothing here is timed; a crowded machine may take long.
vi.setConfig({ testTimeout: 240_000 })

/** Stops around a depot; each truck holds fifteen of them. */
function bigDay(stopCount: number, driverCount: number): Problem {
  const dice = new Dice(stopCount)
  const point = () => ({ latitude: 22.7 + dice.fraction() * 0.2, longitude: 121 + dice.fraction() * 0.2 })
  const ids = Array.from({ length: driverCount }, (_, index) => index)
  return parseProblem({
    schemaVersion: 1,
    depots: [{ id: 'depot', reloadMinutes: 10, point: point() }],
    sizes: [{ code: '20', gasGrams: 20_000, tareGrams: 20_000 }],
    vehicles: ids.map(id => ({ id: `v${id}`, kind: 'truck', slots: { 20: 15 } })),
    drivers: ids.map(id => ({
      id: `d${id}`,
      vehicleId: `v${id}`,
      shiftStartMinute: 480,
      shiftEndMinute: 1080,
    })),
    stops: Array.from({ length: stopCount }, (_, index) => ({
      id: `s${index}`,
      point: point(),
      serviceMinutes: 3,
      deliver: { 20: 1 },
      // One that nobody can reach in time, so that the list of those left out is not empty.
      ...(index % 200 === 7 && { windows: [{ fromMinute: 480, toMinute: 480 }] }),
    })),
    travel: { kind: 'estimate', circuity: 1.3, kmPerHour: 40 },
  })
}

const timeless = (day: Plan): Plan => ({ ...day, stats: { ...day.stats, elapsedMs: 0 } })

test('[E1] a plan cut between two threads keeps every rule, gets better, and is repeatable', async () => {
  const problem = bigDay(420, 34)
  const first = planSync(problem, { iterations: 0, seed: 5 })
  const told: number[] = []
  const day = await plan(problem, {
    iterations: 600,
    seed: 5,
    onImprovement: ({ cost }) => told.push(cost),
  })
  expect(checkPlan(problem, day)).toEqual([])
  expect(day.unassigned.map(each => each.stopId)).toEqual(first.unassigned.map(each => each.stopId))
  expect(day.cost.total).toBeLessThan(first.cost.total)
  expect(told.length).toBeGreaterThan(2)
  expect(timeless(await plan(problem, { iterations: 600, seed: 5 }))).toEqual(timeless(day))
})

test('[E1] a plan of many urgent stops costs what its stops say, however many have come and gone', () => {
  const problem = bigDay(1_000, 80)
  const priorities = ['urgent', 'promised', 'normal'] as const
  problem.stops.forEach((stop, index) => {
    stop.priority = priorities[index % 3] as (typeof priorities)[number]
    if (index % 10 === 9) stop.skipCost = 300
  })
  const model = compileModel(problem)
  // One sum of what they may cost cannot tell one NT$ from the next.
  expect(model.skipPenalty.reduce((sum, penalty) => sum + penalty)).toBeGreaterThan(Number.MAX_SAFE_INTEGER)
  const search = new Search(model, 1)
  search.construct()
  for (let round = 0; round < 4; round++) {
    search.run(50, 0.9, 0.9)
    search.polishBest()
    expect(search.cost).toBe(new Pricer(search.day).plan())
    search.adopt(search.best)
    const { cost } = search.best
    expect(search.cost).toBe(cost)
  }
})

test('[E1] renumbered stops come back in the order of the problem, from points and from matrices', () => {
  const byPoints = bigDay(160, 14)
  const count = byPoints.stops.length + 1
  const far = (a: number, b: number) => Math.abs(a - b) * 100 + 50
  const rows = Array.from({ length: count }, (_, from) =>
    Array.from({ length: count }, (_, to) => (from === to ? 0 : far(from, to))),
  )
  const byMatrix: Problem = {
    ...byPoints,
    depots: byPoints.depots.map(depot => ({ ...depot, matrixIndex: 0 })),
    stops: byPoints.stops.map((stop, index) => ({ ...stop, matrixIndex: index + 1 })),
    travel: { kind: 'matrix', seconds: rows, meters: rows },
  }
  for (const problem of [byPoints, byMatrix]) {
    const day = planSync(problem, { iterations: 150, seed: 2 })
    expect(checkPlan(problem, day)).toEqual([])
    const numbers = day.unassigned.map(each => Number(each.stopId.slice(1)))
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other))
  }
})

test('[E1] a budget of processor time is a budget', async () => {
  const problem = bigDay(40, 5)
  const day = await plan(problem, { cpuSeconds: 0.3, workers: 1 })
  expect(checkPlan(problem, day)).toEqual([])
  await expect(plan(problem, { cpuSeconds: -1 })).rejects.toThrow('options.cpuSeconds')
  await expect(plan(problem, { cpuSeconds: 1, seconds: 1 })).rejects.toThrow('options.seconds')
})
