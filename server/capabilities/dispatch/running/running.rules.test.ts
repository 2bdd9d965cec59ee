import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anchorOf, isLunchDue, type Whereabouts } from './anchor.rules.ts'
import { judgeRisk, marginsOf, type Risk } from './outlook.rules.ts'
import { isComplete, placesOf, toSequences } from './sequence.rules.ts'
import { canDeliverNow, shortOf, spareAboard } from './stock.rules.ts'
import { metresBetween, travelMinutes } from './travel.rules.ts'
import { type DwellFix, sightArrival, silentSince } from './watch.rules.ts'

const depot = { latitude: 22.75, longitude: 121.14 }
const door = { latitude: 22.77, longitude: 121.14 }
const travel = { circuity: 1.35, kmPerHour: 32, factor: 1 }
const where = (given: Partial<Whereabouts> = {}): Whereabouts => ({
  nowMinute: 600,
  depot,
  startMinute: 480,
  arrived: null,
  finished: null,
  fix: null,
  next: door,
  freshMinutes: 5,
  travel,
  ...given,
})

describe('[E3] from where the clock of a remaining day starts', () => {
  test('at a door it is the end of the service, and never the past', () => {
    const arrived = { point: door, atMinute: 595, serviceMinutes: 12 }
    expect(anchorOf(where({ arrived }))).toEqual({ point: door, minute: 607, basis: 'arrived' })
    expect(anchorOf(where({ arrived: { ...arrived, atMinute: 500 } })).minute).toBe(600)
    expect(anchorOf(where({ arrived: { ...arrived, point: null } })).point).toEqual(depot)
  })
  test('a fresh fix away from the depot is where he is; an old one, or one from before his last stop, is not', () => {
    const fix = { point: door, atMinute: 598 }
    expect(anchorOf(where({ fix }))).toEqual({ point: door, minute: 600, basis: 'position' })
    expect(anchorOf(where({ fix: { ...fix, atMinute: 590 } })).basis).toBe('depot')
    expect(anchorOf(where({ fix, finished: { point: depot, atMinute: 599 } })).basis).toBe('stop')
    expect(anchorOf(where({ fix: { point: depot, atMinute: 599 } })).basis).toBe('depot')
  })
  test('silent since his last stop he is about to reach the next one, however long ago that was', () => {
    const leg = travelMinutes(depot, door, travel)
    const finished = { point: depot, atMinute: 500 }
    expect(anchorOf(where({ finished })).minute).toBeCloseTo(600 - leg)
    expect(anchorOf(where({ finished: { ...finished, atMinute: 600 } })).minute).toBe(600)
    expect(anchorOf(where({ finished: { point: null, atMinute: 600 }, next: null })).point).toEqual(depot)
  })
  test('not begun he leaves no earlier than planned and no earlier than now', () => {
    expect(anchorOf(where({ nowMinute: 400 })).minute).toBe(480)
    expect(anchorOf(where({ nowMinute: 500 })).minute).toBe(500)
  })
  test('he is never expected at the next door before now', () => {
    const minute = fc.double({ min: 300, max: 1200, noNaN: true })
    fc.assert(
      fc.property(minute, minute, fc.option(minute), (nowMinute, doneAt, fixAt) => {
        const anchor = anchorOf(
          where({
            nowMinute,
            finished: { point: depot, atMinute: Math.min(doneAt, nowMinute) },
            fix: fixAt === null ? null : { point: depot, atMinute: Math.min(fixAt, nowMinute) },
          }),
        )
        expect(anchor.minute + travelMinutes(anchor.point, door, travel)).toBeGreaterThanOrEqual(
          nowMinute - 1e-6,
        )
      }),
    )
  })
  test('lunch is over once he rested that long, or its time has passed', () => {
    const lunch = { fromMinute: 690, toMinute: 780, minutes: 60 }
    expect(isLunchDue(lunch, [600, 640], 700)).toBe(true)
    expect(isLunchDue(lunch, [640, 720], 730)).toBe(false)
    expect(isLunchDue(lunch, [500, 600], 700)).toBe(true)
    expect(isLunchDue(lunch, [], 781)).toBe(false)
  })
})

