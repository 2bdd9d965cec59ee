import { expect, test } from 'vitest'
import { attemptsContract } from './attempts.contract.ts'
import { makeOwnAttempts } from './attempts.memory.ts'

attemptsContract('memory', async () => {
  const attempts = makeOwnAttempts()
  return { join: async () => attempts, isShared: false }
})

test('[S14] a flood of keys drops the oldest and not the memory', async () => {
  const attempts = makeOwnAttempts(2)
  const rule = { allowed: 1, forgetMs: 1_000, blockMs: 1_000 }
  const now = new Date('2026-11-22T01:00:00Z')
  for (const key of ['a', 'b', 'c']) await attempts.take(key, rule, now)
  expect(await attempts.take('c', rule, now)).toBeDefined()
  expect(await attempts.take('a', rule, now)).toBeUndefined()
})
