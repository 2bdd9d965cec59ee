/** Rules that shape times and choice: each binds where it should, and its absence is caught. */
import { describe, expect, test, vi } from 'vitest'
import {
  checkPlan,
  evaluatePlan,
  type Plan,
  type Problem,
  planSync,
  type ViolationCode,
} from './planner.api.ts'
import { tinyProblem } from './testing/tiny-problem.ts'

// Nothing here is timed; a crowded machine may take long.
vi.setConfig({ testTimeout: 120_000 })

const solve = (problem: Problem): Plan => planSync(problem, { iterations: 300, seed: 1 })
const codes = (problem: Problem, plan: Plan): ViolationCode[] =>
  checkPlan(problem, plan).map(each => each.code)
const days = (plan: Plan): string[] =>
  plan.runs.map(
    run => `${run.driverId}:${run.trips.map(trip => trip.stops.map(stop => stop.stopId).join('')).join('|')}`,
  )

describe('rules that shape times', () => {
  test('[E1] lunch is taken in its window when the day spans it', () => {
    const stops = Array.from({ length: 8 }, (_, index) => ({ at: 20 + index, serviceMinutes: 30 }))
    const lunch = { fromMinute: 690, toMinute: 750, minutes: 60 }
    const problem = tinyProblem({
      stops,
      drivers: [{ lunch }],
      rest: { objective: { perKm: 10, perHour: 60, waitingPerHour: 60 } },
    })
    const plan = solve(problem)
    expect(codes(problem, plan)).toEqual([])
    const rest = plan.runs[0]?.break
    expect(rest?.startMinute).toBeGreaterThanOrEqual(690)
    expect(rest?.startMinute).toBeLessThanOrEqual(750)
    const without = structuredClone(plan)
    delete without.runs[0]?.break
    expect(codes(problem, without)).toContain('lunch.missing')
  })

  test('[E1] nobody must rest on the way when he is back before lunch', () => {
    const problem = tinyProblem({
      stops: [{ at: 5 }],
      drivers: [{ lunch: { fromMinute: 690, toMinute: 750, minutes: 60 } }],
    })
    const plan = solve(problem)
    expect(plan.runs[0]?.break).toBeUndefined()
    expect(codes(problem, plan)).toEqual([])
  })

  test('[E1] reloading takes its minutes, and one bay serves one truck at a time', () => {
    const stops = [10, 11, -10, -11].map(at => ({ at, deliver: { 20: 8 } }))
    const problem = tinyProblem({
      stops,
      drivers: [{ maxTrips: 2 }, { maxTrips: 2 }],
      depot: { reloadMinutes: 30, bays: 1 },
      rest: { objective: { perKm: 10, perHour: 1, waitingPerHour: 1 } },
    })
    const plan = evaluatePlan(problem, [
      { driverId: 'd0', trips: [['a'], ['b']] },
      { driverId: 'd1', trips: [['c'], ['d']] },
    ])
    expect(plan.violations).toEqual([])
    const starts = plan.runs
      .map(run => run.trips[1]?.reloadStartMinute ?? 0)
      .sort((one, other) => one - other)
    expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(30)
    const crowded = structuredClone(plan)
    for (const run of crowded.runs)
      for (const trip of run.trips) if (trip.reloadStartMinute) trip.reloadStartMinute = starts[0] as number
    expect(codes(problem, crowded)).toContain('bay.full')
    const hurried = structuredClone(plan)
    for (const run of hurried.runs)
      for (const trip of run.trips) if (trip.reloadStartMinute) trip.reloadStartMinute += 20
    expect(codes(problem, hurried)).toContain('reload.short')
  })

  test('[E1] goods that come in later hold the trip back', () => {
    const problem = tinyProblem({ stops: [{ at: 5, releaseMinute: 600 }, { at: 6 }] })
    const plan = solve(problem)
    expect(codes(problem, plan)).toEqual([])
    expect(plan.runs[0]?.departureMinute).toBe(600)
    const early = structuredClone(problem)
    delete early.stops[0]?.releaseMinute
    expect(codes(problem, solve(early))).toContain('time.release')
  })

  test('[E1] one set-up serves a whole building', () => {
    const stops = [
      { at: 5, setupMinutes: 6, building: 'x' },
      { at: 5, setupMinutes: 6, building: 'x' },
      { at: 9, setupMinutes: 6 },
    ]
    const problem = tinyProblem({ stops })
    const plan = solve(problem)
    expect(codes(problem, plan)).toEqual([])
    const setups = plan.runs[0]?.trips[0]?.stops.map(stop => stop.setupMinutes).sort()
    expect(setups).toEqual([0, 6, 6])
  })

  test('[E1] stairs take time, a lift spares it, a slower driver takes longer', () => {
    const service = { baseMinutes: 4, perCylinderMinutes: 2, floors: 3, perFloorMinutes: 1 }
    const minutes = (stop: object, driver: object) => {
      const problem = tinyProblem({
        stops: [{ at: 5, deliver: { 20: 2 }, service: { ...service, ...stop } }],
        drivers: [driver],
      })
      const plan = solve(problem)
      expect(codes(problem, plan)).toEqual([])
      return plan.runs[0]?.serviceMinutes
    }
    expect(minutes({}, {})).toBe(4 + 2 * 2 + 2 * 3)
    expect(minutes({ hasLift: true }, {})).toBe(8)
    expect(minutes({}, { serviceFactor: 1.5 })).toBe(21)
  })

  test('[E1] speed by hour: the same way takes longer in the rush hour', () => {
    const hourFactors = new Array<number>(24).fill(1)
    hourFactors[8] = 0.5
    const problem = tinyProblem({ stops: [{ at: 20 }] })
    problem.travel.hourFactors = hourFactors
    const plan = solve(problem)
    expect(codes(problem, plan)).toEqual([])
    expect(plan.runs[0]?.trips[0]?.stops[0]?.legMinutes).toBe(40)
    const rushed = solve(tinyProblem({ stops: [{ at: 20 }] }))
    expect(codes(problem, rushed)).toContain('time.travel')
  })

  test('[E1] a soft window may be missed at its price, and the plan says by how much', () => {
    const stops = [
      { at: 30, windows: [{ fromMinute: 480, toMinute: 515 }] },
      { at: -30, windows: [{ fromMinute: 480, toMinute: 520, hard: false }] },
    ]
    const problem = tinyProblem({
      stops,
      rest: { objective: { perKm: 10, perHour: 0, waitingPerHour: 0, latenessPerMinute: 1 } },
    })
    const plan = solve(problem)
    expect(codes(problem, plan)).toEqual([])
    expect(plan.runs[0]?.lateMinutes).toBe(480 + 30 + 5 + 60 - 520)
    expect(plan.cost.lateness).toBe(55)
  })

  test('[E1] overtime is allowed up to its limit and priced', () => {
    const drivers = [{ shiftEndMinute: 600, maxOvertimeMinutes: 30 }]
    const problem = tinyProblem({
      stops: [{ at: 60 }],
      drivers,
      rest: { objective: { perKm: 0, perHour: 0, overtimePerHour: 600 } },
    })
    const plan = solve(problem)
    expect(plan.runs[0]?.overtimeMinutes).toBe(5)
    expect(plan.cost.overtime).toBe(50)
    expect(codes(problem, plan)).toEqual([])
  })
})

