import { randomUUID } from 'node:crypto'
import { roles } from '@luckygas/contract/permissions.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayFixture, testDeps } from '../../testkit/delivery-day.ts'
import { cashOf, findings, holds } from '../../testkit/ledger-figures.ts'
import { get, send, testApp } from '../../testkit/test-app.ts'
import { type TestStop, today } from '../../testkit/test-phone.ts'
import { readPostedDeliveries } from '../deliveries/deliveries.api.ts'
import { makeOrders } from '../orders/orders.api.ts'
import { makeToday } from '../today/today.api.ts'
import { makeCounter } from './counter.api.ts'

/** A depot with 200 fulls and 20 empties of 20 kg at 860, deposit 1500; each site has a phone order of today. */
async function counter() {
  const day = await dayFixture()
  const { db, clock, depotId, deliveries } = day
  const orders = makeOrders({
    leavePlan: async () => [],
    tellDriver: async () => {},
    joinPlan: async () => undefined,
    readAccounts: async () => ({ owedNtd: 0n, depositNtd: 0n }),
  })
  const counterPart = makeCounter({
    readSitePrices: testDeps.readSitePrices,
    readUserNames: async () => new Map(),
    readDepotPlace: async () => ({ address: '台東市', latitude: 22.75, longitude: 121.14 }),
  })
  const routes = [
    ...counterPart.routes,
    ...orders.routes,
    ...deliveries.routes,
    ...makeToday({
      readTroubles: async () => [],
      freshAnswers: (_reader, _name, _about, make) => make(),
    }).routes,
  ]
  const app = await testApp({ db, clock, routes })
  const clerk = `office@${depotId}`
  const siteId = (day.stopsA[0] as TestStop).siteId
  const swap = (given: object = {}) => ({
    id: randomUUID(),
    siteId,
    lines: [{ product: '20', fullOut: 2, emptyIn: 2, depositsTaken: 0 }],
    payment: 'cash',
    amountDueNtd: '1720',
    isDuplicateAccepted: true,
    ...given,
  })
  const sell = (given: object = {}, role = clerk, headers = {}) =>
    send(app, 'POST', '/api/counter/sales', role, swap(given), headers)
  const desk = async () => (await get(app, '/api/counter', clerk)).json()
  const stock = () => holds(db, 'depot', depotId)
  const till = () => cashOf(db, 'depot', depotId)
  return { ...day, app, clerk, siteId, sell, swap, desk, stock, till }
}

test('[C1] [F4] a swap at the counter moves fulls, empties and cash between depot and site, and the order is delivered', async () => {
  const { db, app, clerk, siteId, sell, stock, till, desk } = await counter()
  const before = await stock()
  const answer = (await sell({ note: '自取' })).json()
  expect(answer).toMatchObject({
    sale: { shortName: '店1', amountDueNtd: '1720', amountPaidNtd: '1720', payment: 'cash', isVoid: false },
    questions: [],
  })
  expect([before, await stock()]).toEqual(['200/20', '198/22'])
  expect(await till()).toBe(1720)
  expect(await cashOf(db, 'site', siteId)).toBe(0)
  const order = (await get(app, `/api/orders/${answer.sale.id}`, clerk)).json()
  expect(order).toMatchObject({ source: 'counter', state: 'delivered', requestedOn: today })
  expect(order.changes.map((change: { to: string }) => change.to)).toEqual([
    'confirmed',
    'assigned',
    'delivered',
  ])
  expect(await desk()).toMatchObject({
    cashNtd: '1720',
    fulls: { '20': 198 },
    sales: [{ number: order.number }],
  })
  expect(await findings(db)).toEqual([])
})

test('[C1] [N1] the day’s figures count the counter’s cylinders and cash, and forecasts learn of its gas', async () => {
  const { db, app, clerk, siteId, sell } = await counter()
  await sell()
  const figures = (await get(app, `/api/today?date=${today}`, clerk)).json()
  expect(figures).toMatchObject({ cylinders: { fullOut: 2, emptyIn: 2 }, cash: { takenNtd: '1720' } })
  expect(await readPostedDeliveries(db, [siteId], today)).toMatchObject([
    { siteId, driverId: null, fullOut: { '20': 2 } },
  ])
})

