import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import {
  checkPlan,
  evaluatePlan,
  insertStop,
  type Plan,
  PlannerProblemError,
  type Problem,
  plan,
  planSync,
} from './planner.api.ts'
import { plannableProblem } from './testing/random-problem.ts'
import { tinyProblem } from './testing/tiny-problem.ts'

// Nothing here is timed; a crowded machine may take long.
vi.setConfig({ testTimeout: 120_000 })

/** A plan without the one figure that may differ between equal runs. */
const timeless = (day: Plan): Plan => ({ ...day, stats: { ...day.stats, elapsedMs: 0 } })

/** Plans, or undefined where a frozen prefix cannot be kept. */
function tryPlan(problem: Problem, iterations: number, seed: number): Plan | undefined {
  try {
    return planSync(problem, { iterations, seed })
  } catch (refusal) {
    if (refusal instanceof PlannerProblemError && refusal.code === 'lock') return undefined
    throw refusal
  }
}

const rich = fc.integer({ min: 0, max: 1_000_000 })

describe('planSync', () => {
  test('[E1] thousands of rich problems: every plan passes the independent checker', () => {
    let planned = 0
    fc.assert(
      fc.property(rich, seed => {
        const problem = plannableProblem(seed, 16)
        const day = problem && tryPlan(problem, 25, seed)
        if (!problem || !day) return
        planned++
        expect(checkPlan(problem, day)).toEqual([])
      }),
      { numRuns: 1_200, seed: 20261122 },
    )
    expect(planned).toBeGreaterThan(1_050)
  })

  test('[E1] equal problem, seed and iterations give an equal plan', () => {
    for (let seed = 0; seed < 40; seed++) {
      const problem = plannableProblem(seed, 16)
      const once = problem && tryPlan(problem, 60, seed)
      if (problem && once)
        expect(timeless(planSync(problem, { iterations: 60, seed }))).toEqual(timeless(once))
    }
  })

  test('[E1] a longer search never ends worse', () => {
    for (let seed = 0; seed < 30; seed++) {
      const problem = plannableProblem(seed, 16)
      const short = problem && tryPlan(problem, 0, seed)
      if (!problem || !short) continue
      const long = planSync(problem, { iterations: 200, seed })
      const served = (day: Plan) =>
        -day.stats.unserved.urgent * 1e6 - day.stats.unserved.promised * 1e3 - day.stats.unserved.normal
      expect(served(long)).toBeGreaterThanOrEqual(served(short))
    }
  })

  test('[E1] a problem without stops is an empty plan', () => {
    const empty = planSync(tinyProblem({ stops: [] }), { iterations: 5 })
    expect(empty).toMatchObject({ runs: [], unassigned: [], cost: { total: 0 } })
  })

  test('[E1] a frozen prefix that cannot be driven is refused by name', () => {
    const problem = tinyProblem({
      stops: [{ at: 30, windows: [{ fromMinute: 480, toMinute: 490 }] }],
      drivers: [{}, {}],
      rest: { locks: { prefixes: [{ driverId: 'd0', trips: [['a']] }] } },
    })
    expect(() => planSync(problem, { iterations: 1 })).toThrow(
      expect.objectContaining({ code: 'lock', path: 'locks.prefixes[0].trips' }),
    )
  })

  test('[E1] line and fleet: stops on a line are driven in one sweep', () => {
    const day = planSync(tinyProblem({ stops: [9, 3, 7, 1, 5].map(at => ({ at })) }), { iterations: 300 })
    expect(day.runs[0]?.km).toBe(18)
  })
})

describe('plan in worker threads', () => {
  const problem = tinyProblem({
    stops: [9, -3, 7, -1, 5, 4, -8].map(at => ({ at, deliver: { 20: 3 } })),
    drivers: [{ maxTrips: 2 }, { maxTrips: 2 }],
  })

  test('[E1] with iterations the threads meet at barriers: two runs agree', async () => {
    const one = await plan(problem, { iterations: 200, seed: 3 })
    const two = await plan(problem, { iterations: 200, seed: 3 })
    expect(timeless(two)).toEqual(timeless(one))
    expect(checkPlan(problem, one)).toEqual([])
    expect(one.stats).toMatchObject({ iterations: 400, workers: 2 })
  })

  test('[E1] improvements are told and never get dearer', async () => {
    const costs: number[] = []
    await plan(problem, { iterations: 100, onImprovement: progress => costs.push(progress.cost) })
    expect(costs.length).toBeGreaterThan(0)
    expect(costs).toEqual([...costs].sort((one, other) => other - one))
  })

  test('[E1] aborting gives the best plan so far', async () => {
    const day = await plan(problem, { iterations: 50_000_000, signal: AbortSignal.timeout(150) })
    expect(checkPlan(problem, day)).toEqual([])
    expect(day.stats.iterations).toBeLessThan(100_000_000)
    const atOnce = await plan(problem, { iterations: 50_000_000, signal: AbortSignal.abort() })
    expect(checkPlan(problem, atOnce)).toEqual([])
  })

  test.each([
    [{ seconds: 0 }],
    [{ iterations: -1 }],
    [{ workers: 99 }],
    [{ seconds: 1, iterations: 1 }],
    [{ seed: 0.5 }],
  ])('[E1] refuses the options %j', async options => {
    await expect(plan(problem, options)).rejects.toThrow(PlannerProblemError)
  })
})

