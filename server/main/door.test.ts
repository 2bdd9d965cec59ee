import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { reportPositions } from '@luckygas/contract/endpoints/deliveries.ts'
import { describe, expect, test } from 'vitest'
import { get, send } from '../testkit/test-app.ts'
import { openTestDoor } from '../testkit/test-door.ts'

const problem = (answer: { statusCode: number; headers: object; json(): { code: string; kind: string } }) => {
  const { code, kind } = answer.json()
  return [
    answer.statusCode,
    kind,
    code,
    (answer.headers as Record<string, string>)['content-type']?.split(';')[0],
  ]
}
const json = 'application/problem+json'

describe('health', () => {
  test('[S9] live, ready and start-up tell different things: starting, serving, draining', async () => {
    const { app, services } = await openTestDoor()
    const ask = async () => {
      const answers = await Promise.all(
        ['live', 'startup', 'ready'].map(name => app.inject({ url: `/health/${name}` })),
      )
      return [...answers.map(answer => answer.statusCode), answers[2]?.json()]
    }
    services.health.isStarted = false
    expect(await ask()).toEqual([200, 503, 503, { status: 'not-ready', reasons: ['starting'] }])
    services.health.isStarted = true
    expect(await ask()).toEqual([200, 200, 200, { status: 'ready' }])
    await services.stop()
    expect(await ask()).toEqual([200, 200, 503, { status: 'not-ready', reasons: ['draining'] }])
  })
})

describe('roles', () => {
  test('[S20] a process serves what its roles are and nothing else, and its health always', async () => {
    const { app } = await openTestDoor({ roles: new Set(['worker']) })
    const ask = async (url: string) => (await app.inject({ url })).statusCode
    expect(await Promise.all(['/health/ready', '/metrics', '/api/me', '/'].map(ask))).toEqual([
      200, 200, 404, 404,
    ])
    const api = await openTestDoor({ roles: new Set(['api']) })
    expect((await api.app.inject({ url: '/api/me' })).statusCode).toBe(401)
    expect([api.services.live, (await openTestDoor()).services.live === undefined]).toEqual([
      undefined,
      false,
    ])
  })
})

describe('what a stranger may send', () => {
  test('[S15] unknown paths, broken JSON, wrong types and too much of it are refused in problem JSON', async () => {
    const { app, signIn } = await openTestDoor()
    const token = await signIn('office')
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() }
    const post = (payload: string, type = 'application/json') =>
      app.inject({
        method: 'POST',
        url: '/api/orders',
        headers: { ...headers, 'content-type': type },
        payload,
      })
    expect(problem(await get(app, '/api/nothing', token))).toEqual([
      404,
      'missing',
      'request.not-found',
      json,
    ])
    expect(problem(await app.inject({ method: 'DELETE', url: '/api/orders' }))).toEqual([
      404,
      'missing',
      'request.not-found',
      json,
    ])
    expect(problem(await post('{"id": '))).toEqual([400, 'invalid', 'request.malformed', json])
    expect(problem(await post('"text"'))).toEqual([400, 'invalid', 'request.malformed', json])
    expect(problem(await post('{"__proto__": {"a": 1}}'))).toEqual([
      400,
      'invalid',
      'request.malformed',
      json,
    ])
    expect(problem(await post('a=1', 'application/x-www-form-urlencoded'))).toEqual([
      415,
      'invalid',
      'request.type-not-allowed',
      json,
    ])
    expect(problem(await post(JSON.stringify({ note: 'x'.repeat(1_100_000) })))).toEqual([
      413,
      'invalid',
      'request.too-large',
      json,
    ])
    const faults = (await post('{"id":"1","lines":[]}')).json().faults as { path: string }[]
    expect(faults.map(fault => fault.path)).toEqual(
      expect.arrayContaining(['body.id', 'body.siteId', 'body.lines']),
    )
    const keyless = await app.inject({
      method: 'POST',
      url: '/api/orders',
      headers: { authorization: `Bearer ${token}` },
      payload: {},
    })
    expect(keyless.statusCode).toBe(400)
  })

  test('[S15] no answer tells what the program is made of, and a defect only its trace id', async () => {
    const { app, log, system } = await openTestDoor()
    await system.db.schema.alterTable('app_user').renameTo('app_user_gone').execute()
    const answer = await app.inject({
      method: 'POST',
      url: '/api/auth/login',
      payload: { login: 'a', password: 'b' },
    })
    await system.db.schema.alterTable('app_user_gone').renameTo('app_user').execute()
    expect(problem(answer)).toEqual([500, 'defect', 'platform.defect', json])
    expect(answer.body).not.toMatch(/app_user|relation|42P01|\.ts/)
    const { traceId } = answer.json<{ traceId: string }>()
    expect(log.find(line => line.includes('"defect"') && line.includes(traceId))).toContain('42P01')
  })

  test('[S15] the caller’s trace is carried on, and a malformed one is not', async () => {
    const { app } = await openTestDoor()
    const trace = '0af7651916cd43dd8448eb211c80319c'
    const ask = async (traceparent: string) =>
      (await app.inject({ url: '/api/none', headers: { traceparent } })).json<{ traceId: string }>().traceId
    expect(await ask(`00-${trace}-b7ad6b7169203331-01`)).toBe(trace)
    expect(await ask(`00-${trace}-<script>-01`)).toMatch(/^[0-9a-f]{32}$/)
  })

  test('[S15] pages and answers carry the headers that keep a browser from running what is not ours', async () => {
    const { app, origin } = await openTestDoor()
    for (const url of ['/health/live', '/api/me', '/']) {
      const { headers } = await app.inject({ url })
      const policy = String(headers['content-security-policy'])
      for (const rule of [
        "default-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
      ])
        expect([url, policy.includes(rule)]).toEqual([url, true])
      expect(policy).not.toMatch(/script-src[^;]*unsafe/)
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
      expect(headers['x-powered-by'] ?? headers.server).toBeUndefined()
    }
    // A browser of another origin is never told that it may read an answer.
    const foreign = await fetch(`${origin}/api/me`, { headers: { origin: 'https://elsewhere.example' } })
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('[S15] a path cannot leave the folders of the apps', async () => {
    const { origin } = await openTestDoor()
    const { port } = new URL(origin)
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/driver/..%2f..%2fpackage.json',
      '/assets/../../../package.json',
    ]) {
      // `fetch` would tidy the path up before sending it.
      const body = await new Promise<string>(resolve => {
        request({ port, path, host: '127.0.0.1' }, answer => {
          let text = ''
          answer.on('data', chunk => {
            text += chunk
          })
          answer.on('end', () => resolve(text))
        }).end()
      })
      expect([path, body.includes('"workspaces"')]).toEqual([path, false])
    }
  })
})

