/** A driver who is under way: his place, his minute and what is on his vehicle. */
import { describe, expect, test, vi } from 'vitest'
import { checkPlan, evaluatePlan, type Problem, parseProblem, planSync } from './planner.api.ts'
import { tinyProblem } from './testing/tiny-problem.ts'

// Nothing here is timed; a crowded machine may take long.
vi.setConfig({ testTimeout: 120_000 })

/** Stop a lies at 10 km. The matrix knows the depot (row 0) and each stop; a driver may stand at any of them. */
const under = (
  now: object,
  stops: object[] = [{ at: 12, deliver: { 20: 2 } }],
  driver: object = {},
): Problem =>
  parseProblem(
    tinyProblem({
      stops: [{ at: 10, skipCost: 0 }, ...(stops as { at: number }[])],
      drivers: [{ now: { matrixIndex: 1, minute: 600, ...now }, ...driver } as never],
      vehicles: [{ fixedCost: 500 }],
    }),
  )
const visit = (problem: Problem) => planSync(problem, { iterations: 60 })

describe('a driver under way', () => {
  test('[E3] his day goes on from where he is, not before he is free, and his vehicle is paid for already', () => {
    const problem = under({})
    const day = visit(problem)
    expect(checkPlan(problem, day)).toEqual([])
    const [run] = day.runs
    expect(run?.departureMinute).toBeGreaterThanOrEqual(600)
    expect(run?.trips[0]?.stops[0]).toMatchObject({ stopId: 'b', legKm: 2 })
    expect(day.cost.fixed).toBe(0)
    const early = structuredClone(day)
    const first = early.runs[0]
    if (first?.trips[0]) {
      first.departureMinute = 500
      first.trips[0].departureMinute = 500
    }
    expect(checkPlan(problem, early).map(each => each.code)).toContain('shift.early')
  })

  test('[E3] he delivers only what is on board; what is missing waits for a trip from the depot or stays out', () => {
    const onBoard = { 20: { full: 2, empty: 3 } }
    const stops = [
      { at: 12, deliver: { 20: 2 }, collect: { 20: 2 } },
      { at: 13, deliver: { 20: 2 } },
    ]
    const once = under({ onBoard }, stops)
    const day = visit(once)
    expect(checkPlan(once, day)).toEqual([])
    expect(day.unassigned.filter(each => each.stopId !== 'a')).toHaveLength(1)
    const twice = under({ onBoard }, stops, { maxTrips: 2 })
    const reloading = visit(twice)
    expect(checkPlan(twice, reloading)).toEqual([])
    expect(reloading.unassigned.filter(each => each.stopId !== 'a')).toEqual([])
    expect(reloading.runs[0]?.trips).toHaveLength(2)
    expect(reloading.runs[0]?.trips[0]?.load).toEqual({ 20: 2 })
  })

  test('[E3] a hand-made plan that delivers more than is on board is refused', () => {
    const problem = under({ onBoard: { 20: { full: 1, empty: 0 } } })
    const made = evaluatePlan(problem, [{ driverId: 'd0', trips: [['b']] }])
    expect(made.violations).toContainEqual(expect.objectContaining({ code: 'stock.short', amount: 1 }))
  })

  test('[E3] empties on board take their places', () => {
    const problem = under({ onBoard: { 20: { full: 0, empty: 9 } } }, [{ at: 12, collect: { 20: 2 } }])
    const day = visit(problem)
    expect(checkPlan(problem, day)).toEqual([])
    expect(day.unassigned.map(each => each.stopId)).toContain('b')
    const roomy = under({ onBoard: { 20: { full: 0, empty: 8 } } }, [{ at: 12, collect: { 20: 2 } }])
    expect(visit(roomy).unassigned.map(each => each.stopId)).not.toContain('b')
  })

  test('[E3] a stock that the vehicle cannot hold, or a place that is missing, is refused by name', () => {
    expect(() => under({ onBoard: { 20: { full: 9, empty: 2 } } })).toThrow(
      expect.objectContaining({ code: 'load', path: 'drivers[0].now.onBoard["20"]' }),
    )
    expect(() => under({ onBoard: { 7: { full: 1, empty: 0 } } })).toThrow(
      expect.objectContaining({ code: 'reference', path: 'drivers[0].now.onBoard["7"]' }),
    )
    expect(() => under({ matrixIndex: 99 })).toThrow(
      expect.objectContaining({ code: 'reference', path: 'drivers[0].now.matrixIndex' }),
    )
  })
})
