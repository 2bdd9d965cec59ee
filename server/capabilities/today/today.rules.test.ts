import { expect, test } from 'vitest'
import { type CountedStop, countStops, progressOf, sumGas } from './today.rules.ts'

const stop = (fields: Partial<CountedStop>): CountedStop => ({
  state: 'published',
  plannedMinute: 600,
  finishedMinute: null,
  lateMinutes: null,
  risk: null,
  gasGrams: 20_000,
  ...fields,
})

test('[L1] a day is counted by what became of each stop', () => {
  const stops = [
    stop({ state: 'done', finishedMinute: 615 }),
    stop({ state: 'done', finishedMinute: 616 }),
    stop({ state: 'done', plannedMinute: null, finishedMinute: 700 }),
    stop({ state: 'failed', finishedMinute: 640, lateMinutes: 40, risk: 'window' }),
    stop({ lateMinutes: 11, risk: 'promise' }),
    stop({ lateMinutes: 10 }),
    stop({ state: 'unplanned', plannedMinute: null, lateMinutes: 60, risk: 'window' }),
  ]
  expect(countStops(stops)).toEqual({
    total: 6,
    done: 3,
    failed: 1,
    late: 1,
    atRisk: 1,
    unplanned: 1,
    onTime: 1,
    timed: 2,
  })
  expect(sumGas(stops)).toEqual({ plannedGrams: 120_000, doneGrams: 60_000 })
})

test('[L1] progress has every half hour between the first and the last, planned and finished', () => {
  const stops = [
    stop({ plannedMinute: 480, state: 'done', finishedMinute: 489 }),
    stop({ plannedMinute: 509 }),
    stop({ plannedMinute: 545, state: 'failed', finishedMinute: 601 }),
    stop({ plannedMinute: 700, state: 'unplanned' }),
  ]
  expect(progressOf(stops)).toEqual([
    { minute: 480, planned: 2, done: 1, failed: 0 },
    { minute: 510, planned: 0, done: 0, failed: 0 },
    { minute: 540, planned: 1, done: 0, failed: 0 },
    { minute: 570, planned: 0, done: 0, failed: 0 },
    { minute: 600, planned: 0, done: 0, failed: 1 },
  ])
  expect(progressOf([])).toEqual([])
  expect(progressOf([stop({ plannedMinute: null })])).toEqual([])
})

test('[L1] what was finished after midnight counts in the last half hour of the day', () => {
  const [only] = progressOf([stop({ plannedMinute: null, state: 'done', finishedMinute: 1500 })])
  expect(only).toEqual({ minute: 1410, planned: 0, done: 1, failed: 0 })
})
