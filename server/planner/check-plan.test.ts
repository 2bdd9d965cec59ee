/**
 * For every rule: a plan that breaks it is caught with its code, and the rule binds, i.e. the engine's plan with
 * the rule differs from the plan without it.
 */
import { describe, expect, test, vi } from 'vitest'
import {
  checkPlan,
  evaluatePlan,
  type Plan,
  type Problem,
  planSync,
  type ViolationCode,
} from './planner.api.ts'
import { type TinyOptions, tinyProblem } from './testing/tiny-problem.ts'

// Nothing here is timed; a crowded machine may take long.
vi.setConfig({ testTimeout: 120_000 })

const solve = (problem: Problem): Plan => planSync(problem, { iterations: 300, seed: 1 })
const codes = (problem: Problem, plan: Plan): ViolationCode[] =>
  checkPlan(problem, plan).map(each => each.code)
const days = (plan: Plan): string[] =>
  plan.runs.map(run => `${run.driverId}:${run.trips.map(t => t.stops.map(s => s.stopId).join('')).join('|')}`)

/** The rule's problem, the same without the rule, and a hand-made day that breaks the rule. */
type Rule = {
  name: string
  code: ViolationCode
  with: TinyOptions
  without: TinyOptions
  broken: Record<string, string[][]>
}