describe('who asks too much', () => {
  const rateLimits = { address: { requests: 5, windowMs: 60_000 }, actor: { requests: 8, windowMs: 60_000 } }

  test('[S15] an address without a login is told to wait; colleagues behind it who are signed in are not', async () => {
    const { app, signIn } = await openTestDoor({ rateLimits })
    const token = await signIn('office')
    const statuses: number[] = []
    for (let time = 0; time < 6; time += 1) statuses.push((await get(app, '/api/me', 'forged')).statusCode)
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429])
    const refused = await app.inject({ method: 'POST', url: '/api/auth/refresh' })
    expect(problem(refused)).toEqual([429, 'unavailable', 'request.rate-limited', json])
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50)
    expect(refused.json()).toMatchObject({ params: { seconds: Number(refused.headers['retry-after']) } })
    expect(
      (await app.inject({ method: 'POST', url: '/api/auth/refresh', remoteAddress: '192.0.2.7' })).statusCode,
    ).toBe(401)
    expect((await get(app, '/api/me', token)).statusCode).toBe(200)
    expect((await app.inject({ url: '/health/live' })).statusCode).toBe(200)
  })

  test('[S15][F3] a person is limited as himself, on every device together; positions are paced on their own', async () => {
    const { app, signIn } = await openTestDoor({ rateLimits })
    const [first, second, colleague] = [
      await signIn('driver'),
      await signIn('driver'),
      await signIn('office'),
    ]
    const statuses: number[] = []
    for (let time = 0; time < 9; time += 1)
      statuses.push((await get(app, '/api/me', time % 2 ? first : second)).statusCode)
    expect(statuses).toEqual([...Array(8).fill(200), 429])
    expect((await get(app, '/api/me', colleague)).statusCode).toBe(200)
    const fix = { deviceAt: new Date().toISOString(), latitude: 22.7, longitude: 121.1 }
    const positions = await send(app, 'POST', reportPositions.path, first, { runId: null, fixes: [fix] })
    expect(positions.statusCode).toBe(200)
  })
})

test('[S9] metrics know endpoints by their ids and nobody by name', async () => {
  const { app, signIn, loginOf } = await openTestDoor()
  const token = await signIn('office')
  const siteId = randomUUID()
  await get(app, `/api/orders?siteId=${siteId}`, token)
  await get(app, '/api/customers?q=王小明', token)
  await send(app, 'POST', '/api/orders', token, {})
  await app.inject({ url: '/api/wang-xiao-ming' })
  const text = (await app.inject({ url: '/metrics' })).body
  for (const id of ['orders.list', 'orders.place', 'identity.login'])
    expect(text).toContain(`luckygas_http_request_seconds_count{endpoint="${id}"`)
  expect(text).toContain('luckygas_problems_total{code="request.malformed"} 1')
  for (const mark of [siteId, '王', 'wang-xiao-ming', loginOf('office').password])
    expect(text).not.toContain(mark)
})
