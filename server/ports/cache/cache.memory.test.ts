import { expect, test } from 'vitest'
import { cacheContract } from './cache.contract.ts'
import { makeOwnCache } from './cache.memory.ts'

cacheContract('memory', async () => makeOwnCache())

test('[S18] its size is bounded: what was asked for longest ago goes first, what is too large is not kept', async () => {
  const cache = makeOwnCache(29)
  await cache.put('a', '123456789', 60_000)
  await cache.put('b', '123456789', 60_000)
  await cache.get('a')
  await cache.put('c', '123456789', 60_000)
  expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual([
    '123456789',
    undefined,
    '123456789',
  ])
  await cache.put('a', 'x'.repeat(30), 60_000)
  expect(await cache.get('a')).toBeUndefined()
  expect(await cache.get('c')).toBe('123456789')
})
