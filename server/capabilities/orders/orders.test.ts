import { randomUUID } from 'node:crypto'
import { uuidv7 } from '@luckygas/contract/kernel/ids.ts'
import type { OrderState } from '@luckygas/contract/states.ts'
import { mayFollow, orderStates } from '@luckygas/contract/states.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { get, send } from '../../testkit/test-app.ts'
import { readOpenOrders, readOrderTerms, recordOrder, setOrdersAssigned } from './orders.api.ts'
import { ordersFixture as fixture, today } from './orders.fixture.ts'
import { mergeLines, openStates, priceLines } from './orders.rules.ts'

const refusal = (response: { statusCode: number; json<T>(): T }) => [
  response.statusCode,
  response.json<{ code: string }>().code,
]

describe('placing an order', () => {
  test('[C1] it is confirmed at the prices of the requested day, with who and when, and the office is told', async () => {
    const { place, db, siteId } = await fixture()
    const lines = [
      { product: '20', quantity: 2 },
      { product: 'F50', quantity: 1 },
      { product: '20', quantity: 1 },
    ]
    const placed = (await place({ requestedOn: '2026-12-01', lines, note: '後門', slot: 'morning' })).json()
    expect(placed).toMatchObject({
      number: 1001,
      siteId,
      customerCode: '1400001',
      state: 'confirmed',
      source: 'phone',
      version: 1,
      lines: [
        { product: '20', quantity: 3, unitPriceNtd: '900' },
        { product: 'F50', quantity: 1, unitPriceNtd: '0' },
      ],
      changes: [{ from: null, to: 'confirmed', at: `${today}T01:00:00.000Z`, reason: '' }],
    })
    const events = await db
      .selectFrom('outbox_event')
      .select('entity_id')
      .where('kind', '=', 'orders.changed')
      .execute()
    expect(events).toEqual([{ entity_id: placed.id }])
  })

  test('[C1] refused: unknown site, terminated or suspended customer, past day, empty window, product without a price', async () => {
    const { place, sites, db } = await fixture()
    await db.updateTable('customer').set({ status: 'blacklisted' }).where('code', '=', '1400003').execute()
    expect(refusal(await place({ siteId: randomUUID() }))).toEqual([404, 'orders.site-not-found'])
    expect(refusal(await place({ siteId: sites[1]?.siteId }))).toEqual([409, 'orders.customer-terminated'])
    expect(refusal(await place({ siteId: sites[2]?.siteId }))).toEqual([409, 'orders.customer-not-served'])
    expect(refusal(await place({ requestedOn: '2026-11-21' }))).toEqual([409, 'orders.date-past'])
    expect(refusal(await place({ windowFromMinute: 600, windowToMinute: 600 }))).toEqual([
      400,
      'orders.window-empty',
    ])
    const unpriced = await place({ lines: [{ product: '16', quantity: 1 }] })
    expect([...refusal(unpriced), unpriced.json().params]).toEqual([
      409,
      'orders.product-not-priced',
      { product: '16' },
    ])
    const { count } = await db
      .selectFrom('sales_order')
      .select(({ fn }) => fn.countAll<bigint>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(0n)
  })

  test('[C2] the same site within a day is a duplicate until a person accepts it or the first is cancelled', async () => {
    const { place, move, sites, db } = await fixture()
    await db.updateTable('customer').set({ is_terminated: false }).where('code', '=', '1400002').execute()
    const first = (await place({ requestedOn: '2026-11-24' })).json()
    for (const requestedOn of ['2026-11-23', '2026-11-24', '2026-11-25']) {
      const again = await place({ requestedOn })
      expect([...refusal(again), again.json().params]).toEqual([
        409,
        'orders.duplicate',
        { orderId: first.id, number: 1001, requestedOn: '2026-11-24' },
      ])
    }
    expect((await place({ requestedOn: '2026-11-26' })).statusCode).toBe(200)
    expect((await place({ requestedOn: '2026-11-24', siteId: sites[1]?.siteId })).statusCode).toBe(200)
    await move(first.id, { to: 'cancelled', reason: '客戶改期', version: 1 })
    expect((await place({ requestedOn: '2026-11-24' })).statusCode).toBe(200)
    expect((await place({ requestedOn: '2026-11-24' })).statusCode).toBe(409)
    expect((await place({ requestedOn: '2026-11-24', isDuplicateAccepted: true })).statusCode).toBe(200)
  })

  test('[C2] twenty clerks with one call each for the same site at the same moment make one order', async () => {
    const { place } = await fixture()
    const answers = await Promise.all(Array.from({ length: 20 }, () => place()))
    expect(answers.filter(answer => answer.statusCode === 200)).toHaveLength(1)
    expect(answers.filter(answer => answer.statusCode === 409)).toHaveLength(19)
  })

  test('[C3] fifty requests with one key at once make one order and get one answer', async () => {
    const { app, order, db } = await fixture()
    const body = order()
    const headers = { 'idempotency-key': uuidv7(1_800_000_000_000) }
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => send(app, 'POST', '/api/orders', 'office', body, headers)),
    )
    expect(new Set(answers.map(answer => answer.statusCode))).toEqual(new Set([200]))
    expect(new Set(answers.map(answer => answer.body)).size).toBe(1)
    expect(answers.filter(answer => answer.headers['idempotent-replay'] === 'true')).toHaveLength(49)
    expect(await db.selectFrom('sales_order').select('id').execute()).toEqual([{ id: body.id }])
    expect(await db.selectFrom('order_change').select('order_id').execute()).toHaveLength(1)
    expect(
      await db.selectFrom('audit').select('id').where('action', '=', 'orders.place').execute(),
    ).toHaveLength(1)
  })

  test('[C3] a key with another body is refused; the same key of another person is another key', async () => {
    const { app, order, place, db } = await fixture()
    const headers = { 'idempotency-key': uuidv7(1_800_000_000_000) }
    const body = order()
    await send(app, 'POST', '/api/orders', 'office', body, headers)
    const changed = { ...body, lines: [{ product: '20', quantity: 3 }] }
    const reused = await send(app, 'POST', '/api/orders', 'office', changed, headers)
    expect(refusal(reused)).toEqual([422, 'idempotency.key-reused'])
    const other = await send(
      app,
      'POST',
      '/api/orders',
      'manager',
      order({ isDuplicateAccepted: true }),
      headers,
    )
    expect(other.statusCode).toBe(200)
    expect(refusal(await place({ id: body.id, isDuplicateAccepted: true }))).toEqual([
      409,
      'orders.already-placed',
    ])
    expect(await db.selectFrom('sales_order').select('id').execute()).toHaveLength(2)
  })

  test('[C3] whatever the mix of keys and repetitions, each accepted key has exactly one order and one answer', async () => {
    const { app, order, db } = await fixture()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(4), { minLength: 1, maxLength: 14 }),
        fc.boolean(),
        async (keys, isRefusedFirst) => {
          const batch = new Map(
            [...new Set(keys)].map(key => [
              key,
              { key: randomUUID(), body: order({ isDuplicateAccepted: true }) },
            ]),
          )
          if (isRefusedFirst) {
            // A refusal leaves no trace: the same key may be used for the corrected request.
            for (const { key, body } of batch.values())
              await send(
                app,
                'POST',
                '/api/orders',
                'office',
                { ...body, requestedOn: '2020-01-01' },
                { 'idempotency-key': key },
              )
          }
          const answers = await Promise.all(
            keys.map(async key => {
              const made = batch.get(key)
              const response = await send(app, 'POST', '/api/orders', 'office', made?.body, {
                'idempotency-key': made?.key ?? '',
              })
              return { key, status: response.statusCode, number: response.json<{ number: number }>().number }
            }),
          )
          for (const [key, { body }] of batch) {
            const own = answers.filter(answer => answer.key === key)
            expect(new Set(own.map(answer => answer.status))).toEqual(new Set([200]))
            expect(new Set(own.map(answer => answer.number)).size).toBe(1)
            expect(
              await db.selectFrom('sales_order').select('id').where('id', '=', body.id).execute(),
            ).toHaveLength(1)
          }
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('moving an order along', () => {
  test('[C1] a person may do what the state table lets him, at the version he saw, and says why he cancels', async () => {
    const { place, move, left } = await fixture()
    const { id } = (await place()).json()
    expect(refusal(await move(id, { to: 'confirmed', version: 1 }))).toEqual([
      409,
      'orders.state-not-allowed',
    ])
    expect(refusal(await move(id, { to: 'cancelled', version: 1, reason: '  ' }))).toEqual([
      400,
      'orders.reason-missing',
    ])
    expect(refusal(await move(id, { to: 'cancelled', version: 9, reason: 'x' }))).toEqual([
      409,
      'request.stale-version',
    ])
    expect(refusal(await move(randomUUID(), { to: 'cancelled', version: 1, reason: 'x' }))).toEqual([
      404,
      'orders.not-found',
    ])
    const cancelled = (await move(id, { to: 'cancelled', version: 1, reason: '客戶改期' })).json()
    expect(cancelled).toMatchObject({ state: 'cancelled', version: 2 })
    expect(cancelled.changes[1]).toMatchObject({ from: 'confirmed', to: 'cancelled', reason: '客戶改期' })
    expect(left).toEqual([id])
  })

  test('[C1] from every state, what a person is allowed is exactly what the table says', async () => {
    const { place, db, app } = await fixture()
    const { id } = (await place()).json()
    for (const from of Object.keys(orderStates) as OrderState[])
      for (const to of ['confirmed', 'cancelled'] as const) {
        await db.updateTable('sales_order').set({ state: from, version: 1 }).where('id', '=', id).execute()
        const change = { to, version: 1, reason: '測試', cause: 'company_error' }
        const moved = await send(app, 'POST', `/api/orders/${id}/state`, 'manager', change)
        expect([from, to, moved.statusCode]).toEqual([from, to, mayFollow(orderStates, from, to) ? 200 : 409])
      }
  })

  test('[C1] dispatch assigns and takes back confirmed orders only; a driver’s fact posts from any state', async () => {
    const { place, write, app } = await fixture()
    const { id } = (await place({ note: '後門' })).json()
    const state = async () => (await get(app, `/api/orders?date=${today}`, 'office')).json().orders[0]
    await write(context => setOrdersAssigned(context, [id, randomUUID()], true))
    expect((await state()).state).toBe('assigned')
    await write(context => setOrdersAssigned(context, [id], true))
    await write(context => setOrdersAssigned(context, [id], false))
    expect((await state()).state).toBe('confirmed')
    await write(context => setOrdersAssigned(context, [id], true))
    await write(context => recordOrder(context, id, 'en_route', ''))
    await write(context => setOrdersAssigned(context, [id], false))
    expect((await state()).state).toBe('en_route')
    await write(context => recordOrder(context, id, 'failed', 'absent'))
    // A trip that is loaded while another phone says this: it does not bring the order back on its way.
    await write(context => recordOrder(context, id, 'en_route', '', ['delivered', 'failed']))
    await write(context => recordOrder(context, id, 'delivered', '更正'))
    await write(context => recordOrder(context, id, 'delivered', '更正'))
    const last = await state()
    expect(last.changes.map((change: { to: string }) => change.to)).toEqual([
      'confirmed',
      'assigned',
      'confirmed',
      'assigned',
      'en_route',
      'failed',
      'delivered',
    ])
    expect(last.version).toBe(last.changes.length)
    await write(context => recordOrder(context, randomUUID(), 'delivered', ''))
  })

  test('[C1] confirmed orders wait for the planner up to a day, with notes and lines', async () => {
    const { place, db } = await fixture()
    const first = (await place({ note: '後門' })).json()
    await place({ requestedOn: '2026-11-25' })
    expect((await readOpenOrders(db, null, '2026-11-24')).map(order => order.id)).toEqual([first.id])
    expect((await readOpenOrders(db, null, '2026-11-25')).map(order => order.lines)).toEqual(
      Array(2).fill([{ product: '20', quantity: 2, unitPriceNtd: 860n, priceSource: 'list' }]),
    )
    expect(await readOrderTerms(db, [first.id, randomUUID()])).toEqual(
      new Map([[first.id, { note: '後門', payment: null }]]),
    )
  })

  test('[C1] orders are listed newest first by day, site and state, page by page', async () => {
    const { place, app, siteId } = await fixture()
    for (let day = 22; day < 30; day += 2) await place({ requestedOn: `2026-11-${day}` })
    const page = async (query: string) => (await get(app, `/api/orders?${query}`, 'office')).json()
    const numbers = (answer: { orders: { number: number }[] }) => answer.orders.map(order => order.number)
    const first = await page(`siteId=${siteId}&limit=3`)
    expect([numbers(first), first.nextCursor]).toEqual([[1004, 1003, 1002], '1002'])
    expect(numbers(await page(`siteId=${siteId}&limit=3&cursor=1002`))).toEqual([1001])
    expect(numbers(await page('date=2026-11-24'))).toEqual([1002])
    expect(numbers(await page('state=cancelled'))).toEqual([])
    expect((await get(app, '/api/orders?cursor=x', 'office')).statusCode).toBe(400)
  })
})

describe('the rules of orders', () => {
  test('[C1] an order is open until it is delivered, failed or cancelled', () => {
    expect(openStates).toEqual(['draft', 'confirmed', 'assigned', 'en_route'])
  })

  test('[C1] merging lines loses no cylinder, and metered cylinders need no price', () => {
    const lines = fc.array(
      fc.record({
        product: fc.constantFrom('20' as const, 'F20' as const, '50' as const),
        quantity: fc.integer({ min: 1, max: 99 }),
      }),
    )
    fc.assert(
      fc.property(lines, given => {
        const merged = mergeLines(given)
        expect(new Set(merged.map(line => line.product)).size).toBe(merged.length)
        const total = (list: readonly { quantity: number }[]) =>
          list.reduce((sum, line) => sum + line.quantity, 0)
        expect(total(merged)).toBe(total(given))
      }),
    )
    expect(priceLines([{ product: 'F20', quantity: 1 }], new Map())).toEqual({
      lines: [{ product: 'F20', quantity: 1, unitPriceNtd: 0n, priceSource: 'meter' }],
    })
    expect(priceLines([{ product: '20', quantity: 1 }], new Map())).toEqual({ unpriced: '20' })
  })
})