const two = [
  { at: 10, deliver: { 20: 6 } },
  { at: 11, deliver: { 20: 6 } },
]
const rules: Rule[] = [
  {
    name: 'places of a size',
    code: 'slots.over',
    with: { stops: two, drivers: [{ maxTrips: 2 }] },
    without: { stops: two, drivers: [{ maxTrips: 2 }], vehicles: [{ slots: { 20: 12 } }] },
    broken: { d0: [['a', 'b']] },
  },
  {
    name: 'places shared by full and empty',
    code: 'slots.over',
    with: {
      stops: [
        { at: 10, collect: { 20: 8 }, windows: [{ fromMinute: 480, toMinute: 520 }] },
        { at: 11, deliver: { 20: 8 }, windows: [{ fromMinute: 600, toMinute: 640 }] },
      ],
      drivers: [{ maxTrips: 2 }],
    },
    without: {
      stops: [
        { at: 10, collect: { 20: 2 }, windows: [{ fromMinute: 480, toMinute: 520 }] },
        { at: 11, deliver: { 20: 8 }, windows: [{ fromMinute: 600, toMinute: 640 }] },
      ],
      drivers: [{ maxTrips: 2 }],
    },
    broken: { d0: [['a', 'b']] },
  },
  {
    name: 'gross weight with tare',
    code: 'weight.over',
    with: {
      stops: two,
      drivers: [{ maxTrips: 2 }],
      vehicles: [{ slots: { 20: 99 }, maxGrossGrams: 400_000 }],
    },
    without: {
      stops: two,
      drivers: [{ maxTrips: 2 }],
      vehicles: [{ slots: { 20: 99 }, maxGrossGrams: 480_000 }],
    },
    broken: { d0: [['a', 'b']] },
  },
  {
    name: 'net gas of a motorcycle',
    code: 'gas.over',
    with: {
      stops: [
        { at: 3, deliver: { 20: 2 } },
        { at: 4, deliver: { 20: 2 } },
      ],
      drivers: [{ maxTrips: 2 }],
      vehicles: [{ kind: 'motorcycle', maxNetGasGrams: 60_000 }],
    },
    without: {
      stops: [
        { at: 3, deliver: { 20: 2 } },
        { at: 4, deliver: { 20: 2 } },
      ],
      drivers: [{ maxTrips: 2 }],
      vehicles: [{ kind: 'motorcycle' }],
    },
    broken: { d0: [['a', 'b']] },
  },
  {
    name: 'a hard window',
    code: 'window.closed',
    with: {
      stops: [
        { at: 5, windows: [{ fromMinute: 480, toMinute: 490 }] },
        { at: -5, windows: [{ fromMinute: 500, toMinute: 510 }] },
        { at: 6, windows: [{ fromMinute: 520, toMinute: 999 }] },
      ],
    },
    without: { stops: [{ at: 5 }, { at: -5 }, { at: 6 }] },
    broken: { d0: [['a', 'c', 'b']] },
  },
  {
    name: 'not before a minute',
    code: 'window.closed',
    with: {
      stops: [
        { at: 5, notBeforeMinute: 560 },
        { at: 6, windows: [{ fromMinute: 480, toMinute: 500 }] },
        { at: -5, windows: [{ fromMinute: 480, toMinute: 520 }] },
      ],
    },
    without: {
      stops: [
        { at: 5 },
        { at: 6, windows: [{ fromMinute: 480, toMinute: 500 }] },
        { at: -5, windows: [{ fromMinute: 480, toMinute: 520 }] },
      ],
    },
    broken: { d0: [['a', 'b', 'c']] },
  },
  {
    name: 'the end of the shift',
    code: 'shift.late',
    with: {
      stops: [{ at: 50 }, { at: -50 }],
      drivers: [{ shiftEndMinute: 600 }, { shiftEndMinute: 600 }],
      vehicles: [{}, { fixedCost: 5000 }],
    },
    without: { stops: [{ at: 50 }, { at: -50 }], drivers: [{}, {}], vehicles: [{}, { fixedCost: 5000 }] },
    broken: { d0: [['a', 'b']] },
  },
  {
    name: 'the number of trips',
    code: 'trips.many',
    with: { stops: two, drivers: [{}, {}], vehicles: [{}, { fixedCost: 5000 }] },
    without: { stops: two, drivers: [{ maxTrips: 2 }, {}], vehicles: [{}, { fixedCost: 5000 }] },
    broken: { d0: [['a'], ['b']] },
  },
  {
    name: 'vehicle kinds',
    code: 'vehicle.kind',
    with: {
      stops: [{ at: 5, vehicleKinds: ['motorcycle'] }],
      drivers: [{}, {}],
      vehicles: [{}, { kind: 'motorcycle', fixedCost: 900 }],
    },
    without: {
      stops: [{ at: 5 }],
      drivers: [{}, {}],
      vehicles: [{}, { kind: 'motorcycle', fixedCost: 900 }],
    },
    broken: { d0: [['a']] },
  },
  {
    name: 'skills',
    code: 'skill.missing',
    with: {
      stops: [{ at: 5, skills: ['stairs'] }],
      drivers: [{}, { skills: ['stairs'] }],
      vehicles: [{}, { fixedCost: 900 }],
    },
    without: {
      stops: [{ at: 5 }],
      drivers: [{}, { skills: ['stairs'] }],
      vehicles: [{}, { fixedCost: 900 }],
    },
    broken: { d0: [['a']] },
  },
  {
    name: 'a pinned driver',
    code: 'lock.driver',
    with: {
      stops: [{ at: 5 }],
      drivers: [{}, {}],
      vehicles: [{}, { fixedCost: 900 }],
      rest: { locks: { pins: [{ stopId: 'a', driverId: 'd1' }] } },
    },
    without: { stops: [{ at: 5 }], drivers: [{}, {}], vehicles: [{}, { fixedCost: 900 }] },
    broken: { d0: [['a']] },
  },
  {
    name: 'a frozen prefix',
    code: 'lock.prefix',
    with: {
      stops: [{ at: 5 }, { at: -9 }, { at: 6 }],
      rest: { locks: { prefixes: [{ driverId: 'd0', trips: [['a', 'b']] }] } },
    },
    without: { stops: [{ at: 5 }, { at: -9 }, { at: 6 }] },
    broken: { d0: [['a', 'c', 'b']] },
  },
  {
    name: 'lunch',
    code: 'window.closed',
    with: {
      stops: [{ at: 1, windows: [{ fromMinute: 695, toMinute: 700 }] }],
      drivers: [{ lunch: { fromMinute: 690, toMinute: 694, minutes: 60 }, shiftEndMinute: 720 }, {}],
      vehicles: [{}, { fixedCost: 900 }],
    },
    without: {
      stops: [{ at: 1, windows: [{ fromMinute: 695, toMinute: 700 }] }],
      drivers: [{}, {}],
      vehicles: [{}, { fixedCost: 900 }],
    },
    broken: { d0: [['a']] },
  },
  {
    name: 'the limit of overtime',
    code: 'shift.late',
    with: {
      stops: [{ at: 80 }],
      drivers: [{ shiftEndMinute: 600, maxOvertimeMinutes: 30 }, {}],
      vehicles: [{}, { fixedCost: 900 }],
    },
    without: {
      stops: [{ at: 80 }],
      drivers: [{ shiftEndMinute: 600, maxOvertimeMinutes: 60 }, {}],
      vehicles: [{}, { fixedCost: 900 }],
    },
    broken: { d0: [['a']] },
  },
  {
    name: 'the minutes of a reload',
    code: 'window.closed',
    with: { ...reloaded(30), vehicles: [{}, { fixedCost: 900 }] },
    without: { ...reloaded(5), vehicles: [{}, { fixedCost: 900 }] },
    broken: { d0: [['a'], ['b']] },
  },
  {
    name: 'goods that come in later',
    code: 'window.closed',
    with: {
      stops: [
        { at: 5, releaseMinute: 600 },
        { at: 6, windows: [{ fromMinute: 480, toMinute: 520 }] },
      ],
      drivers: [{ maxTrips: 2 }],
    },
    without: {
      stops: [{ at: 5 }, { at: 6, windows: [{ fromMinute: 480, toMinute: 520 }] }],
      drivers: [{ maxTrips: 2 }],
    },
    broken: { d0: [['a', 'b']] },
  },
  {
    name: 'minutes by cylinders and floors',
    code: 'window.closed',
    with: climbed(false),
    without: climbed(true),
    broken: { d0: [['a', 'b']] },
  },
  {
    name: 'a set-up at each building',
    code: 'window.closed',
    with: setUp('y'),
    without: setUp('x'),
    broken: { d0: [['a', 'b']] },
  },
]

