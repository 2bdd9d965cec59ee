import { expect, onTestFinished, test } from 'vitest'
import { makeRedisAttempts } from '../../ports/attempts/attempts.redis.ts'
import { makeRedisCache } from '../../ports/cache/cache.redis.ts'
import { freePort } from '../../testkit/engines/engine.ts'
import { makeSharedWindows } from '../http/shared-windows.ts'
import { connectRedis, readRedisAddress } from './connect-redis.ts'
import { shelterRedis } from './shelter.ts'

/** A client of a Redis that nobody has started. */
async function lonelyClient() {
  const client = connectRedis(readRedisAddress(`redis://:none@127.0.0.1:${await freePort()}`), {
    onFault: () => undefined,
  })
  onTestFinished(() => client.disconnect())
  return client
}

test('[S18] without Redis the process takes what it knows itself, and asks nobody', async () => {
  const ask = shelterRedis(await lonelyClient())
  let asked = 0
  const answer = () =>
    ask(
      async () => {
        asked += 1
        return 'shared'
      },
      () => 'own',
    )
  expect([await answer(), await answer()]).toEqual(['own', 'own'])
  expect(asked).toBe(0)
})

test('[S14][S18] without Redis attempts and requests are counted all the same, and nothing is kept', async () => {
  const client = await lonelyClient()
  const now = new Date('2026-11-22T01:00:00Z')
  const attempts = makeRedisAttempts(client, 'test')
  const rule = { allowed: 2, forgetMs: 60_000, blockMs: 60_000 }
  expect([await attempts.take('a', rule, now), await attempts.take('a', rule, now)]).toEqual([
    undefined,
    undefined,
  ])
  expect(await attempts.take('a', rule, now)).toEqual(new Date(now.getTime() + 60_000))
  await attempts.giveBack('a')
  expect(await attempts.take('a', rule, now)).toBeUndefined()
  const take = makeSharedWindows(client)
  expect([(await take('a', 60_000)).current, (await take('a', 60_000)).current]).toEqual([1, 2])
  const cache = makeRedisCache(client)
  await cache.put('a', 'text', 60_000)
  expect(await cache.get('a')).toBeUndefined()
})