const numbers = { promiseMinutes: 15, noticedMinutes: 30, enterMinutes: 5, leaveMinutes: 5 }
const stop = {
  startMinute: 600,
  lateMinutes: 0,
  windows: [{ fromMinute: 480, toMinute: 600 }],
  isPromised: false,
  dueByMinute: null,
  daysLeft: null,
}

describe('[E3] customers at risk', () => {
  test('each promise has its own limit, and the first that is broken is told', () => {
    expect(marginsOf(stop, numbers)).toEqual({ window: 0 })
    expect(
      marginsOf({ ...stop, windows: [], isPromised: true, daysLeft: 0, lateMinutes: 40 }, numbers),
    ).toEqual({ promise: 25, 'run-out': 10 })
    expect(judgeRisk({ promise: 25, 'run-out': 10 }, null, numbers)).toEqual({ risk: 'promise', minutes: 25 })
    expect(judgeRisk({ window: -3, 'run-out': 10 }, null, numbers)?.risk).toBe('run-out')
    expect(marginsOf({ ...stop, daysLeft: 2, lateMinutes: 90 }, numbers)).not.toHaveProperty('run-out')
    expect(judgeRisk({}, 'window', numbers)).toBeNull()
  })
  test('an emergency’s clock is the promise, even where the plan never could have kept it', () => {
    const emergency = { ...stop, windows: [], isPromised: true, lateMinutes: 0 }
    expect(marginsOf(emergency, numbers)).toEqual({ promise: -15 })
    expect(marginsOf({ ...emergency, dueByMinute: 540 }, numbers)).toEqual({ promise: 60 })
  })
  test('an estimate that trembles around the limit never flickers', () => {
    const trembling = fc.array(fc.double({ min: -4.9, max: 4.9, noNaN: true }), { maxLength: 60 })
    fc.assert(
      fc.property(fc.constantFrom<Risk | null>('window', null), trembling, (start, margins) => {
        let risk = start
        for (const window of margins) {
          risk = judgeRisk({ window }, risk, numbers)?.risk ?? null
          expect(risk).toBe(start)
        }
      }),
    )
    expect(judgeRisk({ window: 5 }, null, numbers)?.risk).toBe('window')
    expect(judgeRisk({ window: -5 }, 'window', numbers)).toBeNull()
  })
})

describe('[E3] arrivals that positions show', () => {
  const fence = { centre: door, radiusMetres: 100, dwellSeconds: 90 }
  const fix = (seconds: number, metres: number, accuracyMetres: number | null = 10): DwellFix => ({
    point: { latitude: door.latitude + metres / 111_195, longitude: door.longitude },
    accuracyMetres,
    at: new Date(seconds * 1000),
  })
  test('a stay is an arrival, still going on or left; a passing truck is none', () => {
    expect(sightArrival([fix(0, 20), fix(60, 10), fix(100, 30)], fence)).toEqual({
      arrivedAt: new Date(0),
      leftAt: null,
    })
    expect(sightArrival([fix(0, 20), fix(100, 10), fix(130, 900)], fence)).toEqual({
      arrivedAt: new Date(0),
      leftAt: new Date(100_000),
    })
    expect(sightArrival([fix(0, 900), fix(30, 20), fix(60, 900), fix(300, 20)], fence)).toBeNull()
    expect(sightArrival([], fence)).toBeNull()
  })
  test('a fix on the rim or too coarse ends no stay and begins none', () => {
    expect(
      sightArrival([fix(0, 20), fix(50, 140), fix(70, 2000, 400), fix(100, 20)], fence)?.leftAt,
    ).toBeNull()
    expect(sightArrival([fix(0, 20, 300), fix(100, 20, 300)], fence)).toBeNull()
    expect(sightArrival([fix(0, 20, null), fix(100, 20, null)], fence)).not.toBeNull()
  })
  test('metres and minutes grow with each other', () => {
    expect(metresBetween(depot, door)).toBeCloseTo(2224, -1)
    expect(metresBetween(depot, depot)).toBe(0)
    expect(travelMinutes(depot, door, { ...travel, factor: 0.5 })).toBeCloseTo(
      travelMinutes(depot, door, travel) / 2,
    )
  })
})

