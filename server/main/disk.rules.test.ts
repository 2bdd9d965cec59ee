import { expect, test } from 'vitest'
import { diskStateOf } from './disk.rules.ts'

const limits = { warnBytes: 5_000, refuseBytes: 1_000 }

test('[P5] people are warned long before what can wait is refused', () => {
  expect([5_000, 4_999, 1_000, 999, 0].map(free => diskStateOf(free, limits))).toEqual([
    'ample',
    'low',
    'low',
    'full',
    'full',
  ])
})

test('[P5] what is refused is let in again a tenth above the limit, so that it does not flutter', () => {
  expect(diskStateOf(1_099, limits, 'full')).toBe('full')
  expect(diskStateOf(1_100, limits, 'full')).toBe('low')
  expect(diskStateOf(6_000, limits, 'full')).toBe('ample')
  expect(diskStateOf(1_099, limits, 'low')).toBe('low')
})
