import { expect, test } from 'vitest'
import { get, send } from '../../testkit/test-app.ts'
import { readOpenOrders, readOrderWithLines, setOrdersAssigned, stopLinesOf } from './orders.api.ts'
import { ordersFixture, today } from './orders.fixture.ts'

const empties = { isCollection: true, lines: [{ product: '20', quantity: 3 }] }

test('[C1] 收空 fetches empties for nothing: no price is needed, none is due, no full goes out', async () => {
  const { db, place } = await ordersFixture()
  const placed = await place({ isCollection: true, lines: [{ product: '16', quantity: 2 }] })
  expect(placed.statusCode).toBe(200)
  expect(placed.json()).toMatchObject({
    isCollection: true,
    payment: null,
    lines: [{ product: '16', quantity: 2, unitPriceNtd: '0', priceSource: 'collection' }],
  })
  const order = await readOrderWithLines(db, placed.json().id)
  expect(order && stopLinesOf(order)).toEqual([{ product: '16', fullOut: 0, emptyIn: 2 }])
  expect((await readOpenOrders(db, null, today))[0]).toMatchObject({ isCollection: true })
})

test('[C1] fetching empties is no second call for gas, and the same wish twice is', async () => {
  const { place } = await ordersFixture()
  await place()
  expect((await place(empties)).statusCode).toBe(200)
  expect((await place(empties)).json().code).toBe('orders.duplicate')
  expect((await place()).json().code).toBe('orders.duplicate')
})

test('[A4] [C1] the last order that is offered again is the last one of gas', async () => {
  const { app, place, siteId } = await ordersFixture()
  const gas = (await place()).json()
  await place({ ...empties, requestedOn: '2026-11-25' })
  const desk = (await get(app, `/api/sites/${siteId}/order-desk`, 'office')).json()
  expect(desk.lastOrder.id).toBe(gas.id)
  expect(desk.openOrders).toHaveLength(2)
})

test('[C2] other empties, another day and a part of them stay without a price, with the way of paying', async () => {
  const { app, place } = await ordersFixture()
  const { id } = (await place({ ...empties, payment: 'transfer' })).json()
  const edited = await send(app, 'PATCH', `/api/orders/${id}`, 'office', {
    version: 1,
    lines: [{ product: '16', quantity: 4 }],
    requestedOn: '2026-12-01',
  })
  expect(edited.json().lines).toEqual([
    { product: '16', quantity: 4, unitPriceNtd: '0', priceSource: 'collection' },
  ])
  const split = await send(app, 'POST', `/api/orders/${id}/split`, 'office', {
    id: '0199f000-0000-7000-8000-000000000001',
    version: 2,
    lines: [{ product: '16', quantity: 1 }],
    requestedOn: '2026-12-03',
  })
  expect(split.json().part).toMatchObject({
    isCollection: true,
    payment: 'transfer',
    lines: [{ quantity: 1, unitPriceNtd: '0' }],
  })
  expect(split.json().order.lines).toMatchObject([{ quantity: 3, priceSource: 'collection' }])
})

test('[C1] [C2] how an order is paid is chosen, changed and given back to the account; the driver is told, the plan is not', async () => {
  const { app, db, clock, write, place, planned, left, told } = await ordersFixture()
  const { id, payment } = (await place({ payment: 'monthly' })).json()
  expect(payment).toBe('monthly')
  const edit = (body: object, role = 'manager') => send(app, 'PATCH', `/api/orders/${id}`, role, body)
  const changed = (await edit({ version: 1, payment: 'cash' })).json()
  expect(changed.changes[1].what).toEqual([{ field: 'payment', before: 'monthly', after: 'cash' }])
  expect((await edit({ version: 2, payment: null })).json().payment).toBeNull()
  expect((await edit({ version: 3, note: '後門' })).json().payment).toBeNull()
  planned.set(id, [today])
  clock.advanceMs(1000)
  await write(context => setOrdersAssigned(context, [id], true))
  expect((await edit({ version: 5, payment: 'transfer' }, 'office')).json().code).toBe(
    'orders.edit-not-allowed',
  )
  expect((await edit({ version: 5, payment: 'transfer' })).json()).toMatchObject({
    state: 'assigned',
    payment: 'transfer',
  })
  expect([left, told.at(-1)]).toEqual([[], id])
  expect((await edit({ version: 6, payment: 'cheque' })).json().code).toBe('request.malformed')
  expect(await db.selectFrom('sales_order').select('payment').execute()).toEqual([{ payment: 'transfer' }])
})