/** The second load leaves the depot in time only after a short reload. */
function reloaded(reloadMinutes: number): TinyOptions {
  return {
    stops: [
      { at: 5, deliver: { 20: 8 }, windows: [{ fromMinute: 485, toMinute: 485 }] },
      { at: 5, deliver: { 20: 8 }, windows: [{ fromMinute: 500, toMinute: 510 }] },
    ],
    drivers: [{ maxTrips: 2 }, {}],
    depot: { reloadMinutes },
  }
}

/** Four cylinders to the fifth floor take 29 minutes, with a lift 9. */
function climbed(hasLift: boolean): TinyOptions {
  const service = { baseMinutes: 5, perCylinderMinutes: 1, floors: 5, perFloorMinutes: 1, hasLift }
  return {
    stops: [
      { at: 5, deliver: { 20: 4 }, service, windows: [{ fromMinute: 485, toMinute: 486 }] },
      { at: 6, windows: [{ fromMinute: 480, toMinute: 500 }] },
    ],
    drivers: [{}, {}],
    vehicles: [{}, { fixedCost: 900 }],
  }
}

/** Two stops at one spot: the second needs its own set-up unless it is in the building of the first. */
function setUp(building: string): TinyOptions {
  return {
    stops: [
      { at: 5, setupMinutes: 10, building: 'x', windows: [{ fromMinute: 480, toMinute: 495 }] },
      { at: 5, setupMinutes: 10, building, windows: [{ fromMinute: 480, toMinute: 500 }] },
    ],
    drivers: [{}, {}],
    vehicles: [{}, { fixedCost: 900 }],
  }
}

function build(options: TinyOptions): Problem {
  return tinyProblem(options)
}

