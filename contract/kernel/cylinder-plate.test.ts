import { expect, test } from 'vitest'
import { plateDate, plateFault, plateNumber } from './cylinder-plate.ts'

test('[G2] a plate is good through its last day, and past its life it is not good at all', () => {
  const due = (dueDate: string | null, lifeEnd: string | null = null) =>
    plateFault({ dueDate, lifeEnd }, '2026-11-23')
  expect([due('2026-11-22'), due('2026-11-23'), due(null)]).toEqual(['expired', null, null])
  expect([due('2030-01-01', '2026-11-22'), due('2026-01-01', '2026-11-23')]).toEqual([
    'life-ended',
    'expired',
  ])
  expect(plateFault({ dueDate: '2026-12-01' }, '2026-11-23')).toBeNull()
})

test('[G2] a due date is typed as it stands on the plate, in ROC years, with or without a day', () => {
  expect([plateDate('1171231'), plateDate('11702'), plateDate('11712')]).toEqual([
    '2028-12-31',
    '2028-02-29',
    '2028-12-31',
  ])
  expect(['', '117', '1171', '11713', '1171232'].map(plateDate)).toEqual(Array(5).fill(undefined))
})

test('[G2] a number is the same in capitals, with dashes and in full width', () => {
  expect(plateNumber(' ａa-0120 123456 ')).toBe('AA0120123456')
  expect(plateNumber('（）')).toBe('')
})
