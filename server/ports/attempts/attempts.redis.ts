import { createHash } from 'node:crypto'
import type { RedisClient } from '../../platform/redis/connect-redis.ts'
import { type ShelterOptions, shelterRedis } from '../../platform/redis/shelter.ts'
import { makeOwnAttempts } from './attempts.memory.ts'
import type { Attempts } from './attempts.port.ts'

/** Redis drops a count that nobody added to for so long, where the rule itself would remember for ever: 30 days. */
const longestKeptMs = 30 * 86_400_000

/** The rule of `makeOwnAttempts` in one atomic step. Answers 0, or until when the key is blocked (epoch ms). */
const takeScript = `
local now, allowed, forget, block, longest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local entry = redis.call('HMGET', KEYS[1], 'count', 'until')
local count, till = tonumber(entry[1] or '0'), tonumber(entry[2] or '0')
if count == 0 or till <= now then
  count, till = 1, now + (allowed <= 1 and block or forget)
elseif count >= allowed then
  return till
else
  count = count + 1
  if count >= allowed then till = now + block end
end
redis.call('HSET', KEYS[1], 'count', count, 'until', string.format('%.0f', till))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(1, math.min(till - now, longest))))
return 0`

const giveBackScript = `
local count = tonumber(redis.call('HGET', KEYS[1], 'count') or '0')
if count <= 1 then return redis.call('DEL', KEYS[1]) end
return redis.call('HINCRBY', KEYS[1], 'count', -1)`

/**
 * Counts in Redis, for all processes together. Each process counts its own admitted attempts besides: while Redis is away,
 * or has come back empty, these hold, so that the door is then neither open nor shut for everybody. Keys are hashed,
 * because they are addresses and whatever people type as their login.
 */
export function makeRedisAttempts(redis: RedisClient, name: string, options?: ShelterOptions): Attempts {
  const ask = shelterRedis(redis, options)
  const own = makeOwnAttempts()
  const keyOf = (key: string) =>
    `luckygas-attempts-${name}-${createHash('sha256').update(key).digest('base64url').slice(0, 22)}`
  return {
    take: async (key, rule, now) => {
      const forgetMs = Math.min(rule.forgetMs, longestKeptMs)
      const words = [now.getTime(), rule.allowed, forgetMs, rule.blockMs, longestKeptMs].map(String)
      const untilMs = await ask(
        async client => Number(await client.eval(takeScript, 1, keyOf(key), ...words)),
        () => 0,
      )
      return untilMs > 0 ? new Date(untilMs) : own.take(key, rule, now)
    },
    giveBack: async key => {
      await own.giveBack(key)
      await ask<unknown>(
        client => client.eval(giveBackScript, 1, keyOf(key)),
        () => undefined,
      )
    },
  }
}