describe('every rule', () => {
  test.each(rules)('[E1] $name: a day that breaks it is refused as $code', rule => {
    const problem = build(rule.with)
    const assignment = Object.entries(rule.broken).map(([driverId, trips]) => ({ driverId, trips }))
    const evaluated = evaluatePlan(problem, assignment)
    expect(evaluated.violations.map(each => each.code)).toContain(rule.code)
    for (const violation of evaluated.violations) expect(violation.detail).toMatch(/\w/)
  })

  test.each(rules)('[E1] $name binds: the plan with it differs from the plan without it', rule => {
    const bound = solve(build(rule.with))
    const free = solve(build(rule.without))
    expect(codes(build(rule.with), bound)).toEqual([])
    expect(bound.unassigned).toEqual([])
    expect(days(bound)).not.toEqual(days(free))
  })
})

describe('a falsified plan', () => {
  const problem = tinyProblem({
    stops: [
      { at: 5, deliver: { 20: 2 }, collect: { 20: 1 } },
      { at: 8, deliver: { 20: 1 } },
    ],
    rest: { objective: {} },
  })
  const plan = solve(problem)
  const first = (copy: Plan) =>
    copy.runs[0]?.trips[0]?.stops[0] as NonNullable<Plan['runs'][0]['trips'][0]['stops'][0]>

  test.each<[string, ViolationCode, (copy: Plan) => void]>([
    ['a stop disappears', 'stop.missing', copy => copy.runs[0]?.trips[0]?.stops.pop()],
    [
      'a stop is planned and left out',
      'stop.twice',
      copy => copy.unassigned.push({ stopId: 'a', reason: 'time', detail: '' }),
    ],
    [
      'an invented stop',
      'stop.unknown',
      copy => copy.unassigned.push({ stopId: 'zz', reason: 'time', detail: '' }),
    ],
    [
      'an invented driver',
      'driver.unknown',
      copy => Object.assign(copy.runs[0] as object, { driverId: 'x' }),
    ],
    ['another vehicle', 'vehicle.wrong', copy => Object.assign(copy.runs[0] as object, { vehicleId: 'x' })],
    [
      'a driver twice',
      'driver.twice',
      copy => copy.runs.push({ ...(copy.runs[0] as Plan['runs'][0]), trips: [] }),
    ],
    [
      'a faster way',
      'time.travel',
      copy => {
        first(copy).arrivalMinute -= 3
        first(copy).startMinute -= 3
        first(copy).departureMinute -= 3
      },
    ],
    [
      'a shorter service',
      'time.service',
      copy => {
        first(copy).departureMinute -= 2
      },
    ],
    [
      'an earlier departure',
      'shift.early',
      copy => {
        ;(copy.runs[0] as Plan['runs'][0]).departureMinute -= 30
      },
    ],
    [
      'a trip without stops',
      'trip.empty',
      copy =>
        copy.runs[0]?.trips.push({ ...(copy.runs[0].trips[0] as Plan['runs'][0]['trips'][0]), stops: [] }),
    ],
    [
      'a lighter load',
      'load.wrong',
      copy => {
        ;(copy.runs[0]?.trips[0] as Plan['runs'][0]['trips'][0]).load = { 20: 1 }
      },
    ],
    [
      'a wrong load on the way',
      'load.wrong',
      copy => {
        first(copy).grossGramsAfter += 1
      },
    ],
    [
      'a lower price',
      'report.wrong',
      copy => {
        copy.cost.total -= 5
      },
    ],
    [
      'fewer kilometres',
      'report.wrong',
      copy => {
        ;(copy.runs[0] as Plan['runs'][0]).km -= 2
      },
    ],
    [
      'hidden waiting',
      'report.wrong',
      copy => {
        first(copy).waitingMinutes = 9
      },
    ],
  ])('[E1] %s: the checker says %s', (_, code, falsify) => {
    expect(codes(problem, plan)).toEqual([])
    const copy = structuredClone(plan)
    falsify(copy)
    expect(codes(problem, copy)).toContain(code)
  })
})
