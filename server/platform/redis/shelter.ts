import { ConsecutiveBreaker, circuitBreaker, handleAll, TimeoutStrategy, timeout, wrap } from 'cockatiel'
import type { RedisClient } from './connect-redis.ts'

/** People wait for these answers; a Redis that is slower than this is as good as away. */
const answerMs = 250
export const shelterPauseMs = 1_000

export interface ShelterOptions {
  answerMs?: number
  /** How long a Redis that failed once is left alone; then one question tries it again. */
  pauseMs?: number
}

/**
 * Asks Redis and, when it is away, slow or failed a moment ago, takes what this process knows by itself. A Redis that
 * dies costs one asker a quarter of a second and everybody after him nothing.
 */
export function shelterRedis(redis: RedisClient, options: ShelterOptions = {}) {
  const policy = wrap(
    circuitBreaker(handleAll, {
      halfOpenAfter: options.pauseMs ?? shelterPauseMs,
      breaker: new ConsecutiveBreaker(1),
    }),
    timeout(options.answerMs ?? answerMs, TimeoutStrategy.Aggressive),
  )
  return async <T>(ask: (client: RedisClient) => Promise<T>, own: () => T): Promise<T> => {
    try {
      return await policy.execute(() => {
        // Otherwise the command would wait in the client until it is connected.
        if (redis.status !== 'ready') throw new Error('redis is away')
        return ask(redis)
      })
    } catch {
      return own()
    }
  }
}
