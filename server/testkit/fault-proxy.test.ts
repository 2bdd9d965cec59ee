import { uuidv7 } from '@luckygas/contract/kernel/ids.ts'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { createCircuit } from '../../ui/api/circuit.ts'
import { createClient } from '../../ui/api/client.ts'
import { isProblem } from '../../ui/api/problem-error.ts'
import { listOrders, placeOrder } from '../../ui/api/routes/orders.ts'
import { createLiveClient, type Socket } from '../../ui/live/live-client.ts'
import { openFaultProxy, seededRandom } from './fault-proxy.ts'
import { send } from './test-app.ts'
import { openTestDoor } from './test-door.ts'

const orders = 300
const atOnce = 8

async function gasCompany() {
  const door = await openTestDoor()
  const [office, manager] = [await door.signIn('office'), await door.signIn('manager')]
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const price = { effectiveFrom: today, unitPriceNtd: '860', unit: 'cylinder', depositNtd: '1500' }
  expect((await send(door.app, 'PUT', '/api/products/20/price', manager, price)).statusCode).toBe(200)
  const siteIds = Array.from({ length: 10 }, () => uuidv7(Date.now()))
  for (const [index, siteId] of siteIds.entries()) {
    const customer = {
      id: uuidv7(Date.now()),
      siteId,
      kind: 'commercial',
      shortName: `測試店${index}`,
      address: '台東縣台東市測試路1號',
    }
    expect((await send(door.app, 'POST', '/api/customers', office, customer)).statusCode).toBe(200)
  }
  return { ...door, office, siteIds, today }
}

test(`[S4][C3] ${orders} orders sent through a line that fails three times in ten are placed once each`, {
  timeout: 120_000,
}, async () => {
  const { origin, office, siteIds, today, system, depotId } = await gasCompany()
  const proxy = await openFaultProxy({
    target: origin,
    seed: 20_261_122,
    share: 0,
    longestDelayMs: 100,
    longestSocketMs: 400,
  })
  onTestFinished(proxy.close)
  const random = seededRandom(7)
  const client = createClient({
    origin: proxy.origin,
    random,
    sleep: ms => new Promise(resolve => setTimeout(resolve, Math.min(ms, 2_000) / 20)),
  })
  client.session.accept(
    {
      accessToken: office,
      expiresAt: '2099-01-01T00:00:00Z',
      me: { serverNow: new Date().toISOString() },
    } as Parameters<typeof client.session.accept>[0],
    Date.now(),
  )
  const heard: number[] = []
  let first = Number.POSITIVE_INFINITY
  const live = createLiveClient({
    open: () => {
      const socket = new WebSocket(`${proxy.origin.replace('http', 'ws')}/api/live`)
      socket.on('error', () => undefined)
      return socket as unknown as Socket
    },
    accessToken: async () => office,
    onEvent: frame => {
      // A page that comes in hears what happened just before it came, too.
      if (frame.sequence >= first) heard.push(frame.sequence)
    },
    onReset: () => heard.push(Number.NaN),
    nowMs: () => Date.now(),
    random: () => 0.05,
  })
  // What the company's founding announced is over before anybody listens.
  const waiting = () =>
    system.db.selectFrom('outbox_event').select('id').where('sequence', 'is', null).execute()
  await expect.poll(async () => (await waiting()).length).toBe(0)
  live.start()
  onTestFinished(live.stop)
  await expect.poll(() => live.state.get(), { timeout: 10_000 }).toBe('live')
  first = (live.sequences()[`office:${depotId}`] ?? 0) + 1
  live.stop()
  proxy.setShare(0.3, 1)
  live.start()

  const placed = new Map<string, number>()
  let pressedAgain = 0
  const place = async (index: number) => {
    const id = uuidv7(Date.now())
    const body = {
      id,
      siteId: siteIds[index % siteIds.length] ?? '',
      requestedOn: today,
      isDuplicateAccepted: true,
      lines: [{ product: '20' as const, quantity: 1 + (index % 5) }],
    }
    for (;;) {
      try {
        const answer = await client.call(placeOrder, { body }, { idempotencyKey: id })
        expect(answer.id).toBe(id)
        placed.set(id, 1 + (index % 5))
        return
      } catch (error) {
        // The client has given up; the person presses the same button again.
        if (!isProblem(error) || error.kind !== 'unavailable') throw error
        pressedAgain += 1
      }
    }
  }
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < orders) await place(next++)
    }),
  )

  expect(proxy.seen.requests).toBeGreaterThan(orders * 1.2)
  for (const kind of ['reset-before', 'reset-after', 'unavailable', 'delay'] as const)
    expect(proxy.seen[kind]).toBeGreaterThan(10)
  const stored = await system.db
    .selectFrom('sales_order')
    .innerJoin('order_line', 'order_line.order_id', 'sales_order.id')
    .select(['sales_order.id', 'order_line.quantity'])
    .execute()
  expect(new Map(stored.map(row => [row.id, row.quantity]))).toEqual(placed)
  expect(stored).toHaveLength(orders)
  const { rows } = await sql<{ keys: number; changes: number; entries: number }>`select
    (select count(*)::int from idempotency_key where key in (select id from sales_order)) as keys,
    (select count(*)::int from order_change) as changes,
    (select count(*)::int from audit where entity_id in (select id::text from sales_order)) as entries`.execute(
    system.db,
  )
  expect(rows).toEqual([{ keys: orders, changes: orders, entries: orders }])
  const { last } = await system.db
    .selectFrom('outbox_event')
    .select(({ fn }) => fn.countAll<bigint>().as('last'))
    .where('stream', '=', `office:${depotId}`)
    .executeTakeFirstOrThrow()
  proxy.setShare(0)
  await expect.poll(() => heard.length, { timeout: 15_000 }).toBe(Number(last) - first + 1)
  expect(heard).toEqual(heard.map((_sequence, index) => first + index))
  expect(proxy.seen['cut-sockets']).toBeGreaterThan(5)
  expect(pressedAgain).toBeLessThan(orders / 4)
})

