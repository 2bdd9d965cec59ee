import { expect, test } from 'vitest'
import { dayFixture, stopFixture } from '../../../testkit/day-fixture.ts'
import type { Run } from '../../offline/day.rules.ts'
import {
  isAsPlanned,
  loadRows,
  loadThing,
  loadWeight,
  neededBy,
  newLoadDraft,
  newVisitDraft,
} from './load-out.rules.ts'

function runWith(change: Partial<Run>): Run {
  const run = dayFixture().run
  if (run === null) throw new Error('the fixture has a run')
  return { ...run, loads: [{ trip: 2, full: { '20': 6 }, gasGrams: 120_000 }], ...change }
}

test('[F4] a reload takes the plan less what is left, puts the rest back and takes the empties off', () => {
  const run = runWith({
    onTruck: [
      { cylinderType: '50', full: 1, empty: 3 },
      { cylinderType: '20', full: 2, empty: 8 },
    ],
  })
  const draft = newLoadDraft(run, 2)
  expect(draft).toMatchObject({
    full: { '20': 4 },
    returnedFull: { '50': 1 },
    returnedEmpty: { '50': 3, '20': 8 },
  })
  expect(isAsPlanned(run, draft)).toBe(true)
  expect(isAsPlanned(run, { ...draft, full: { '20': 5 } })).toBe(false)
  expect(loadRows(run, draft, []).map(row => row.cylinderType)).toEqual(['50', '20'])
})

test('[F4] the weight counts gas and steel, against what the vehicle and the law allow', () => {
  const base = runWith({ onTruck: [] })
  const run = {
    ...base,
    vehicle: { ...base.vehicle, maxLoadGrams: 200_000, papersAboveGasGrams: 50_000, maxGasGrams: null },
  }
  const weight = loadWeight(run, newLoadDraft(run, 2))
  expect(weight).toEqual({
    gasGrams: 120_000,
    totalGrams: 120_000 + 6 * 17_500,
    isTooHeavy: true,
    isTooMuchGas: false,
    needsPapers: true,
  })
})

const openStops = [
  stopFixture(1, { trip: 2 }),
  stopFixture(2, { trip: 2, state: 'arrived' }),
  stopFixture(3, { trip: 2, state: 'done' }),
  stopFixture(4, { trip: 3, lines: [{ product: 'F50', fullOut: 1, emptyIn: 1, unitPriceNtd: '0' }] }),
]

test('[F4] what is really aboard stands against what the open stops of the trip and of the day still take', () => {
  expect([neededBy(openStops, 2), neededBy(openStops)]).toEqual([{ '20': 4 }, { '20': 4, '50': 1 }])
  const run = runWith({ onTruck: [{ cylinderType: '20', full: 1, empty: 2 }] })
  const visit = { id: 'visit', purpose: 'more' as const }
  const draft = newVisitDraft(run, { trip: 2, stops: openStops, visit })
  expect(draft).toMatchObject({
    full: { '20': 3 },
    returnedFull: {},
    returnedEmpty: { '20': 2 },
    depotVisit: visit,
  })
  expect(isAsPlanned(run, draft, openStops)).toBe(true)
  const less = { ...draft, full: { '20': 1 } }
  expect(isAsPlanned(run, less, openStops)).toBe(false)
  expect(loadRows(run, less, openStops)).toEqual([
    { cylinderType: '50', aboard: 0, trip: 0, rest: 1, short: 0 },
    { cylinderType: '20', aboard: 1, trip: 4, rest: 4, short: 2 },
  ])
})

test('[F4] unloading takes the empties off, leaves the fulls, and has no plan to differ from', () => {
  const run = runWith({ onTruck: [{ cylinderType: '20', full: 1, empty: 2 }] })
  const visit = { id: 'visit', purpose: 'unload' as const }
  const draft = newVisitDraft(run, { trip: 2, stops: openStops, visit })
  expect(draft).toMatchObject({ full: {}, returnedFull: {}, returnedEmpty: { '20': 2 } })
  expect(isAsPlanned(run, { ...draft, returnedFull: { '20': 1 } }, openStops)).toBe(true)
  expect([loadThing(2, true), loadThing(2, false)]).toEqual(['load/2/visit', 'load/2'])
})
