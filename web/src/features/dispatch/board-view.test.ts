import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import { expect, test } from 'vitest'
import { axisOf, boardView, changeBetween, type Run, type Stop } from './board-view.ts'
import { pickUp, step } from './carry.ts'
import { nextRedo, nextUndo, type Step } from './history.ts'
import { sameSlot, slotAtMinute, slotsOf } from './slots.ts'

const stop = (id: string, over: Partial<Stop> = {}): Stop => ({
  id,
  runId: 'ra',
  trip: 1,
  position: 0,
  siteId: 's',
  orderId: null,
  customerCode: '1',
  shortName: id,
  address: '',
  zone: null,
  point: null,
  pointSource: null,
  state: 'planned',
  isLocked: false,
  priority: 'normal',
  windows: [],
  arriveMinute: null,
  departMinute: null,
  etaAt: null,
  arrivedAt: null,
  finishedAt: null,
  lines: [],
  gasGrams: 0,
  reason: null,
  daysLeft: null,
  unplannedBecause: null,
  vehicleAccess: 'any',
  published: null,
  version: 1,
  ...over,
})
const run = (id: string, letter: string, over: Partial<Run> = {}): Run => ({
  id,
  driverId: `d${id}`,
  driverName: letter,
  letter,
  vehicleId: 'v',
  plate: '',
  vehicleKind: 'truck',
  state: 'published',
  isLocked: false,
  startMinute: 480,
  endMinute: 960,
  shiftEndMinute: 1080,
  metres: 0,
  maxLoadGrams: 1_000_000,
  version: 1,
  timeline: [],
  loads: [],
  ...over,
})
const board = (over: Partial<Board>): Board => ({
  planId: 'p',
  date: '2026-11-23',
  state: 'draft',
  version: 1,
  hasUnpublishedChanges: true,
  depot: { id: 'd', name: '站', point: { latitude: 22.7, longitude: 121.1 } },
  runs: [],
  stops: [],
  violations: [],
  totals: { stops: 0, planned: 0, metres: 0, minutes: 0, gasGrams: 0 },
  drivers: [],
  vehicles: [],
  presence: [],
  staffing: [],
  publishedAt: null,
  steps: [],
  ...over,
})
const lane = (...stops: Stop[]) => boardView(board({ runs: [run('ra', 'A')], stops })).lanes

test('[E1] stops are numbered through all trips in the order they are driven', () => {
  const stops = [stop('c', { trip: 2 }), stop('b', { position: 1 }), stop('a')]
  const view = boardView(board({ runs: [run('ra', 'A')], stops }))
  expect(view.lanes[0]?.stops.map(each => each.id)).toEqual(['a', 'b', 'c'])
  expect(view.numberOf.get('c')).toBe(3)
})

test('[E1] the next stop of a loaded run is on the way, a late arrival is late, nothing else is', () => {
  const stops = [
    stop('a', { state: 'done' }),
    stop('b', { position: 1, state: 'published' }),
    stop('c', { position: 2, state: 'published', arriveMinute: 600, etaAt: '2026-11-23T10:15:00+08:00' }),
    stop('d', { position: 3, state: 'published', arriveMinute: 600, etaAt: '2026-11-23T10:05:00+08:00' }),
  ]
  const view = boardView(board({ runs: [run('ra', 'A', { state: 'loaded' })], stops }))
  expect(stops.map(view.stateOf)).toEqual(['done', 'enroute', 'late', 'planned'])
})

test('[E2] the slots of a lane are every position, each trip’s end and a new trip', () => {
  const others = [stop('a'), stop('b', { position: 1 }), stop('c', { trip: 2 })]
  expect(slotsOf(others).map(slot => `${slot.trip}.${slot.position}${slot.isNewTrip ? '+' : ''}`)).toEqual([
    '1.0',
    '1.1',
    '1.2',
    '2.0',
    '2.1',
    '3.0+',
  ])
  expect(slotsOf([])).toMatchObject([{ trip: 1, position: 0, isNewTrip: true }])
})

