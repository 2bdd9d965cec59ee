import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fastify } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { startRedis } from '../../testkit/engines/redis.ts'
import { connectRedis, readRedisAddress } from '../redis/connect-redis.ts'
import { sendProblem } from './problems.ts'
import { makeRateLimiter } from './rate-limits.ts'

/** Two processes' doors that share a Redis, each limiting an address to five requests a minute. */
async function doors() {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-limits-'))
  const redis = await startRedis(folder, crypto.randomUUID())
  onTestFinished(async () => {
    await redis.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const make = async () => {
    const client = connectRedis(readRedisAddress(redis.url), { onFault: () => undefined })
    await expect.poll(() => client.status).toBe('ready')
    const app = fastify()
    app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error))
    const limits = { requests: 5, windowMs: 60_000 }
    const limiter = await makeRateLimiter(
      app,
      { address: limits, actor: limits, selfPacedEndpoints: [] },
      client,
    )
    app.get('/', async request => {
      await limiter.takeAddress(request)
      return 'ok'
    })
    onTestFinished(async () => {
      client.disconnect()
      await app.close()
    })
    return async (remoteAddress: string) =>
      (await app.inject({ method: 'GET', url: '/', remoteAddress })).statusCode
  }
  return { redis, one: await make(), other: await make() }
}

test('[S6][S18] two processes share a limit; when Redis dies each goes on with its own, neither open nor shut', async () => {
  const { redis, one, other } = await doors()
  const statuses: number[] = []
  for (let each = 0; each < 3; each += 1) statuses.push(await one('192.0.2.1'), await other('192.0.2.1'))
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  const [node] = redis.nodes
  if (!node) throw new Error('no node')
  node.signal('SIGKILL')
  await node.ended
  const alone: number[] = []
  for (let each = 0; each < 6; each += 1) alone.push(await one('192.0.2.1'))
  expect(alone).toEqual([200, 200, 200, 200, 200, 429])
  expect(await other('192.0.2.1')).toBe(200)
  await redis.restart(node)
  await expect
    .poll(
      async () => {
        const address = `192.0.2.${Math.floor(Math.random() * 200)}`
        for (let each = 0; each < 5; each += 1) await one(address)
        return other(address)
      },
      { timeout: 20_000, interval: 300 },
    )
    .toBe(429)
})
