import { expect, test } from 'vitest'
import { dayFixture } from '../../../testkit/day-fixture.ts'
import type { Run } from '../../offline/day.rules.ts'
import { isAsPlanned, loadTypes, loadWeight, newLoadDraft } from './load-out.rules.ts'

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
  expect(loadTypes(run, draft)).toEqual(['50', '20'])
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
