import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { connectRedis, type RedisClient, readRedisAddress } from '../../platform/redis/connect-redis.ts'
import {
  type RedisSet,
  startRedis,
  startRedisCluster,
  startRedisSentinel,
} from '../../testkit/engines/redis.ts'
import { attemptsContract } from './attempts.contract.ts'
import type { AttemptRule } from './attempts.port.ts'
import { makeRedisAttempts } from './attempts.redis.ts'

const shapes = [
  ['one Redis', startRedis],
  ['Redis with sentinels', startRedisSentinel],
  ['a Redis cluster', startRedisCluster],
] as const
const rule: AttemptRule = { allowed: 3, forgetMs: 60_000, blockMs: 60_000 }
const now = new Date('2026-11-22T01:00:00Z')

describe.each(shapes)('%s', (name, start) => {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-attempts-'))
  const opened: RedisClient[] = []
  let redis: RedisSet
  const connect = async () => {
    const client = connectRedis(readRedisAddress(redis.url), { onFault: () => undefined })
    opened.push(client)
    await expect.poll(() => client.status, { timeout: 20_000 }).toBe('ready')
    return client
  }
  beforeAll(async () => {
    redis = await start(folder, crypto.randomUUID())
  })
  afterAll(async () => {
    for (const client of opened) client.disconnect()
    await redis.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  attemptsContract(name, async () => {
    const own = crypto.randomUUID()
    return {
      join: async () => makeRedisAttempts(await connect(), own, { answerMs: 10_000 }),
      isShared: true,
    }
  })

  test(`[S14][S18] ${name}: neither the login nor the address is readable in Redis`, async () => {
    const client = await connect()
    await makeRedisAttempts(client, 'names').take('王小明@192.0.2.1', rule, now)
    const nodes = 'nodes' in client ? client.nodes('master') : [client]
    const keys = (await Promise.all(nodes.map(node => node.keys('luckygas-attempts-names-*')))).flat()
    expect(keys).toHaveLength(1)
    expect(keys.join()).not.toMatch(/王小明|192\.0/)
  })

  test(`[S14][S18] ${name}: while it is away each process goes on with its own count, and shares again afterwards`, async () => {
    const counters = [makeRedisAttempts(await connect(), 'away'), makeRedisAttempts(await connect(), 'away')]
    const [one, other] = counters as [(typeof counters)[0], (typeof counters)[0]]
    onTestFinished(async () => {
      for (const node of redis.nodes) node.signal('SIGCONT')
    })
    expect(await one.take('a', rule, now)).toBeUndefined()
    expect(await one.take('a', rule, now)).toBeUndefined()
    // Frozen, not ended: the connection stands and nobody answers, the slowest way to be away.
    for (const node of redis.nodes) node.signal('SIGSTOP')
    const began = performance.now()
    expect(await one.take('a', rule, now)).toBeUndefined()
    expect(await one.take('a', rule, now)).toEqual(new Date(now.getTime() + rule.blockMs))
    expect(await other.take('a', rule, now)).toBeUndefined()
    for (let each = 0; each < 50; each += 1) await other.take(`b${each}`, rule, now)
    // Fifty-three attempts that waited each for its own timeout would take over thirteen seconds.
    expect(performance.now() - began).toBeLessThan(8_000)
    for (const node of redis.nodes) node.signal('SIGCONT')
    let round = 0
    await expect
      .poll(
        async () => {
          round += 1
          for (const member of [one, one, one]) await member.take(`c${round}`, rule, now)
          return other.take(`c${round}`, rule, now)
        },
        { timeout: 40_000, interval: 500 },
      )
      .toBeDefined()
  })
})
