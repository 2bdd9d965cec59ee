import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { unavailable } from '../../../contract/kernel/problem.ts'
import type { RedisClient } from '../redis/connect-redis.ts'
import { windowStore } from './shared-windows.ts'

export interface Limit {
  requests: number
  windowMs: number
}

export interface RateLimits {
  /** Requests of one network (an IPv4 address, an IPv6 /64) that nobody has signed in for; signing in included. */
  address: Limit
  /** Requests of one signed-in person, from however many devices. */
  actor: Limit
  /** Endpoints that pace their callers themselves. */
  selfPacedEndpoints: readonly string[]
}

/** Far above what people do, far below what a program in a loop does. */
export const generousLimits: Omit<RateLimits, 'selfPacedEndpoints'> = {
  address: { requests: 600, windowMs: 60_000 },
  actor: { requests: 3_000, windowMs: 60_000 },
}

/** Both throw `request.rate-limited` (429) with the seconds until the window ends. */
export interface RateLimiter {
  takeAddress(request: FastifyRequest): Promise<void>
  takeActor(request: FastifyRequest, actorId: string, endpointId: string): Promise<void>
}

/**
 * Counts in Redis where there is one, so that several processes share a limit; while it is away, and where there is none,
 * in this process's memory. A caller whose token is good is counted as himself alone, so that colleagues behind one
 * address do not slow each other down.
 */
export async function makeRateLimiter(
  app: FastifyInstance,
  limits: RateLimits,
  redis?: RedisClient,
): Promise<RateLimiter> {
  await app.register(rateLimit, {
    global: false,
    hook: 'preHandler',
    ...(redis && { store: windowStore(redis) }),
  })
  const actors = new WeakMap<FastifyRequest, string>()
  const address = app.createRateLimit({ max: limits.address.requests, timeWindow: limits.address.windowMs })
  const actor = app.createRateLimit({
    max: limits.actor.requests,
    timeWindow: limits.actor.windowMs,
    keyGenerator: request => actors.get(request) ?? 'nobody',
  })
  const take = async (limit: typeof address, request: FastifyRequest) => {
    const count = await limit(request)
    if (count.isAllowed || !count.isExceeded) return
    const seconds = Math.max(1, count.ttlInSeconds)
    throw unavailable('request.rate-limited', { status: 429, retryAfter: seconds, params: { seconds } })
  }
  const selfPaced = new Set(limits.selfPacedEndpoints)
  return {
    takeAddress: request => take(address, request),
    takeActor: async (request, actorId, endpointId) => {
      if (selfPaced.has(endpointId)) return
      actors.set(request, actorId)
      await take(actor, request)
    },
  }
}
