/** Loading bays couple the drivers: the search keeps them apart, and the finished plan is fitted to them. */
import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { checkPlan, type Problem, parseProblem, planSync } from './planner.api.ts'
import { tinyProblem } from './testing/tiny-problem.ts'

// Nothing here is timed; a crowded machine may take long.
vi.setConfig({ testTimeout: 240_000 })

const WAITING_PER_HOUR = 60

/** Two drivers who both are back at 08:25 for their second load, which takes half an hour. */
function twoBack(bays: number): Problem {
  const early = [{ fromMinute: 490, toMinute: 490 }]
  return tinyProblem({
    stops: [10, 10, -10, -10].map((at, index) => ({
      at,
      deliver: { 20: 8 },
      ...(index % 2 === 0 && { windows: early }),
    })),
    drivers: [{ maxTrips: 2 }, { maxTrips: 2 }],
    depot: { reloadMinutes: 30, bays },
    rest: { objective: { perKm: 10, perHour: 0, waitingPerHour: WAITING_PER_HOUR } },
  })
}

/** The generated day of the folder with one bay, and reloads so long that it is hardly ever free. */
function crowded(): Problem {
  const day = JSON.parse(readFileSync(new URL('./example-problem.json', import.meta.url), 'utf8')) as Problem
  for (const depot of day.depots) Object.assign(depot, { bays: 1, reloadMinutes: 30 })
  return parseProblem(day)
}

describe('bays', () => {
  test('[E1] one bay binds: whoever comes second waits, and the plan pays for it', () => {
    const [one, two] = [planSync(twoBack(1), { iterations: 300 }), planSync(twoBack(2), { iterations: 300 })]
    expect(checkPlan(twoBack(1), one)).toEqual([])
    expect(two.runs).toHaveLength(2)
    expect(one.unassigned).toEqual([])
    expect(one.cost.total - two.cost.total).toBeCloseTo(WAITING_PER_HOUR / 2)
  })

  test('[E1] a plan made for two bays is refused where there is one', () => {
    const plan = planSync(twoBack(2), { iterations: 300 })
    expect(checkPlan(twoBack(1), plan).map(each => each.code)).toContain('bay.full')
  })

  test('[E1] on a day whose bay is hardly ever free nothing that must be served is left out', () => {
    const problem = crowded()
    for (const seed of [1, 2]) {
      const plan = planSync(problem, { iterations: 2_000, seed })
      expect(checkPlan(problem, plan)).toEqual([])
      expect(plan.stats.unserved).toEqual({ urgent: 0, promised: 0, normal: 0 })
    }
  })

  test('[E1] the queue is part of what makes a plan repeatable', () => {
    const problem = crowded()
    const runs = () => planSync(problem, { iterations: 400, seed: 9 }).runs
    expect(runs()).toEqual(runs())
  })
})