test('[C1] [F4] deposits, residual gas, empties owed and money owed are booked as at a door', async () => {
  const { db, siteId, sell, till, stock } = await counter()
  const residuals = [{ id: randomUUID(), cylinderType: '20', grossGrams: 27_000, tareGrams: 25_000 }]
  const lines = [{ product: '20', fullOut: 3, emptyIn: 1, depositsTaken: 1 }]
  // 3 × 860 + 1500 − 2 kg of 20 (86)
  const answer = await sell({
    lines,
    residuals,
    payment: 'short',
    amountDueNtd: '3994',
    amountPaidNtd: '3000',
  })
  expect(answer.json().sale).toMatchObject({ residualCreditNtd: '86', amountPaidNtd: '3000' })
  expect(await till()).toBe(3000)
  expect(await cashOf(db, 'site', siteId)).toBe(994)
  expect(await cashOf(db, 'deposit', siteId)).toBe(-1500)
  expect(await stock()).toBe('197/21')
  for (const payment of ['monthly', 'transfer']) await sell({ payment })
  expect(await till()).toBe(3000)
  expect(await cashOf(db, 'site', siteId)).toBe(994 + 3440)
  expect(await findings(db)).toEqual([])
})

test('[C1] [C3] sent again, or twice at once, it is sold once', async () => {
  const { db, app, clerk, sell, swap, stock, till } = await counter()
  const body = swap()
  const headers = { 'idempotency-key': randomUUID() }
  const again = () => send(app, 'POST', '/api/counter/sales', clerk, body, headers)
  const answers = await Promise.all([again(), again(), again()])
  expect(new Set(answers.map(answer => answer.body)).size).toBe(1)
  const other = await sell(body)
  expect([other.statusCode, other.json().code]).toEqual([409, 'orders.already-placed'])
  expect([await stock(), await till()]).toEqual(['198/22', 1720])
  expect(await findings(db)).toEqual([])
})

test('[C1] clerks selling at once leave what was not sold', async () => {
  const { db, sell, stock, till } = await counter()
  const answers = await Promise.all(Array.from({ length: 8 }, () => sell()))
  expect(answers.map(answer => answer.statusCode)).toEqual(Array(8).fill(200))
  expect([await stock(), await till()]).toEqual(['184/36', 8 * 1720])
  expect(await findings(db)).toEqual([])
})

test('[C1] what is not as shown is refused whole: amount, overpaying, metered goods, an open order, a stopped customer', async () => {
  const { db, sell, siteId, stock, till } = await counter()
  const refusal = async (given: object) => {
    const answer = await sell(given)
    return [answer.statusCode, answer.json().code]
  }
  expect(await refusal({ amountDueNtd: '1700' })).toEqual([409, 'counter.amount-changed'])
  expect(await refusal({ payment: 'short', amountPaidNtd: '2000' })).toEqual([409, 'counter.overpaid'])
  expect(await refusal({ isDuplicateAccepted: false })).toEqual([409, 'orders.duplicate'])
  const meteredLine = { product: 'F50', fullOut: 1, emptyIn: 1, depositsTaken: 0 }
  expect(await refusal({ lines: [meteredLine], amountDueNtd: '0' })).toEqual([409, 'counter.metered'])
  const nothing = { product: '20', fullOut: 0, emptyIn: 0, depositsTaken: 0 }
  expect(await refusal({ lines: [nothing], amountDueNtd: '0' })).toEqual([400, 'request.malformed'])
  await db.updateTable('customer').set({ status: 'suspended' }).execute()
  expect(await refusal({})).toEqual([409, 'orders.customer-not-served'])
  expect([await stock(), await till(), siteId.length]).toEqual(['200/20', 0, 36])
  const sold = await db.selectFrom('sales_order').select('id').where('source', '=', 'counter').execute()
  expect(sold).toEqual([])
  expect(await findings(db)).toEqual([])
})

const bringsBack = (emptyIn: number, given: object = {}) => ({
  lines: [{ product: '20', fullOut: 0, emptyIn, depositsTaken: 0 }],
  amountDueNtd: '0',
  isDuplicateAccepted: false,
  ...given,
})

test('[C1] [G3] empties come back at the counter for their deposit out of the till, whatever is ordered otherwise', async () => {
  const { db, app, clerk, siteId, sell, stock, till, desk } = await counter()
  const lines = [{ product: '20', fullOut: 2, emptyIn: 0, depositsTaken: 2 }]
  await sell({ lines, amountDueNtd: '4720' })
  expect([await stock(), await till(), await cashOf(db, 'deposit', siteId)]).toEqual(['198/20', 4720, -3000])
  const { sale } = (await sell(bringsBack(2, { depositRefundNtd: '3000', amountDueNtd: '-3000' }))).json()
  expect(sale).toMatchObject({
    amountDueNtd: '-3000',
    amountPaidNtd: '-3000',
    depositRefundNtd: '3000',
    lines: [{ product: '20', fullOut: 0, emptyIn: 2 }],
  })
  expect([await stock(), await till()]).toEqual(['198/22', 1720])
  expect([await cashOf(db, 'deposit', siteId), await cashOf(db, 'site', siteId)]).toEqual([0, 0])
  expect((await get(app, `/api/orders/${sale.id}`, clerk)).json()).toMatchObject({
    isCollection: true,
    state: 'delivered',
    lines: [{ product: '20', quantity: 2, unitPriceNtd: '0', priceSource: 'collection' }],
  })
  expect(await desk()).toMatchObject({ cashNtd: '1720' })
  expect(await findings(db)).toEqual([])
})

