import { expect, test } from 'vitest'
import { keepMarks, lagMs, logPosition, type Mark } from './replica-lag.rules.ts'

const marks: Mark[] = [
  { atMs: 1_000, position: 100n },
  { atMs: 2_000, position: 200n },
  { atMs: 3_000, position: 200n },
]

test('[S17] a position of the log is read in bytes', () => {
  expect(logPosition('0/0')).toBe(0n)
  expect(logPosition('16/B374D848')).toBe(0x16_b374d848n)
  expect(logPosition('1/0')).toBe(0x1_0000_0000n)
  expect(() => logPosition('16')).toThrow('no position')
})

test('[S17] a standby is as late as the newest mark it has reached is old', () => {
  expect(lagMs(marks, 250n, 3_400)).toBe(400)
  expect(lagMs(marks, 199n, 3_400)).toBe(2_400)
  expect(lagMs(marks, 100n, 3_400)).toBe(2_400)
})

test('[S17] nothing happening on the primary does not make a standby late', () => {
  expect(lagMs(marks, 200n, 3_000)).toBe(0)
  expect(lagMs(marks, 200n, 2_999)).toBe(0)
})

test('[S17] a standby behind every mark, or before the first, is trusted by nobody', () => {
  expect(lagMs(marks, 99n, 3_400)).toBeUndefined()
  expect(lagMs([], 999n, 3_400)).toBeUndefined()
})

test('[S17] a new primary whose log stands before the old one’s is judged by its own marks', () => {
  const after = keepMarks(marks, { atMs: 4_000, position: 150n }, 5_000)
  expect(lagMs(after, 160n, 4_100)).toBe(100)
})

test('[S17] marks older than the lag allowed are forgotten', () => {
  expect(keepMarks(marks, { atMs: 4_500, position: 300n }, 2_000)).toEqual([
    { atMs: 3_000, position: 200n },
    { atMs: 4_500, position: 300n },
  ])
})
