import { expect, test } from 'vitest'
import { createClient } from './client.ts'
import { isProblem } from './problem-error.ts'
import { reportPositions } from './routes/deliveries.ts'
import { listOrders, placeOrder } from './routes/orders.ts'

type Handler = (url: string, init: RequestInit) => Response | Promise<Response>
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const session = (accessToken: string) => ({
  accessToken,
  expiresAt: '2099-01-01T00:00:00Z',
  me: { serverNow: '2026-11-23T02:00:00Z' },
})

function clientWith(handler: Handler) {
  const requests: { url: string; headers: Record<string, string>; method: string }[] = []
  const waits: number[] = []
  const client = createClient({
    fetch: (async (url: string, init: RequestInit) => {
      requests.push({ url, headers: init.headers as Record<string, string>, method: init.method ?? 'GET' })
      return handler(url, init)
    }) as typeof fetch,
    random: () => 0.5,
    sleep: async ms => {
      waits.push(ms)
    },
  })
  return { client, requests, waits }
}
const order = {
  id: '0193f0f0-0000-7000-8000-000000000001',
  siteId: '0193f0f0-0000-7000-8000-000000000002',
  requestedOn: '2026-11-24',
  lines: [{ product: '20' as const, quantity: 2 }],
}

test('[S4] a write keeps its idempotency key over every retry and stops when it succeeds', async () => {
  let left = 3
  const { client, requests, waits } = clientWith(() => {
    left -= 1
    if (left > 0) throw new TypeError('network')
    return json({ number: 7 })
  })
  await expect(client.call(placeOrder, { body: order })).resolves.toMatchObject({ number: 7 })
  const keys = requests.map(request => request.headers['idempotency-key'])
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  expect(waits).toEqual([100, 200])
})

test('[S4] a write without a key is never sent twice', async () => {
  const { client, requests } = clientWith(() => new Response('', { status: 503 }))
  const fix = { deviceAt: '2026-11-23T02:00:00Z', latitude: 22.7, longitude: 121.1 }
  await expect(client.call(reportPositions, { body: { runId: null, fixes: [fix] } })).rejects.toMatchObject({
    kind: 'unavailable',
  })
  expect(requests).toHaveLength(1)
})

test('[S4] a refusal is not retried and arrives with its code and params', async () => {
  const body = { kind: 'refused', code: 'orders.duplicate', status: 409, params: { number: 12 } }
  const { client, requests } = clientWith(() => json(body, 409))
  const error = await client.call(placeOrder, { body: order }).catch(reason => reason)
  expect(isProblem(error, 'orders.duplicate') && error.params.number).toBe(12)
  expect(requests).toHaveLength(1)
})

test('[S4] too many requests waits as long as the server asks', async () => {
  let calls = 0
  const { client, waits } = clientWith(() => {
    calls += 1
    const problem = { kind: 'unavailable', code: 'request.rate-limited', status: 429, retryAfter: 3 }
    return calls === 1 ? json(problem, 429) : json({ orders: [], nextCursor: null })
  })
  await client.call(listOrders, { query: { date: '2026-11-23' } })
  expect(waits).toEqual([3000])
})

test('[S4] an expired token is renewed once for all waiting requests', async () => {
  let refreshes = 0
  const { client, requests } = clientWith(async (url, init) => {
    if (url === '/api/auth/refresh') {
      refreshes += 1
      await Promise.resolve()
      return json(session('fresh'))
    }
    const { authorization } = init.headers as Record<string, string>
    return authorization === 'Bearer fresh'
      ? json({ orders: [] })
      : json({ kind: 'denied', code: 'identity.token-invalid' }, 401)
  })
  await Promise.all([client.call(listOrders), client.call(listOrders), client.call(listOrders)])
  expect(refreshes).toBe(1)
  expect(requests.filter(request => request.url.startsWith('/api/orders'))).toHaveLength(6)
  expect(client.session.state.get().status).toBe('signed-in')
})

test('[S4] a refused renewal signs out; a lost one does not', async () => {
  const refused = clientWith(() => json({ kind: 'denied', code: 'identity.session-ended' }, 401))
  await expect(refused.client.call(listOrders)).rejects.toMatchObject({ code: 'identity.session-ended' })
  expect(refused.client.session.state.get().status).toBe('signed-out')
  const lost = clientWith(() => {
    throw new TypeError('network')
  })
  await expect(lost.client.session.refresh()).rejects.toMatchObject({ code: 'network.offline' })
  expect(lost.client.session.state.get().status).toBe('unknown')
})

test('[S4] an aborted request says so and is not repeated', async () => {
  const abort = new AbortController()
  const { client, requests } = clientWith(() => {
    abort.abort()
    throw new DOMException('aborted', 'AbortError')
  })
  await expect(client.call(listOrders, {}, { signal: abort.signal })).rejects.toMatchObject({
    code: 'network.aborted',
  })
  expect(requests).toHaveLength(1)
})
