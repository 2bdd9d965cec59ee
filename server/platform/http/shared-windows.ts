import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit'
import type { RedisClient } from '../redis/connect-redis.ts'
import { type ShelterOptions, shelterRedis } from '../redis/shelter.ts'
import { makeOwnWindows, type Taken } from './own-windows.ts'

const takeScript = `
local current = redis.call('INCR', KEYS[1])
if current == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {current, redis.call('PTTL', KEYS[1])}`

/** Counts requests by key for all processes together, and for this one alone while Redis is away. */
export function makeSharedWindows(redis: RedisClient, options?: ShelterOptions) {
  const ask = shelterRedis(redis, options)
  const own = makeOwnWindows()
  return (key: string, windowMs: number): Promise<Taken> =>
    ask<Taken>(
      async client => {
        const answer = await client.eval(takeScript, 1, `luckygas-limit-${key}`, String(windowMs))
        const [current, ttl] = (answer as unknown[]).map(Number)
        return { current: current ?? 0, ttl: ttl ?? 0 }
      },
      () => own(key, windowMs),
    )
}

/** The shared windows as the limiter of Fastify wants its store. */
export function windowStore(redis: RedisClient): FastifyRateLimitStoreCtor {
  const take = makeSharedWindows(redis)
  class WindowStore implements FastifyRateLimitStore {
    incr(key: string, done: Parameters<FastifyRateLimitStore['incr']>[1], windowMs: number): void {
      take(key, windowMs).then(taken => done(null, taken), done)
    }
    child(): FastifyRateLimitStore {
      return this
    }
  }
  return WindowStore
}
