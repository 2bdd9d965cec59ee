import { expect, test } from 'vitest'
import type { Plan, PlannedRun } from '../../planner/planner.api.ts'
import { placementsOf, timelineOf, violationsOf, workMinutes } from './plan-result.rules.ts'

const stop = (
  stopId: string,
  arrivalMinute: number,
  startMinute: number,
  departureMinute: number,
  grossGramsAfter: number,
) => ({
  stopId,
  arrivalMinute,
  startMinute,
  departureMinute,
  grossGramsAfter,
})

/** Two trips: the first waits at its second stop, the second is reloaded after a pause; lunch falls into a drive. */
const run = {
  driverId: 'driver',
  departureMinute: 480,
  returnMinute: 720,
  trips: [
    {
      depotId: 'depot',
      departureMinute: 480,
      returnMinute: 570,
      departureGrossGrams: 400_000,
      stops: [stop('a', 500, 500, 510, 360_000), stop('b', 520, 540.04, 550, 300_000)],
    },
    {
      depotId: 'depot',
      departureMinute: 600,
      reloadStartMinute: 580,
      returnMinute: 720,
      departureGrossGrams: 200_000,
      stops: [stop('c', 690, 690, 700, 100_000)],
    },
  ],
  break: { startMinute: 630, endMinute: 660 },
} as unknown as PlannedRun
const plan = { runs: [run], unassigned: [] } as unknown as Plan

test('[E1] stops keep their driver, trip, place and whole minutes', () => {
  expect(placementsOf(plan)).toEqual([
    { stopId: 'a', driverId: 'driver', trip: 1, position: 0, arriveMinute: 500, departMinute: 510 },
    { stopId: 'b', driverId: 'driver', trip: 1, position: 1, arriveMinute: 520, departMinute: 550 },
    { stopId: 'c', driverId: 'driver', trip: 2, position: 0, arriveMinute: 690, departMinute: 700 },
  ])
  expect(workMinutes(plan)).toBe(240)
})

test('[E1] a lane is drawn from loading to settling without a gap, with the weight on board and lunch cut out', () => {
  const blocks = timelineOf(run, 15, 20)
  expect(blocks.map(({ kind, fromMinute, toMinute }) => [kind, fromMinute, toMinute])).toEqual([
    ['load', 465, 480],
    ['drive', 480, 500],
    ['service', 500, 510],
    ['drive', 510, 520],
    ['wait', 520, 540],
    ['service', 540, 550],
    ['drive', 550, 570],
    ['wait', 570, 580],
    ['reload', 580, 600],
    ['drive', 600, 630],
    ['lunch', 630, 660],
    ['drive', 660, 690],
    ['service', 690, 700],
    ['drive', 700, 720],
    ['settle', 720, 740],
  ])
  expect(
    blocks.filter(({ kind }) => kind === 'service').map(({ stopId, loadGrams }) => [stopId, loadGrams]),
  ).toEqual([
    ['a', 360_000],
    ['b', 300_000],
    ['c', 100_000],
  ])
  expect(blocks.find(({ kind }) => kind === 'lunch')?.stopId).toBeNull()
})

test('[E1] lunch never cuts a visit, a day without it has none, and a trip that is not reloaded waits until it leaves', () => {
  const { break: _lunch, ...fasting } = run
  expect(timelineOf(fasting as PlannedRun, 15, 0).some(({ kind }) => kind === 'lunch')).toBe(false)
  const during = timelineOf({ ...run, break: { startMinute: 500, endMinute: 510 } } as PlannedRun, 15, 20)
  expect(during.some(({ kind }) => kind === 'lunch')).toBe(false)
  const [first, second] = run.trips
  const { reloadStartMinute: _start, ...unloaded } = second as NonNullable<typeof second>
  const kinds = timelineOf({ ...fasting, trips: [first, unloaded] } as PlannedRun, 15, 20).map(
    ({ kind }) => kind,
  )
  expect(kinds).not.toContain('reload')
  expect(kinds.filter(kind => kind === 'wait')).toHaveLength(2)
})

test('[E1] findings name the stop and the run they concern, where they concern one', () => {
  const runs = new Map([['driver', 'run']])
  const seen = violationsOf(
    [
      { code: 'late', stopId: 'a', driverId: 'driver', amount: 12.6, detail: 'x' },
      { code: 'late', driverId: 'stranger', amount: 1, detail: '' },
      { code: 'late', amount: 0, detail: '' },
    ] as unknown as Parameters<typeof violationsOf>[0],
    runs,
  )
  expect(seen).toEqual([
    { code: 'late', stopId: 'a', runId: 'run', params: { amount: 13, detail: 'x' } },
    { code: 'late', stopId: null, runId: null, params: { amount: 1, detail: '' } },
    { code: 'late', stopId: null, runId: null, params: { amount: 0, detail: '' } },
  ])
})
