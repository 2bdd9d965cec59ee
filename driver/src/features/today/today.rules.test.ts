import { describe, expect, test } from 'vitest'
import { dayFixture, ids, stopFixture } from '../../../testkit/day-fixture.ts'
import type { DriverDay } from '../../offline/outbox.types.ts'
import { lateMinutes, lookOf, nextStop, nextThing, tripsOf, truckRows, windowNow } from './today.rules.ts'

const withRun = (change: Partial<NonNullable<DriverDay['run']>>, stops = dayFixture().stops): DriverDay => {
  const day = dayFixture({ stops })
  return { ...day, run: day.run === null ? null : { ...day.run, ...change } }
}
const done = stopFixture(1, { state: 'done' })

describe('what the day asks for', () => {
  test('[F1] in the order of the day: check, load, drive, close', () => {
    expect(nextThing(dayFixture({ run: null }))).toEqual({ do: 'nothing' })
    expect(nextThing(withRun({ isVehicleChecked: false }))).toEqual({ do: 'check-vehicle' })
    expect(nextThing(withRun({ loadedTrips: [] }))).toEqual({ do: 'load', trip: 1 })
    expect(nextThing(withRun({}))).toMatchObject({ do: 'go', next: { number: 1 } })
    expect(nextThing(withRun({}, [done]))).toEqual({ do: 'close' })
    expect(nextThing(withRun({ state: 'closed' }))).toEqual({ do: 'closed' })
  })

  test('[F1] a stop where he stands comes before anything else', () => {
    const stops = [stopFixture(1), stopFixture(2, { state: 'arrived' })]
    expect(nextThing(withRun({ loadedTrips: [] }, stops))).toMatchObject({ next: { number: 2 } })
  })

  test('[F1] the second trip is loaded when the first is through, and numbers start anew', () => {
    const stops = [done, stopFixture(2, { trip: 2, position: 9 })]
    expect(nextThing(withRun({}, stops))).toEqual({ do: 'load', trip: 2 })
    expect(tripsOf(dayFixture({ stops }))[1]?.stops[0]?.number).toBe(1)
  })
})

test('[F1] fulls aboard stand against what the open stops of the trip still take', () => {
  const day = dayFixture({ stops: [done, stopFixture(2)] })
  if (day.run === null) throw new Error('the fixture has a run')
  expect(truckRows(day.run, tripsOf(day)[0])).toEqual([
    { cylinderType: '50', full: 4, empty: 0, needed: 0 },
    { cylinderType: '20', full: 10, empty: 0, needed: 2 },
  ])
})

test('[F1] of several promised windows the one he arrives in is shown', () => {
  const windows = [
    { fromMinute: 480, toMinute: 720 },
    { fromMinute: 780, toMinute: 1080 },
  ]
  expect(windowNow(stopFixture(1, { windows, arriveMinute: 800 }))?.fromMinute).toBe(780)
  expect(windowNow(stopFixture(1, { windows, arriveMinute: 700 }))?.fromMinute).toBe(480)
  expect(windowNow(stopFixture(1, { windows, arriveMinute: 1200 }))?.fromMinute).toBe(780)
  expect(windowNow(stopFixture(1, { windows: [] }))).toBeUndefined()
})

test('[F1] late is counted from the end of the last promised window', () => {
  const stop = stopFixture(1, {
    windows: [{ fromMinute: 600, toMinute: 650 }],
    etaAt: '2026-11-23T02:58:00.000Z',
  })
  expect(lateMinutes(stop)).toBe(8)
  expect(lateMinutes({ ...stop, windows: [] })).toBe(0)
  expect(lookOf(stop, undefined)).toBe('late')
  expect(lookOf(stop, ids.stop(1))).toBe('enroute')
  expect(nextStop(tripsOf(dayFixture()))?.stop.id).toBe(ids.stop(1))
})
