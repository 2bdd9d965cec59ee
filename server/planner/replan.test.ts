import { describe, expect, test, vi } from 'vitest'
import {
  checkPlan,
  evaluatePlan,
  explainStop,
  type Plan,
  PlannerProblemError,
  type Problem,
  planSync,
  replan,
} from './planner.api.ts'
import { plannableProblem } from './testing/random-problem.ts'
import { tinyProblem } from './testing/tiny-problem.ts'

// Nothing here is timed; a crowded machine may take long.
vi.setConfig({ testTimeout: 120_000 })

const line = (extra: object[] = []): Problem =>
  tinyProblem({
    stops: [...[4, 5, 6, -4, -5, -6].map(at => ({ at, deliver: { 20: 3 } })), ...(extra as { at: number }[])],
    drivers: [{}, {}, {}],
  })

describe('replan', () => {
  test('[E3] a new stop joins the runs beside it, the far run stays as it is, and the board hears what changed', async () => {
    const morning = line()
    const day = planSync(morning, { iterations: 300 })
    const east = day.runs.find(run => run.trips.some(trip => trip.stops.some(stop => stop.stopId === 'a')))
    const west = day.runs.find(run => run !== east)
    const now = line([{ at: 7, priority: 'urgent' }])
    const { plan, changes } = await replan(now, day, { near: ['g'], drivers: 1, iterations: 100 })
    expect(checkPlan(now, plan)).toEqual([])
    expect(changes).toContainEqual({ stopId: 'g', kind: 'added', toDriverId: east?.driverId })
    expect(changes.filter(change => change.kind === 'driver')).toEqual([])
    const stopsOf = (run: (typeof plan.runs)[0] | undefined) =>
      run?.trips.map(trip => trip.stops.map(stop => stop.stopId))
    expect(stopsOf(plan.runs.find(run => run.driverId === west?.driverId))).toEqual(stopsOf(west))
  })

  test('[E3] a driver falls ill: his stops go to the others', async () => {
    const morning = line()
    const day = planSync(morning, { iterations: 300 })
    const ill = day.runs[0]?.driverId as string
    const now = { ...morning, drivers: morning.drivers.filter(driver => driver.id !== ill) }
    const { plan, changes } = await replan(now, day, { iterations: 200 })
    expect(checkPlan(now, plan)).toEqual([])
    expect(plan.unassigned).toEqual([])
    expect(changes.filter(change => change.fromDriverId === ill && change.kind === 'driver')).toHaveLength(3)
  })

  test('[E3] a cancelled order leaves the plan and is reported', async () => {
    const morning = line()
    const day = planSync(morning, { iterations: 300 })
    const now = { ...morning, stops: morning.stops.filter(stop => stop.id !== 'b') }
    const { plan, changes } = await replan(now, day, { iterations: 100 })
    expect(checkPlan(now, plan)).toEqual([])
    expect(changes).toContainEqual(expect.objectContaining({ stopId: 'b', kind: 'removed' }))
  })

  test('[E3] changing hands has its price: without gain everybody keeps his stops', async () => {
    for (let seed = 0; seed < 25; seed++) {
      const problem = plannableProblem(seed, 12)
      if (!problem || problem.locks?.prefixes) continue
      const day = planSync(problem, { iterations: 60, seed })
      const options = { iterations: 40, seed, workers: 1, driverChangeCost: 5_000 }
      const { plan, changes } = await replan(problem, day, options)
      expect(checkPlan(problem, plan)).toEqual([])
      // An optional stop may still be left where that is cheaper; one that must be served may not.
      const missed = ({ stats: { unserved } }: Plan) => unserved.urgent + unserved.promised + unserved.normal
      expect(missed(plan)).toBeLessThanOrEqual(missed(day))
      if (day.unassigned.length === 0) expect(changes.filter(change => change.kind === 'driver')).toEqual([])
    }
  })

  test('[E3] a told time has its price: a shorter way alone does not move a customer by more than a quarter of an hour', async () => {
    // Today a comes first; the other way round would be shorter by a little.
    const problem = tinyProblem({
      stops: [{ at: 10 }, { at: 9, serviceMinutes: 60 }, { at: 11 }],
      rest: { objective: { perKm: 1, perHour: 0, waitingPerHour: 0 } },
    })
    const today = evaluatePlan(problem, [{ driverId: 'd0', trips: [['a', 'b', 'c']] }])
    const free = await replan(problem, today, { iterations: 200, toldChangeCost: 0, orderChangeCost: 0 })
    expect(free.plan.runs[0]?.km).toBe(22)
    const bound = await replan(problem, today, { iterations: 200, orderChangeCost: 0 })
    expect(bound.changes).toEqual([])
    const quiet = await replan(problem, today, { iterations: 200, orderChangeCost: 0, told: ['c'] })
    expect(quiet.plan.runs[0]?.km).toBeLessThanOrEqual(today.runs[0]?.km ?? 0)
    expect(checkPlan(problem, quiet.plan)).toEqual([])
  })

  test('[E3] a new order is reported as such, and keeps the old one unless it pays', async () => {
    const problem = tinyProblem({
      stops: [{ at: 10 }, { at: 9 }, { at: 11 }],
      rest: { objective: { perKm: 1, perHour: 0, waitingPerHour: 0 } },
    })
    const today = evaluatePlan(problem, [{ driverId: 'd0', trips: [['a', 'b', 'c']] }])
    const kept = await replan(problem, today, { iterations: 200 })
    expect(kept.changes).toEqual([])
    const cheap = await replan(problem, today, { iterations: 200, orderChangeCost: 0, toldChangeCost: 0 })
    expect(new Set(cheap.changes.map(change => change.kind))).toEqual(new Set(['order']))
  })

  test('[E3] what told times and orders cost stands in the plan', () => {
    const problem = tinyProblem({
      stops: [
        { at: 5, told: { minute: 600, changeCost: 40 } },
        { at: 6, follows: { stopId: null, changeCost: 7 } },
        { at: 7, follows: { stopId: 'b', changeCost: 9 } },
      ],
    })
    const made = evaluatePlan(problem, [{ driverId: 'd0', trips: [['a', 'b', 'c']] }])
    expect(made.violations).toEqual([])
    expect(made.cost.changes).toBe(47)
    const lie = { ...made, cost: { ...made.cost, changes: 0, total: made.cost.total - 47 } }
    expect(checkPlan(problem, lie).map(each => each.code)).toContain('report.wrong')
  })

  test('[E3] a closed road: ways that pass it take longer, and the re-plan goes around where that pays', async () => {
    const at = (latitude: number, longitude: number) => ({ matrixIndex: 0, point: { latitude, longitude } })
    const { travel: _, ...tiny } = tinyProblem({ stops: [{ at: 1 }, { at: 2 }], drivers: [{}, {}] })
    const open: Problem = {
      ...tiny,
      depots: [{ id: 'depot', reloadMinutes: 0, ...at(22.7, 121.1) }],
      stops: tiny.stops.map((stop, index) => ({ ...stop, ...at(22.75, 121.1 + 0.05 * index) })),
      travel: { kind: 'estimate', circuity: 1, kmPerHour: 30 },
      objective: { perKm: 0, perHour: 60 },
    }
    const day = planSync(open, { iterations: 100 })
    const detours = [{ around: { latitude: 22.75, longitude: 121.125 }, radiusMeters: 500, extraMinutes: 90 }]
    const closed: Problem = { ...open, travel: { ...open.travel, detours } }
    expect(checkPlan(closed, day).map(each => each.code)).toContain('time.travel')
    const { plan } = await replan(closed, day, { iterations: 200, driverChangeCost: 0, toldChangeCost: 0 })
    expect(checkPlan(closed, plan)).toEqual([])
    expect(plan.runs).toHaveLength(2)
  })

  test('[E3] an unknown event is refused', async () => {
    const problem = line()
    const day = planSync(problem, { iterations: 10 })
    await expect(replan(problem, day, { near: ['nowhere'], iterations: 1 })).rejects.toThrow(
      PlannerProblemError,
    )
  })
})

describe('explainStop', () => {
  test('[E2] says what every other driver would cost, which rule excludes one, and how much slack is left', () => {
    const problem = tinyProblem({
      stops: [{ at: 5, skills: ['stairs'], windows: [{ fromMinute: 480, toMinute: 500 }] }, { at: 6 }],
      drivers: [{ skills: ['stairs'] }, {}, { skills: ['stairs'] }],
    })
    const day = planSync(problem, { iterations: 200 })
    const why = explainStop(problem, day, 'a')
    const driverId = day.runs.find(run => run.trips[0]?.stops.some(stop => stop.stopId === 'a'))?.driverId
    expect(why.driverId).toBe(driverId)
    expect(why.excluded).toContainEqual({ driverId: 'd1', rule: 'skills' })
    expect(why.alternatives).toEqual([
      { driverId: driverId === 'd0' ? 'd2' : 'd0', extraCost: 100 - why.costHere },
    ])
    expect(why.slackMinutes).toBe(500 - why.startMinute)
  })

  test('[E2] a stop outside the plan is refused', () => {
    const problem = line()
    expect(() => explainStop(problem, planSync(problem, { iterations: 1 }), 'zz')).toThrow(
      PlannerProblemError,
    )
  })
})
