import type { RedisClient } from '../../platform/redis/connect-redis.ts'
import { type ShelterOptions, shelterRedis } from '../../platform/redis/shelter.ts'
import type { Cache } from './cache.port.ts'

/** Longer texts would hold up everybody else's questions to a Redis of one thread. */
const longestText = 1_000_000

/** In Redis, for all processes together; while it is away nothing is kept and everything is made anew. */
export function makeRedisCache(redis: RedisClient, options?: ShelterOptions): Cache {
  const ask = shelterRedis(redis, options)
  const keyOf = (key: string) => `luckygas-cache-${key}`
  return {
    get: key =>
      ask(
        async client => (await client.get(keyOf(key))) ?? undefined,
        () => undefined,
      ),
    put: async (key, text, keepMs) => {
      if (text.length > longestText) return
      await ask<unknown>(
        client => client.set(keyOf(key), text, 'PX', keepMs),
        () => undefined,
      )
    },
  }
}