describe('evaluatePlan', () => {
  test('[E2] a plan put back by hand costs what it cost and breaks nothing', () => {
    for (let seed = 0; seed < 150; seed++) {
      const problem = plannableProblem(seed, 14)
      const day = problem && tryPlan(problem, 40, seed)
      if (!problem || !day) continue
      const again = evaluatePlan(
        problem,
        day.runs.map(run => ({
          driverId: run.driverId,
          trips: run.trips.map(trip => trip.stops.map(stop => stop.stopId)),
        })),
      )
      expect(again.violations).toEqual([])
      expect(again.cost.total).toBeCloseTo(day.cost.total, 3)
    }
  })

  test('[E2] whatever the dispatcher drags where, the answer is a timed plan with words for what is wrong', () => {
    fc.assert(
      fc.property(rich, seed => {
        const problem = plannableProblem(seed, 12)
        if (!problem) return
        const trips = problem.drivers.map((driver, index) => ({
          driverId: driver.id,
          trips: [0, 1, 2].map(trip =>
            problem.stops
              .filter((_, at) => at % problem.drivers.length === index && at % 3 === trip)
              .map(stop => stop.id),
          ),
        }))
        const evaluated = evaluatePlan(problem, trips)
        expect(evaluated.unassigned).toEqual([])
        for (const violation of evaluated.violations) {
          expect(violation.amount).toBeGreaterThan(0)
          expect(violation.code).not.toMatch(/^(report|load|time\.(order|service))/)
        }
      }),
      { numRuns: 300, seed: 7 },
    )
  })

  test('[E2] refuses unknown and repeated stops with their place', () => {
    const problem = tinyProblem({ stops: [{ at: 1 }] })
    expect(() => evaluatePlan(problem, [{ driverId: 'd0', trips: [['q']] }])).toThrow(
      expect.objectContaining({ path: 'assignment[0].trips[0][0]' }),
    )
    expect(() => evaluatePlan(problem, [{ driverId: 'd0', trips: [['a', 'a']] }])).toThrow(
      expect.objectContaining({ code: 'duplicate' }),
    )
    expect(() => evaluatePlan(problem, [{ driverId: 'nobody', trips: [] }])).toThrow(
      expect.objectContaining({ path: 'assignment[0].driverId' }),
    )
  })
})

describe('insertStop', () => {
  test('[E3] every proposal keeps the rules, and the first is the cheapest', () => {
    let offered = 0
    for (let seed = 0; seed < 200; seed++) {
      const problem = plannableProblem(seed, 12)
      if (!problem || problem.stops.length < 2) continue
      const late = problem.stops.at(-1) as Problem['stops'][0]
      if (JSON.stringify(problem.locks ?? {}).includes(`"${late.id}"`)) continue
      const before = { ...problem, stops: problem.stops.slice(0, -1) }
      const day = tryPlan(before, 40, seed)
      if (!day) continue
      const proposals = insertStop(before, day, late)
      const costs = proposals.map(proposal => proposal.deltaCost)
      expect(Math.min(...costs, Infinity)).toBe(costs[0] ?? Infinity)
      for (const proposal of proposals) {
        offered++
        expect(checkPlan(problem, proposal.plan)).toEqual([])
        const run = proposal.plan.runs.find(each => each.driverId === proposal.driverId)
        expect(run?.trips[proposal.trip]?.stops[proposal.position]?.stopId).toBe(late.id)
      }
    }
    expect(offered).toBeGreaterThan(100)
  })

  test('[E3] says who comes later and by how much', () => {
    const problem = tinyProblem({ stops: [{ at: 10 }, { at: 20 }] })
    const day = planSync(problem, { iterations: 50 })
    const stop = { id: 'z', matrixIndex: 1, serviceMinutes: 40, priority: 'urgent' as const }
    const [best] = insertStop(problem, day, stop)
    expect(best).toMatchObject({ driverId: 'd0', deltaKm: 0, deltaMinutes: 40 })
    expect(best?.movedStops.every(moved => moved.laterMinutes === 40)).toBe(true)
  })
})
