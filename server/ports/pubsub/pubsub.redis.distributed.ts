import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { readRedisAddress } from '../../platform/redis/connect-redis.ts'
import {
  type RedisSet,
  startRedis,
  startRedisCluster,
  startRedisSentinel,
} from '../../testkit/engines/redis.ts'
import { pubSubContract } from './pubsub.contract.ts'
import { makeRedisPubSub } from './pubsub.redis.ts'

const shapes = [
  ['one Redis', startRedis, 1],
  ['Redis with sentinels', startRedisSentinel, 1],
  ['a Redis cluster', startRedisCluster, 3],
] as const

describe.each(shapes)('%s', (name, start, killed) => {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-redis-'))
  let redis: RedisSet
  beforeAll(async () => {
    redis = await start(folder, crypto.randomUUID())
  })
  afterAll(async () => {
    await redis.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  pubSubContract(name, async () => () => makeRedisPubSub(readRedisAddress(redis.url), () => undefined))

  test(`[S18][S23] ${name}: when nodes die the listeners are told to look, and hear again`, async () => {
    const address = readRedisAddress(redis.url)
    const one = await makeRedisPubSub(address, () => undefined)
    const other = await makeRedisPubSub(address, () => undefined)
    onTestFinished(async () => {
      await one.close()
      await other.close()
    })
    const heard: string[] = []
    await other.subscribe('news', message => heard.push(message))
    await one.publish('news', 'before')
    await expect.poll(() => heard).toContain('before')
    for (const node of redis.nodes.slice(0, killed)) {
      node.signal('SIGKILL')
      await node.ended
      // One after the other: a cluster that loses its majority at once elects nobody.
      if (killed === 1 && redis.nodes.length > 1) break
      await redis.restart(node)
    }
    let count = 0
    await expect
      .poll(
        async () => {
          count += 1
          await one.publish('news', `after ${count}`).catch(() => undefined)
          return heard.some(message => message.startsWith('after'))
        },
        { timeout: 45_000, interval: 300 },
      )
      .toBe(true)
  })
})