test('[S4] the proxy lets everything through when it is told to, and spoils only what is at risk', async () => {
  const { origin } = await openTestDoor()
  const proxy = await openFaultProxy({ target: origin, seed: 1, share: 1, kinds: ['unavailable'] })
  onTestFinished(proxy.close)
  const ask = async (path: string) => (await fetch(proxy.origin + path)).status
  expect([await ask('/api/me'), await ask('/health/live')]).toEqual([503, 200])
  proxy.setShare(0)
  expect(await ask('/api/me')).toBe(401)
})

test('[S4] the client’s breaker opens before a line that is dead, lets single ones try it, and closes when it lives', async () => {
  const { origin, signIn } = await openTestDoor()
  const proxy = await openFaultProxy({ target: origin, seed: 2, share: 0, kinds: ['unavailable'] })
  onTestFinished(proxy.close)
  const nowMs = () => performance.now()
  const circuit = createCircuit({ nowMs, failureLimit: 4, pauseMs: 200, longestPauseMs: 200 })
  const states: string[] = []
  circuit.state.subscribe(state => states.push(state))
  const client = createClient({ origin: proxy.origin, circuit })
  const session = {
    accessToken: await signIn('office'),
    expiresAt: '2099-01-01T00:00:00Z',
    me: { serverNow: new Date().toISOString() },
  }
  client.session.accept(session as Parameters<typeof client.session.accept>[0], Date.now())
  const ask = () =>
    client.call(listOrders, {}, { retries: 0 }).then(
      () => 'answered',
      (error: unknown) => (isProblem(error) ? error.code : error),
    )
  expect(await ask()).toBe('answered')
  proxy.setShare(1)
  const codes: unknown[] = []
  for (let time = 0; time < 40; time += 1) {
    codes.push(await ask())
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  expect(codes.filter(code => code === 'network.circuit-open').length).toBeGreaterThan(20)
  expect(proxy.seen.unavailable).toBeLessThan(15)
  proxy.setShare(0)
  await expect.poll(ask).toBe('answered')
  expect(states.slice(0, 2)).toEqual(['open', 'half-open'])
  expect(states.at(-1)).toBe('closed')
})
