import { expect, test } from 'vitest'
import { addUp, percentOf } from './day-charts.ts'

const steps = [
  { minute: 480, planned: 2, done: 1, failed: 0 },
  { minute: 510, planned: 3, done: 1, failed: 1 },
  { minute: 540, planned: 1, done: 0, failed: 0 },
]

test('[L1] progress adds up, and what is done ends now', () => {
  expect(addUp(steps, 515)).toEqual({ minutes: [480, 510, 540], planned: [2, 5, 6], done: [1, 3] })
  expect(addUp(steps, null).done).toEqual([1, 3, 3])
  expect(addUp(steps, 300).done).toEqual([])
})

test('[L1] a share of nothing is no share', () => {
  expect(percentOf(1, 3)).toBe(33.3)
  expect(percentOf(0, 0)).toBeNull()
})
