import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFreshAnswers } from '../../platform/database/fresh-answers.ts'
import { connectRedis, type RedisClient, readRedisAddress } from '../../platform/redis/connect-redis.ts'
import {
  type RedisSet,
  startRedis,
  startRedisCluster,
  startRedisSentinel,
} from '../../testkit/engines/redis.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { cacheContract } from './cache.contract.ts'
import type { Cache } from './cache.port.ts'
import { makeRedisCache } from './cache.redis.ts'

const shapes = [
  ['one Redis', startRedis],
  ['Redis with sentinels', startRedisSentinel],
  ['a Redis cluster', startRedisCluster],
] as const

describe.each(shapes)('%s', (name, start) => {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-cache-'))
  const opened: RedisClient[] = []
  let redis: RedisSet
  const connect = async (): Promise<Cache> => {
    const client = connectRedis(readRedisAddress(redis.url), { onFault: () => undefined })
    opened.push(client)
    await expect.poll(() => client.status, { timeout: 20_000 }).toBe('ready')
    return makeRedisCache(client, { answerMs: 10_000 })
  }
  beforeAll(async () => {
    redis = await start(folder, crypto.randomUUID())
  })
  afterAll(async () => {
    for (const client of opened) client.disconnect()
    await redis.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  cacheContract(name, async () => {
    const [cache, own] = [await connect(), crypto.randomUUID()]
    return {
      get: key => cache.get(`${own}-${key}`),
      put: (key, text, keepMs) => cache.put(`${own}-${key}`, text, keepMs),
    }
  })

  test(`[S18] ${name}: what one process made another is given, a process started later too, and none when it is away`, async () => {
    const { db } = await testDatabase()
    const results: string[] = []
    const join = async () =>
      makeFreshAnswers({
        cache: await connect(),
        onAsked: (_name, result) => results.push(result),
      })
    let made = 0
    const make = async () => {
      made += 1
      return { made }
    }
    const ask = async (answers: Awaited<ReturnType<typeof join>>) => answers(db, 'test', name, make)
    const [one, other] = [await join(), await join()]
    expect(await ask(one)).toEqual({ made: 1 })
    for (let each = 0; each < 9; each += 1) expect(await ask(other)).toEqual({ made: 1 })
    // A restart: another connection, nothing in memory. Every one of its answers is already there.
    const restarted = await join()
    for (let each = 0; each < 10; each += 1) expect(await ask(restarted)).toEqual({ made: 1 })
    expect(results).toEqual(['made', ...Array(19).fill('kept')])
    for (const node of redis.nodes) node.signal('SIGKILL')
    await Promise.all(redis.nodes.map(node => node.ended))
    expect(await ask(other)).toEqual({ made: 2 })
  })
})