describe('what is served', () => {
  test('[E1] an optional stop is left out when it costs more than it is worth', () => {
    const stay = solve(tinyProblem({ stops: [{ at: 5 }, { at: 90, skipCost: 100 }] }))
    expect(stay.unassigned).toMatchObject([{ stopId: 'b', reason: 'skipped', insertionCost: 1700 }])
    const go = solve(tinyProblem({ stops: [{ at: 5 }, { at: 90, skipCost: 1800 }] }))
    expect(go.unassigned).toEqual([])
  })

  test('[E1] priorities are lexicographic: one urgent stop outweighs three normal ones', () => {
    const stops = [
      { at: 200, priority: 'urgent' as const },
      ...[-5, -6, -7].map(at => ({ at, windows: [{ fromMinute: 480, toMinute: 500 }] })),
    ]
    const plan = solve(tinyProblem({ stops, drivers: [{ shiftEndMinute: 900 }] }))
    expect(plan.runs[0]?.trips[0]?.stops.some(stop => stop.stopId === 'a')).toBe(true)
    const tight = solve(
      tinyProblem({
        stops: stops.map(stop => ({ ...stop, windows: [{ fromMinute: 480, toMinute: 690 }] })),
        drivers: [{ shiftEndMinute: 890 }],
      }),
    )
    expect(tight.unassigned.map(each => each.stopId)).not.toContain('a')
    expect(tight.unassigned.length).toBeGreaterThan(0)
    expect(tight.stats.unserved.urgent).toBe(0)
  })

  test('[E1] familiar zones draw their stops to the driver who knows them', () => {
    const stops = [
      { at: 5, zone: 'north' },
      { at: -5, zone: 'south' },
    ]
    const drivers = [{ familiarZones: ['south'] }, { familiarZones: ['north'] }]
    const plan = solve(tinyProblem({ stops, drivers }))
    expect(days(plan)).toEqual(['d0:b', 'd1:a'])
  })

  test('[E1] fairness moves work to the driver who has worked less', () => {
    const stops = [
      { at: 5, serviceMinutes: 60 },
      { at: 6, serviceMinutes: 60 },
    ]
    const drivers = [
      { targetMinutes: 100, balanceMinutes: 100 },
      { targetMinutes: 100, balanceMinutes: -60 },
    ]
    const plan = solve(
      tinyProblem({
        stops,
        drivers,
        rest: { objective: { perKm: 1, perHour: 0, waitingPerHour: 0, fairness: 500 } },
      }),
    )
    expect(plan.runs.map(run => run.driverId)).toEqual(['d1'])
  })
})

describe('habit', () => {
  test('[E1] the usual driver comes unless another one saves more than the change costs', () => {
    const vehicles = [{}, { fixedCost: 100 }]
    const served = (changeCost: number) => {
      const stops = [{ at: 5, habit: { driverId: 'd1', changeCost } }]
      const problem = tinyProblem({ stops, drivers: [{}, {}], vehicles })
      const plan = solve(problem)
      expect(codes(problem, plan)).toEqual([])
      return { driver: plan.runs[0]?.driverId, otherDrivers: plan.cost.otherDrivers }
    }
    expect(served(90)).toEqual({ driver: 'd0', otherDrivers: 90 })
    expect(served(110)).toEqual({ driver: 'd1', otherDrivers: 0 })
  })
})
