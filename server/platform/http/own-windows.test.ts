import { expect, test } from 'vitest'
import { makeOwnWindows } from './own-windows.ts'

test('[S6] a window begins with the first request, ends whatever comes after, and keys do not share it', () => {
  let nowMs = 1_000
  const take = makeOwnWindows(() => nowMs)
  expect(take('a', 60_000)).toEqual({ current: 1, ttl: 60_000 })
  nowMs += 40_000
  expect(take('a', 60_000)).toEqual({ current: 2, ttl: 20_000 })
  expect(take('b', 60_000)).toEqual({ current: 1, ttl: 60_000 })
  nowMs += 20_000
  expect(take('a', 60_000)).toEqual({ current: 1, ttl: 60_000 })
})

test('[S6] a flood of keys drops the one that was quiet longest, not the one that floods', () => {
  const take = makeOwnWindows(() => 0, 2)
  for (const key of ['loud', 'quiet', 'loud', 'new']) take(key, 1_000)
  expect(take('loud', 1_000).current).toBe(3)
  expect(take('quiet', 1_000).current).toBe(1)
})