test('[C1] [G3] no more is given back than the books hold, not by two clerks at once either; gas left in is credited', async () => {
  const { db, siteId, sell, till } = await counter()
  const refund = (ntd: string) => sell(bringsBack(1, { depositRefundNtd: ntd, amountDueNtd: `-${ntd}` }))
  expect((await refund('1500')).json()).toMatchObject({
    code: 'counter.deposit-short',
    params: { heldNtd: '0' },
  })
  await sell({ lines: [{ product: '20', fullOut: 1, emptyIn: 0, depositsTaken: 1 }], amountDueNtd: '2360' })
  const answers = await Promise.all([refund('1500'), refund('1500'), refund('1500')])
  expect(answers.map(answer => answer.statusCode).sort()).toEqual([200, 409, 409])
  expect([await till(), await cashOf(db, 'deposit', siteId)]).toEqual([860, 0])
  const residuals = [{ id: randomUUID(), cylinderType: '20', grossGrams: 27_000, tareGrams: 25_000 }]
  await sell(bringsBack(1, { residuals, amountDueNtd: '-86', payment: 'monthly' }))
  expect([await till(), await cashOf(db, 'site', siteId)]).toEqual([860, -86])
  expect(await findings(db)).toEqual([])
})

test('[C1] [G3] a return is taken of a customer who is no longer served, and taken back when it was typed wrongly', async () => {
  const { db, app, clerk, siteId, sell, stock, till } = await counter()
  await sell({ lines: [{ product: '20', fullOut: 1, emptyIn: 0, depositsTaken: 1 }], amountDueNtd: '2360' })
  await db.updateTable('customer').set({ status: 'suspended' }).execute()
  expect((await sell()).json().code).toBe('orders.customer-not-served')
  const back = await sell(bringsBack(1, { depositRefundNtd: '1500', amountDueNtd: '-1500' }))
  expect(back.statusCode).toBe(200)
  const undo = await send(app, 'POST', `/api/counter/sales/${back.json().sale.id}/void`, clerk, {
    reason: '打錯桶',
  })
  expect(undo.statusCode).toBe(200)
  expect([await stock(), await till(), await cashOf(db, 'deposit', siteId)]).toEqual(['199/20', 2360, -1500])
  expect(await findings(db)).toEqual([])
})

