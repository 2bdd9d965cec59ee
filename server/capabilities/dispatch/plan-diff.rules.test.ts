import { expect, test } from 'vitest'
import type { Plan, PlannedRun } from '../../planner/planner.api.ts'
import type { Layout } from './layout.rules.ts'
import {
  type DiffInput,
  diffPlans,
  type Expectation,
  expectationOf,
  type PlanSide,
} from './plan-diff.rules.ts'

const drivers = [
  { id: 'ann', letter: 'A', name: '阿安' },
  { id: 'ben', letter: 'B', name: '阿斌' },
]
const finding = (code: string, stopId: string | null, runId: string | null = null) => ({
  code,
  stopId,
  runId,
  params: { amount: 1, detail: '' },
})

/** A plan whose drivers leave at 480 and come back 100 minutes and 10 km a stop later. */
function sideOf(layout: Layout, arrivals: Record<string, number>, violations: PlanSide['violations'] = []) {
  const runs = Object.entries(layout).flatMap(([driverId, trips]) => {
    const stops = trips.flat().length
    return stops === 0
      ? []
      : [{ driverId, departureMinute: 480, returnMinute: 480 + 100 * stops, km: 10 * stops } as PlannedRun]
  })
  return { layout, arrivals: new Map(Object.entries(arrivals)), result: { runs } as Plan, violations }
}

function diff(
  before: PlanSide,
  after: PlanSide,
  change: Partial<DiffInput> = {},
  expects: Expectation = 'time',
) {
  return diffPlans({
    isPublished: true,
    tellMinutes: 20,
    before,
    after,
    stops: ['a', 'b', 'c', 'd'].map(id => ({ id, shortName: `店${id}`, expects })),
    drivers,
    ...change,
  })
}
const kinds = (found: ReturnType<typeof diff>) => found.stops.map(stop => [stop.stopId, stop.kind])

test.each([
  ['normal', null, [], 'nothing'],
  ['normal', null, [{ fromMinute: 540, toMinute: 720 }], 'nothing'],
  ['normal', 'order', [], 'day'],
  ['normal', 'order', [{ fromMinute: 540, toMinute: 720 }], 'time'],
  ['promised', null, [], 'time'],
  ['urgent', 'order', [], 'time'],
  ['emergency', 'order', [], 'time'],
] as const)(
  '[E2] a %s stop with order %s and windows %j counts on: %s',
  (priority, orderId, windows, expected) => {
    expect(expectationOf({ priority, orderId, windows })).toBe(expected)
  },
)

test('[E2] an arrival that was worked out for a running stop does not make its customer one who was told', () => {
  const stop = {
    priority: 'normal' as const,
    orderId: null,
    windows: [],
    etaAt: new Date('2026-11-22T02:00:00Z'),
  }
  expect(expectationOf(stop)).toBe('nothing')
})

test('[E2] two plans that are alike differ in nothing', () => {
  const side = sideOf({ ann: [['a', 'b']] }, { a: 500, b: 520 })
  const found = diff(side, side)
  expect(found).toMatchObject({ stops: [], broken: [], kept: [], drivers: [] })
  expect(found.before).toEqual({ planned: 2, metres: 20_000, minutes: 200 })
  expect(found.after).toEqual(found.before)
})

test('[E2] each change has one name: left out, added, driver, trip, order, time', () => {
  const left = diff(sideOf({ ann: [['a', 'b']] }, { a: 500, b: 520 }), sideOf({ ann: [['b']] }, { b: 520 }))
  expect(kinds(left)).toEqual([['a', 'left-out']])
  const added = diff(sideOf({ ann: [['a']] }, { a: 500 }), sideOf({ ann: [['a', 'b']] }, { a: 500, b: 520 }))
  expect(kinds(added)).toEqual([['b', 'added']])
  const driver = diff(sideOf({ ann: [['a']] }, { a: 500 }), sideOf({ ben: [['a']] }, { a: 500 }))
  expect(kinds(driver)).toEqual([['a', 'driver']])
  const trip = diff(
    sideOf({ ann: [['a', 'b']] }, { a: 500, b: 520 }),
    sideOf({ ann: [['a'], ['b']] }, { a: 500, b: 620 }),
  )
  expect(kinds(trip)).toEqual([['b', 'trip']])
  const order = diff(
    sideOf({ ann: [['a', 'b', 'c']] }, { a: 500, b: 520, c: 540 }),
    sideOf({ ann: [['b', 'c', 'a']] }, { b: 500, c: 520, a: 540 }),
  )
  expect(order.stops.find(stop => stop.stopId === 'a')?.kind).toBe('order')
  const time = diff(sideOf({ ann: [['a']] }, { a: 500 }), sideOf({ ann: [['a']] }, { a: 505 }))
  expect(kinds(time)).toEqual([['a', 'time']])
  expect(time.stops[0]).toMatchObject({ laterMinutes: 5, mustBeTold: false })
})