test('[E3] a phone is silent by working time: not before the run, not after it, not while it speaks', () => {
  const at = (minute: number) => new Date(minute * 60_000)
  const of = { now: at(530), startsAt: at(480), heardAt: null, isThrough: false, silentMinutes: 20 }
  expect(silentSince(of)).toEqual(at(480))
  expect(silentSince({ ...of, heardAt: at(470) })).toEqual(at(480))
  expect(silentSince({ ...of, heardAt: at(505) })).toEqual(at(505))
  expect(silentSince({ ...of, heardAt: at(515) })).toBeNull()
  expect(silentSince({ ...of, isThrough: true })).toBeNull()
})

describe('[E3] orders of open stops', () => {
  const begun = [
    { publishedTrip: 1, publishedPosition: 0 },
    { publishedTrip: 1, publishedPosition: 1 },
  ]
  test('open stops follow the begun ones of their trip; the present trip keeps its number', () => {
    const sequences = toSequences({ trip: 1 }, [{ stopIds: ['now:d', 'a'] }, { stopIds: ['b', 'c'] }])
    expect(sequences).toEqual([
      { trip: 1, stopIds: ['a'] },
      { trip: 2, stopIds: ['b', 'c'] },
    ])
    expect(placesOf(begun, sequences)).toEqual([
      { stopId: 'a', trip: 1, position: 2 },
      { stopId: 'b', trip: 2, position: 0 },
      { stopId: 'c', trip: 2, position: 1 },
    ])
    expect(placesOf([{ publishedTrip: 2, publishedPosition: null }], [{ trip: 2, stopIds: ['x'] }])).toEqual([
      { stopId: 'x', trip: 2, position: 1 },
    ])
    expect(toSequences({ trip: 2 }, [{ stopIds: ['now:d'] }, { stopIds: ['b'] }])).toEqual([
      { trip: 3, stopIds: ['b'] },
    ])
  })
  test('an order is complete when it holds each stop once, in trips that count up', () => {
    expect(
      isComplete(
        [
          { trip: 1, stopIds: ['a'] },
          { trip: 3, stopIds: ['b'] },
        ],
        ['b', 'a'],
      ),
    ).toBe(true)
    expect(isComplete([{ trip: 1, stopIds: ['a', 'a'] }], ['a', 'b'])).toBe(false)
    expect(
      isComplete(
        [
          { trip: 2, stopIds: ['a'] },
          { trip: 1, stopIds: ['b'] },
        ],
        ['a', 'b'],
      ),
    ).toBe(false)
    expect(isComplete([{ trip: 1, stopIds: ['a'] }], ['a', 'b'])).toBe(false)
    expect(isComplete([{ trip: 1, stopIds: ['c'] }], ['a'])).toBe(false)
  })
  test('whatever the order, no two stops share a place', () => {
    const trips = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 4 })
    fc.assert(
      fc.property(trips, fc.integer({ min: 0, max: 6 }), (numbersOfTrips, count) => {
        const sequences = numbersOfTrips
          .sort((a, b) => a - b)
          .map(trip => ({ trip, stopIds: Array.from({ length: count }, (_, index) => `${trip}-${index}`) }))
        const places = placesOf(begun, sequences)
        const all = [...places.map(place => `${place.trip}/${place.position}`), '1/0', '1/1']
        expect(new Set(all).size).toBe(all.length)
      }),
    )
  })
})

test('[E3] only fulls that no open stop of the trip asks for are spare', () => {
  const line = {
    product: '20',
    cylinderType: '20',
    billingMethod: 'cylinder',
    fullOut: 2,
    emptyIn: 2,
    unitPriceNtd: 0n,
  } as const
  const open = [
    { publishedTrip: 1, lines: [line] },
    { publishedTrip: 2, lines: [line] },
  ] as never
  const run = { trip: 1, open, isLoaded: true, aboard: { full: { '20': 3, '50': 1 }, empty: {} } }
  expect(spareAboard(run)).toEqual({ '20': 1, '50': 1 })
  expect(spareAboard({ ...run, trip: 2 })).toEqual({ '50': 1 })
  expect(shortOf({ '20': 2, '50': 1 }, { '20': 1, '50': 1 })).toEqual({ '20': 1 })
  expect(shortOf({ '4': 1 }, {})).toEqual({ '4': 1 })
  expect([{ '20': 1 }, { '20': 2 }].map(needed => canDeliverNow(run, needed))).toEqual([true, false])
  expect(canDeliverNow({ ...run, isLoaded: false }, { '20': 9 })).toBe(true)
})
