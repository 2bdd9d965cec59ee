import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { systemClock } from '../platform/clock.ts'
import { openDataFolder } from '../platform/data-folder/data-folder.ts'
import { readDataMark } from '../platform/database/fresh-answers.ts'
import { readRedisAddress } from '../platform/redis/connect-redis.ts'
import { makeLogger } from '../platform/telemetry/logger.ts'
import { startRedis } from '../testkit/engines/redis.ts'
import { get } from '../testkit/test-app.ts'
import { testDatabase } from '../testkit/test-database.ts'
import { foundFirstCompany } from './first-start.ts'
import { makeDoor, startServices } from './services.ts'
import { openSystem, type System } from './wiring.ts'

const wrong = 'not the password at all'
/** Attempts of one network that go wrong before it is turned away; `login.address-attempts`. */
const addressAttempts = 30

/** Two processes' worth of the program on one database, one data folder and one Redis. */
async function twoNodes() {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-redis-loss-'))
  const redis = await startRedis(folder, crypto.randomUUID())
  onTestFinished(async () => {
    await redis.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const { connectionString } = await testDatabase()
  const dataFolder = openDataFolder(join(folder, 'data'))
  const open = async () => {
    const system = await openSystem({
      connectionString,
      dataFolder,
      logger: makeLogger('silent'),
      clock: systemClock,
      engines: { redis: readRedisAddress(redis.url) },
    })
    const services = await startServices(system, new Set(['api']))
    const app = await makeDoor(system, services)
    onTestFinished(async () => {
      await services.stop()
      await app.close()
      await system.close()
    })
    await expect.poll(() => system.redis?.status).toBe('ready')
    return { app, system }
  }
  const nodes = [await open(), await open()] as const
  const [first] = nodes
  const { logins } = await foundFirstCompany(first.system as System, dataFolder, {
    name: '測試瓦斯行',
    isDemo: false,
  })
  const office = logins.find(({ role }) => role === 'office')
  if (!office) throw new Error('no office login')
  const logIn = (node: 0 | 1, login: string, password: string, remoteAddress: string) =>
    nodes[node].app.inject({
      method: 'POST',
      url: '/api/auth/login',
      payload: { login, password },
      remoteAddress,
    })
  return { redis, nodes, office, logIn }
}

test('[S14][S18] sessions go on when Redis dies: signing in, refreshing and asking, on either node', async () => {
  const { redis, nodes, office, logIn } = await twoNodes()
  const [node] = redis.nodes
  if (!node) throw new Error('no Redis runs')
  const opened = await logIn(0, office.login, office.password, '192.0.2.1')
  const session = {
    token: opened.json<{ accessToken: string }>().accessToken,
    cookie: opened.cookies.find(({ name }) => name === 'luckygas_refresh')?.value ?? '',
  }
  const statuses: number[] = []
  let slowestMs = 0
  const timed = async <T extends { statusCode: number }>(work: Promise<T>) => {
    const began = performance.now()
    const answer = await work
    slowestMs = Math.max(slowestMs, performance.now() - began)
    statuses.push(answer.statusCode)
    return answer
  }
  for (let round = 0; round < 24; round += 1) {
    if (round === 8) {
      node.signal('SIGKILL')
      await node.ended
    }
    if (round === 16) await redis.restart(node)
    const at = (round % 2) as 0 | 1
    const { app } = nodes[at]
    await timed(get(app, '/api/me', session.token))
    await timed(logIn(at, office.login, office.password, '192.0.2.1'))
    const cookies = { luckygas_refresh: session.cookie }
    const refreshed = await timed(app.inject({ method: 'POST', url: '/api/auth/refresh', cookies }))
    session.token = refreshed.json<{ accessToken: string }>().accessToken
    session.cookie = refreshed.cookies.find(({ name }) => name === 'luckygas_refresh')?.value ?? ''
  }
  expect(statuses).toEqual(Array(72).fill(200))
  // A client that waits for a dead Redis at each step would need seconds; this machine may be busy with other tests.
  expect(slowestMs).toBeLessThan(5_000)
})

test('[S14][S18] a guesser is turned away over all nodes together, and by each node alone while Redis is away', async () => {
  const { redis, logIn } = await twoNodes()
  const guess = (node: 0 | 1, address: string, times: number) =>
    Promise.all(Array.from({ length: times }, (_none, n) => logIn(node, `guess-${n}`, wrong, address)))
  const codesOf = async (answers: ReturnType<typeof guess>) =>
    (await answers).map(answer => answer.json<{ code: string }>().code)
  await guess(0, '192.0.2.7', addressAttempts / 2)
  await guess(1, '192.0.2.7', addressAttempts / 2)
  expect(await codesOf(guess(0, '192.0.2.7', 2))).toEqual(Array(2).fill('identity.too-many-attempts'))
  expect(await codesOf(guess(1, '192.0.2.7', 1))).toEqual(['identity.too-many-attempts'])
  // The same over both nodes for a login that nobody has: five in all.
  const unknown: string[] = []
  for (let each = 0; each < 6; each += 1) {
    const answer = await logIn((each % 2) as 0 | 1, 'nobody', wrong, '192.0.2.8')
    unknown.push(answer.json<{ code: string }>().code)
  }
  expect(unknown).toEqual([...Array(5).fill('identity.wrong-login'), 'identity.locked'])

  const [node] = redis.nodes
  node?.signal('SIGKILL')
  await node?.ended
  expect(new Set(await codesOf(guess(0, '192.0.2.9', addressAttempts)))).toEqual(
    new Set(['identity.wrong-login']),
  )
  expect(await codesOf(guess(0, '192.0.2.9', 1))).toEqual(['identity.too-many-attempts'])
  expect(await codesOf(guess(1, '192.0.2.9', 1))).toEqual(['identity.wrong-login'])
})

test('[S18] after a Redis that lost everything what is asked first is there again before anybody asks', async () => {
  const { redis, nodes, office, logIn } = await twoNodes()
  const opened = await logIn(0, office.login, office.password, '192.0.2.1')
  const token = opened.json<{ accessToken: string }>().accessToken
  const countOf = async (source: string) => {
    const found = await Promise.all(nodes.map(({ system }) => system.metrics.freshAnswers.get()))
    const values = found.flatMap(({ values }) => values).filter(({ labels }) => labels.source === source)
    return values.reduce((sum, { value }) => sum + value, 0)
  }
  const all = async () => (await countOf('made')) + (await countOf('kept')) + (await countOf('shared'))
  const today = businessDateOf(systemClock.now())
  const markOf = () => readDataMark(nodes[0].system.db)
  // A commit of the database's own housekeeping between warming and asking would be a change of the data.
  for (let isStill = false; !isStill; ) {
    const before = await all()
    const [node] = redis.nodes
    if (!node) throw new Error('no Redis runs')
    node.signal('SIGKILL')
    await node.ended
    await redis.restart(node)
    // Each of two processes warms the company and its one depot.
    await expect.poll(all, { timeout: 20_000 }).toBeGreaterThanOrEqual(before + 4)
    const [mark, made] = [await markOf(), await countOf('made')]
    for (const { app } of [...nodes, ...nodes]) {
      const answer = await get(app, `/api/today?date=${today}`, token)
      expect(answer.statusCode, answer.body).toBe(200)
    }
    isStill = (await markOf()) === mark
    if (isStill) expect(await countOf('made')).toBe(made)
  }
})