test('[E2] who counts on a time is told when it shifts by more than the limit, either way, and when he is left out', () => {
  const before = sideOf({ ann: [['a', 'b', 'c', 'd']] }, { a: 500, b: 520, c: 540, d: 560 })
  const after = sideOf({ ann: [['a', 'b', 'c']] }, { a: 520, b: 541, c: 519 })
  const told = (expects: Expectation, change: Partial<DiffInput> = {}) =>
    diff(before, after, change, expects)
      .stops.filter(stop => stop.mustBeTold)
      .map(stop => stop.stopId)
  expect(told('time')).toEqual(['d', 'b', 'c'])
  expect(told('day')).toEqual(['d'])
  expect(told('nothing')).toEqual([])
  expect(told('time', { isPublished: false })).toEqual([])
})

test('[E2] a customer who is new on the plan was never told otherwise', () => {
  const found = diff(sideOf({}, {}), sideOf({ ann: [['a']] }, { a: 500 }))
  expect(found.stops).toMatchObject([{ stopId: 'a', kind: 'added', from: null, mustBeTold: false }])
})

test('[E2] a stop without a time on either side has not shifted', () => {
  const found = diff(sideOf({ ann: [['a']] }, {}), sideOf({ ann: [['a']] }, { a: 500 }))
  expect(found.stops).toEqual([])
  const moved = diff(sideOf({ ann: [['a']] }, { a: 500 }), sideOf({ ben: [['a']] }, {}))
  expect(moved.stops).toMatchObject([{ kind: 'driver', laterMinutes: null, mustBeTold: false }])
})

test('[E2] customers to be told come first, then the weightier change, then the larger shift', () => {
  const before = sideOf({ ann: [['a', 'b', 'c']], ben: [['d']] }, { a: 500, b: 520, c: 540, d: 600 })
  const after = sideOf({ ann: [['a', 'b', 'c', 'd']] }, { a: 505, b: 530, c: 600, d: 610 })
  expect(kinds(diff(before, after))).toEqual([
    ['c', 'time'],
    ['d', 'driver'],
    ['b', 'time'],
    ['a', 'time'],
  ])
})

test('[E2] only what is newly broken and what is newly kept is told', () => {
  const old = [finding('time.window', 'a'), finding('weight.over', null, 'run-1')]
  const fresh = [finding('time.window', 'a'), finding('time.window', 'b')]
  const layout = { ann: [['a', 'b']] }
  const arrivals = { a: 500, b: 520 }
  const found = diff(sideOf(layout, arrivals, old), sideOf(layout, arrivals, fresh))
  expect(found.broken).toEqual([finding('time.window', 'b')])
  expect(found.kept).toEqual([finding('weight.over', null, 'run-1')])
})

test('[E2] each driver is told what he gains, loses and keeps otherwise; who has the same day is left out', () => {
  const before = sideOf({ ann: [['a', 'b', 'c']] }, { a: 500, b: 520, c: 540 })
  const after = sideOf({ ann: [['a', 'b']], ben: [['c']] }, { a: 500, b: 530, c: 540 })
  expect(diff(before, after).drivers).toEqual([
    {
      driverId: 'ann',
      letter: 'A',
      name: '阿安',
      gained: 0,
      lost: 1,
      changed: 1,
      minutes: -100,
      metres: -10_000,
    },
    {
      driverId: 'ben',
      letter: 'B',
      name: '阿斌',
      gained: 1,
      lost: 0,
      changed: 0,
      minutes: 100,
      metres: 10_000,
    },
  ])
  const same = sideOf({ ann: [['a']], ben: [['b']] }, { a: 500, b: 500 })
  const later = sideOf({ ann: [['a']], ben: [['b']] }, { a: 500, b: 510 })
  expect(diff(same, later).drivers.map(driver => driver.letter)).toEqual(['B'])
})