test('[E2] a drop never lands before what has been driven', () => {
  const others = [
    stop('a', { state: 'done', arriveMinute: 600, departMinute: 610 }),
    stop('b', { position: 1, arriveMinute: 700, departMinute: 710 }),
    stop('c', { trip: 2, arriveMinute: 800, departMinute: 810 }),
  ]
  const slots = slotsOf(others)
  expect(slots[0]).toMatchObject({ trip: 1, position: 1, beforeId: 'b' })
  expect(slots[slotAtMinute(slots, 100)]).toBe(slots[0])
  expect(slots[slotAtMinute(slots, 720)]).toMatchObject({ trip: 1, position: 2, beforeId: undefined })
  expect(slots[slotAtMinute(slots, 900)]).toMatchObject({ trip: 3, isNewTrip: true })
  expect(slotsOf([stop('x', { state: 'done' }), stop('y', { trip: 2, state: 'arrived' })])[0]).toMatchObject({
    trip: 2,
    position: 1,
  })
})

test('[E2] a move offered again goes before the same neighbour, wherever that is now', () => {
  const [, wanted] = slotsOf([stop('a'), stop('b', { position: 1 })])
  if (!wanted) throw new Error('a slot expected')
  expect(
    sameSlot(slotsOf([stop('n'), stop('a', { position: 1 }), stop('b', { position: 2 })]), wanted),
  ).toMatchObject({
    position: 2,
    beforeId: 'b',
  })
  expect(sameSlot(slotsOf([stop('a')]), wanted)).toMatchObject({ trip: 1, position: 1 })
})

test('[E2] Ctrl+Z takes my own newest step, a first publication is passed over, redo follows until I do something new', () => {
  const done = (number: number, over: Partial<Step> = {}): Step => ({
    id: `s${number}`,
    number,
    kind: 'move',
    doneBy: 'me',
    doneByName: '',
    doneAt: '2026-11-23T06:00:00+08:00',
    subject: {},
    isUndone: false,
    mayUndo: true,
    mayRedo: false,
    ...over,
  })
  const first = done(3, { kind: 'publish', subject: { number: 1 } })
  expect(nextUndo([first, done(2, { doneBy: 'you' }), done(1)], 'me')?.id).toBe('s1')
  const taken = { isUndone: true, mayRedo: true }
  expect(nextRedo([done(3, taken), done(2, taken), done(1)], 'me')?.id).toBe('s2')
  expect(nextRedo([done(4), done(3, taken), done(2, taken), done(1)], 'me')).toBeUndefined()
})

test('[E1] the keyboard carries a stop along, to another lane, and to the tray below the last', () => {
  const stops = [stop('a'), stop('b', { position: 1 }), stop('x', { runId: 'rb' })]
  const { lanes } = boardView(board({ runs: [run('ra', 'A'), run('rb', 'B')], stops }))
  const picked = pickUp(lanes, stops[0] as Stop)
  expect(picked).toEqual({ stopId: 'a', laneKey: 'ra', slot: 0 })
  expect(step(lanes, picked, 'ArrowRight').slot).toBe(1)
  expect(step(lanes, picked, 'ArrowLeft').slot).toBe(0)
  const below = step(lanes, picked, 'ArrowDown')
  expect(below.laneKey).toBe('rb')
  expect(step(lanes, { ...picked, slot: 1 }, 'ArrowRight').slot).toBe(2)
  expect(step(lanes, below, 'ArrowDown').laneKey).toBeNull()
})

test('[E1] a locked lane is stepped over', () => {
  const stops = [stop('a')]
  const runs = [run('ra', 'A'), run('rb', 'B', { isLocked: true }), run('rc', 'C')]
  const { lanes } = boardView(board({ runs, stops }))
  expect(step(lanes, pickUp(lanes, stops[0] as Stop), 'ArrowDown').laneKey).toBe('rc')
})

test('[E1] the axis is whole hours around everything planned; a change is told in minutes, metres and promises', () => {
  const late = run('ra', 'A', {
    timeline: [{ kind: 'load', fromMinute: 450, toMinute: 1130, stopId: null, loadGrams: 0 }],
  })
  expect(axisOf(board({ runs: [late] }))).toEqual({ fromMinute: 420, toMinute: 1140 })
  const before = board({ totals: { stops: 1, planned: 1, metres: 5000, minutes: 60, gasGrams: 0 } })
  const after = board({
    totals: { stops: 1, planned: 1, metres: 6200, minutes: 57, gasGrams: 0 },
    violations: [{ code: 'window.closed', stopId: 'a', runId: 'ra', params: {} }],
  })
  expect(changeBetween(before, after)).toEqual({ minutes: -3, metres: 1200, violations: 1 })
  expect(lane(stop('a'))).toHaveLength(1)
})