test('[C1] [G3] whatever is swapped, left, brought back and refunded, the books and the counter agree', async () => {
  const { db, siteId, sell, stock, till } = await counter()
  const told = { fulls: 200, empties: 20, cash: 0, held: 0 }
  const deal = fc.record({
    fullOut: fc.integer({ min: 0, max: 3 }),
    emptyIn: fc.integer({ min: 0, max: 3 }),
    deposits: fc.integer({ min: 0, max: 3 }),
    refunds: fc.integer({ min: 0, max: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(deal, async ({ fullOut, emptyIn, deposits, refunds }) => {
      fc.pre(fullOut + emptyIn > 0)
      const depositsTaken = Math.min(deposits, fullOut)
      const refund = refunds * 1500
      const due = fullOut * 860 + depositsTaken * 1500 - refund
      const answer = await sell({
        lines: [{ product: '20', fullOut, emptyIn, depositsTaken }],
        depositRefundNtd: String(refund),
        amountDueNtd: String(due),
      })
      const isHeld = refund <= told.held
      expect([refund, told.held, answer.statusCode]).toEqual([refund, told.held, isHeld ? 200 : 409])
      if (!isHeld) return
      told.fulls -= fullOut
      told.empties += emptyIn
      told.cash += due
      told.held += depositsTaken * 1500 - refund
    }),
    { numRuns: 25 },
  )
  expect([await stock(), await till()]).toEqual([`${told.fulls}/${told.empties}`, told.cash])
  expect([await cashOf(db, 'deposit', siteId), await cashOf(db, 'site', siteId)]).toEqual([
    told.held === 0 ? 0 : -told.held,
    0,
  ])
  expect(await findings(db)).toEqual([])
})

test('[C1] [F1] more fulls than the books have are sold only by one who looked, and the office is asked once', async () => {
  const { db, sell, stock } = await counter()
  const many = {
    lines: [{ product: '20', fullOut: 200, emptyIn: 0, depositsTaken: 0 }],
    amountDueNtd: '172000',
  }
  await sell(many)
  const refused = await sell()
  expect(refused.json()).toMatchObject({ code: 'counter.stock-short', params: { '20': -2 } })
  expect(await stock()).toBe('0/20')
  expect((await sell({ isStockAccepted: true })).json().questions).toEqual(['depot-stock-negative'])
  await sell({ isStockAccepted: true })
  const asked = await db.selectFrom('conflict').select(['kind', 'detail', 'command_id']).execute()
  expect(asked).toEqual([{ kind: 'depot-stock-negative', detail: { 'full.20': -2 }, command_id: null }])
  expect(await findings(db)).toEqual([])
})

test('[C1] [F2] a cylinder past its day becomes a question that the office can answer', async () => {
  const { app, clerk, sell } = await counter()
  const plate = { cylinderType: '20', mark: '', serial: 'TT900', dueDate: '2026-01-31', isFull: false }
  expect((await sell({ plates: [plate] })).json().questions).toEqual(['cylinder-expired'])
  const [conflict] = (await get(app, '/api/conflicts?status=open', clerk)).json().conflicts
  expect(conflict).toMatchObject({ kind: 'cylinder-expired', driverName: null, runId: null })
  const answer = { decision: 'to-inspection', note: '', version: conflict.version }
  expect((await send(app, 'POST', `/api/conflicts/${conflict.id}/decide`, clerk, answer)).statusCode).toBe(
    200,
  )
})

test('[C1] [F4] a sale typed wrongly is taken back on its day, once, and leaves nothing but its trace', async () => {
  const { db, clock, app, clerk, siteId, sell, stock, till, desk } = await counter()
  const { sale } = (await sell()).json()
  const undo = (id = sale.id) =>
    send(app, 'POST', `/api/counter/sales/${id}/void`, clerk, { reason: '打錯桶' })
  const answers = await Promise.all([undo(), undo()])
  expect(answers.map(answer => answer.statusCode).sort()).toEqual([200, 409])
  expect([await stock(), await till(), await cashOf(db, 'site', siteId)]).toEqual(['200/20', 0, 0])
  expect((await get(app, `/api/orders/${sale.id}`, clerk)).json()).toMatchObject({
    state: 'cancelled',
    cancelFeeNtd: '0',
  })
  expect(await desk()).toMatchObject({ cashNtd: '0', sales: [{ isVoid: true }] })
  expect((await undo(randomUUID())).json().code).toBe('counter.not-found')
  const yesterday = (await sell()).json().sale
  clock.set('2026-11-24T01:00:00Z')
  expect((await undo(yesterday.id)).json().code).toBe('counter.not-today')
  expect(await findings(db)).toEqual([])
})

test('[C1] who has no card buys as 門市散客, made once, and pays at once', async () => {
  const { db, app, clerk, sell } = await counter()
  const find = async () => (await send(app, 'POST', '/api/counter/walk-in', clerk, undefined)).json()
  const walkIn = await find()
  expect(await find()).toEqual(walkIn)
  expect((await sell({ siteId: walkIn.siteId, isDuplicateAccepted: false })).json().sale).toMatchObject({
    shortName: '門市散客',
    customerCode: walkIn.code,
  })
  expect((await sell({ siteId: walkIn.siteId, payment: 'monthly' })).json().code).toBe('counter.walk-in-pays')
  const rows = await db.selectFrom('customer').select('code').where('short_name', '=', '門市散客').execute()
  expect(rows).toHaveLength(1)
  expect(await findings(db)).toEqual([])
})

test('[C1] the desk sells; accountants look on, drivers and customers do not', async () => {
  const { app, depotId, sell } = await counter()
  const desks = ['super_admin', 'manager', 'office', 'dispatcher']
  for (const role of roles) {
    const token = `${role}@${depotId}`
    expect([role, (await sell({}, token)).statusCode]).toEqual([role, desks.includes(role) ? 200 : 403])
    const looks = (await get(app, '/api/counter', token)).statusCode
    expect([role, looks]).toEqual([role, [...desks, 'accountant'].includes(role) ? 200 : 403])
  }
})
