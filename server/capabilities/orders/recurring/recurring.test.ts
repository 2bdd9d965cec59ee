import { randomUUID } from 'node:crypto'
import type { RecurringOrderView } from '@luckygas/contract/endpoints/recurring-orders.ts'
import { addDays } from '@luckygas/contract/kernel/dates.ts'
import { roles } from '@luckygas/contract/permissions.ts'
import { expect, test } from 'vitest'
import { get, send, testApp } from '../../../testkit/test-app.ts'
import { makeOrders, makeRecurringOrders, readOpenOrders } from '../orders.api.ts'
import { ordersFixture, today } from '../orders.fixture.ts'
import { makeAllOrders } from './make-orders.action.ts'

const everyDay = { kind: 'weekly', weekdays: 127 } as const
const thursdays = { kind: 'weekly', weekdays: 8 } as const

/** 2026-11-22 is a Sunday; orders are made seven days ahead. */
async function agreements() {
  const fixture = await ordersFixture()
  const { db, clock, siteId, sites } = fixture
  const orders = makeOrders({
    leavePlan: async () => [],
    tellDriver: async () => {},
    joinPlan: async () => undefined,
    readAccounts: async () => ({ owedNtd: 0n, depositNtd: 0n }),
  })
  const app = await testApp({
    db,
    clock,
    routes: [...orders.routes, ...makeRecurringOrders({ db, clock }).routes],
  })
  const terms = {
    rhythm: thursdays,
    startsOn: today,
    endsOn: null,
    slot: 'morning',
    note: '後門',
    lines: [{ product: '20', quantity: 2 }],
  }
  const body = (given: object = {}) => ({ id: randomUUID(), siteId, ...terms, ...given })
  const create = (given: object = {}, role = 'office') =>
    send(app, 'POST', '/api/recurring-orders', role, body(given))
  const made = async (given: object = {}): Promise<RecurringOrderView> => {
    const response = await create(given)
    expect([response.statusCode, response.json().code]).toEqual([200, undefined])
    return response.json()
  }
  const list = async (query = ''): Promise<RecurringOrderView[]> =>
    (await get(app, `/api/recurring-orders${query}`, 'office')).json().recurringOrders
  const one = async (id: string) => (await list()).find(each => each.id === id) as RecurringOrderView
  const decide = (id: string, date: string, choice: object) =>
    send(app, 'PUT', `/api/recurring-orders/${id}/days/${date}`, 'office', choice)
  const change = (recurring: RecurringOrderView, to: string) =>
    send(app, 'POST', `/api/recurring-orders/${recurring.id}/state`, 'office', {
      to,
      version: recurring.version,
    })
  const countOrders = async (): Promise<number> =>
    (await db.selectFrom('sales_order').select('id').where('source', '=', 'recurring').execute()).length
  return {
    ...fixture,
    app,
    terms,
    create,
    made,
    list,
    one,
    decide,
    change,
    countOrders,
    otherSite: sites[2]?.siteId,
  }
}

const ordered = (recurring: RecurringOrderView) =>
  recurring.days.filter(day => day.order !== null).map(day => day.deliverOn)
const skipped = (recurring: RecurringOrderView) =>
  recurring.days.filter(day => day.skippedBecause !== null).map(day => [day.plannedOn, day.skippedBecause])

test('[C1] an agreement makes the orders of its first days at once, as a call would, and shows the days to come', async () => {
  const { app, made, siteId } = await agreements()
  const recurring = await made()
  expect(recurring.days.map(day => [day.plannedOn, day.order?.state]).slice(0, 3)).toEqual([
    ['2026-11-26', 'confirmed'],
    ['2026-12-03', undefined],
    ['2026-12-10', undefined],
  ])
  const order = (await get(app, `/api/orders/${recurring.days[0]?.order?.id}`, 'office')).json()
  expect(order).toMatchObject({
    siteId,
    source: 'recurring',
    requestedOn: '2026-11-26',
    slot: 'morning',
    note: '後門',
    lines: [{ product: '20', quantity: 2, unitPriceNtd: '860', priceSource: 'list' }],
  })
  expect(order.changes).toHaveLength(1)
})

test('[C1] two workers at once make each day once, and a day is never made again', async () => {
  const { db, clock, made, one, countOrders, change } = await agreements()
  const recurring = await made({ rhythm: everyDay })
  expect(ordered(recurring)).toHaveLength(8)
  clock.set('2026-11-25T01:00:00Z')
  await Promise.all(Array.from({ length: 6 }, () => makeAllOrders({ db, clock })))
  expect(await countOrders()).toBe(11)
  const days = ordered(await one(recurring.id))
  expect(new Set(days).size).toBe(days.length)
  await makeAllOrders({ db, clock })
  expect(await countOrders()).toBe(11)
  expect((await change(await one(recurring.id), 'paused')).json().status).toBe('paused')
  clock.set('2026-12-25T01:00:00Z')
  await makeAllOrders({ db, clock })
  expect(await countOrders()).toBe(11)
})

test('[C1] workers that meet on the same new days wait for each other', async () => {
  const { db, clock, terms, siteId, otherSite, countOrders } = await agreements()
  for (const site of [siteId, otherSite ?? ''])
    await db
      .insertInto('recurring_order')
      .values({
        id: randomUUID(),
        site_id: site,
        rhythm: 'weekly',
        weekdays: 127,
        starts_on: today,
        quantities: JSON.stringify({ '20': 1 }),
        note: terms.note,
        created_at: clock.now(),
        updated_at: clock.now(),
      })
      .execute()
  await Promise.all(Array.from({ length: 4 }, () => makeAllOrders({ db, clock })))
  expect(await countOrders()).toBe(16)
})

test('[C1] a day near another order of the site is left out with its reason, until a clerk wants it', async () => {
  const { place, made, decide, countOrders } = await agreements()
  await place({ requestedOn: '2026-11-25' })
  const recurring = await made()
  expect(skipped(recurring)).toEqual([['2026-11-26', 'orders.duplicate']])
  expect((await decide(recurring.id, '2026-11-26', { isSkipped: false })).json().code).toBe(
    'orders.duplicate',
  )
  expect(await countOrders()).toBe(0)
  const after = await decide(recurring.id, '2026-11-26', { isSkipped: false, isDuplicateAccepted: true })
  expect(ordered(after.json())).toEqual(['2026-11-26'])
})

test('[C1] the days of an agreement are no duplicates of each other', async () => {
  const { made } = await agreements()
  expect(skipped(await made({ rhythm: everyDay }))).toEqual([])
})

test('[C1] a day is left out in advance and had after all, and the others are untouched', async () => {
  const { db, clock, made, decide, one } = await agreements()
  const recurring = await made()
  expect((await decide(recurring.id, '2026-11-26', { isSkipped: true })).json()).toMatchObject({
    code: 'recurring.day-made',
  })
  expect((await decide(recurring.id, '2026-12-03', { isSkipped: true })).statusCode).toBe(200)
  clock.set('2026-12-05T01:00:00Z')
  await makeAllOrders({ db, clock })
  const later = await one(recurring.id)
  expect(skipped(later)).toEqual([['2026-12-03', 'by-hand']])
  expect(ordered(later)).toEqual(['2026-11-26', '2026-12-10'])
  await decide(recurring.id, '2026-12-17', { isSkipped: true })
  const back = (await decide(recurring.id, '2026-12-17', { isSkipped: false })).json()
  expect(skipped(back)).toEqual([['2026-12-03', 'by-hand']])
  for (const date of ['2026-12-03', '2026-12-11'])
    expect((await decide(recurring.id, date, { isSkipped: true })).json().code).toBe('recurring.no-such-day')
  expect((await decide(randomUUID(), '2026-12-17', { isSkipped: true })).statusCode).toBe(404)
})

test('[C1] an order of the agreement that was cancelled stays cancelled, and may be had again by hand', async () => {
  const { db, clock, app, made, one, decide, countOrders } = await agreements()
  const recurring = await made()
  const orderId = recurring.days[0]?.order?.id
  const cancel = { to: 'cancelled', reason: '客人出國', version: 1 }
  expect((await send(app, 'POST', `/api/orders/${orderId}/state`, 'office', cancel)).statusCode).toBe(200)
  await makeAllOrders({ db, clock })
  expect(await countOrders()).toBe(1)
  expect((await one(recurring.id)).days[0]?.order?.state).toBe('cancelled')
  const again = (await decide(recurring.id, '2026-11-26', { isSkipped: false })).json()
  expect(again.days[0].order.state).toBe('confirmed')
})

test('[C1] a closed day moves to the next open one, and is left out where the next turn comes first', async () => {
  const { db, made, siteId } = await agreements()
  await db.updateTable('site').set({ closed_weekdays: 0b1000 }).where('id', '=', siteId).execute()
  const moved = await made()
  expect(moved.days[0]).toMatchObject({ plannedOn: '2026-11-26', deliverOn: '2026-11-27' })
  const daily = await made({ rhythm: everyDay, startsOn: '2026-11-26', endsOn: '2026-11-27' })
  expect(skipped(daily)).toEqual([
    ['2026-11-26', 'closed'],
    ['2026-11-27', 'orders.duplicate'],
  ])
})

test('[C1] a terminated customer gets no agreement, and one that stops later no orders, with the reason kept', async () => {
  const { db, clock, create, made, one, sites, siteId } = await agreements()
  expect((await create({ siteId: sites[1]?.siteId })).json().code).toBe('orders.customer-terminated')
  expect((await create({ siteId: randomUUID() })).json().code).toBe('orders.site-not-found')
  const recurring = await made({ startsOn: '2026-12-03' })
  const site = await db
    .selectFrom('site')
    .select('customer_id')
    .where('id', '=', siteId)
    .executeTakeFirstOrThrow()
  await db.updateTable('customer').set({ status: 'suspended' }).where('id', '=', site.customer_id).execute()
  clock.set('2026-11-28T01:00:00Z')
  await makeAllOrders({ db, clock })
  expect(skipped(await one(recurring.id))).toEqual([['2026-12-03', 'orders.customer-not-served']])
  await db
    .updateTable('customer')
    .set({ status: 'active', is_terminated: true })
    .where('id', '=', site.customer_id)
    .execute()
  clock.set('2026-12-04T01:00:00Z')
  await makeAllOrders({ db, clock })
  expect(skipped(await one(recurring.id))[1]).toEqual(['2026-12-10', 'orders.customer-terminated'])
})

test('[C1] other terms need the version that was read, and the orders made before stay', async () => {
  const { app, made, terms, db, countOrders } = await agreements()
  const recurring = await made()
  const edit = (body: object) =>
    send(app, 'PATCH', `/api/recurring-orders/${recurring.id}`, 'office', { ...terms, ...body })
  const monthly = { kind: 'monthly', monthDay: 28 }
  const after = (await edit({ version: 1, rhythm: monthly, lines: [{ product: '20', quantity: 5 }] })).json()
  expect(after).toMatchObject({ version: 2, rhythm: monthly, lines: [{ product: '20', quantity: 5 }] })
  expect(ordered(after)).toEqual(['2026-11-26', '2026-11-28'])
  const stale = await edit({ version: 1 })
  expect([stale.statusCode, stale.json().code]).toEqual([409, 'request.stale-version'])
  expect((await edit({ version: 2, endsOn: addDays(today, -1) })).json().code).toBe(
    'recurring.ends-before-start',
  )
  expect((await edit({ version: 2, lines: [{ product: '4', quantity: 1 }] })).json().code).toBe(
    'orders.product-not-priced',
  )
  expect(await countOrders()).toBe(2)
  const trail = await db
    .selectFrom('audit')
    .select('action')
    .where('entity', '=', 'recurring_order')
    .orderBy('id')
    .execute()
  expect(trail.map(row => row.action)).toEqual(['recurring-orders.create', 'recurring-orders.edit'])
})

test('[C1] paused goes on again from its day, ended stays ended', async () => {
  const { db, clock, made, one, change, create } = await agreements()
  const recurring = await made({ rhythm: { kind: 'every_days', everyDays: 2 }, startsOn: addDays(today, 1) })
  expect(ordered(recurring)).toHaveLength(4)
  const paused = (await change(recurring, 'paused')).json()
  expect([paused.status, paused.days.length]).toEqual(['paused', 4])
  clock.set('2026-12-02T01:00:00Z')
  const resumed = (await change(await one(recurring.id), 'active')).json()
  expect(ordered(resumed).filter(date => (date ?? '') > '2026-11-29')).toEqual([
    '2026-12-03',
    '2026-12-05',
    '2026-12-07',
    '2026-12-09',
  ])
  const ended = (await change(resumed, 'ended')).json()
  expect([ended.status, ended.endsOn]).toEqual(['ended', '2026-12-02'])
  expect((await change(ended, 'active')).json().code).toBe('recurring.ended')
  await makeAllOrders({ db, clock })
  expect(await one(recurring.id)).toMatchObject({ status: 'ended' })
  expect((await create({ id: recurring.id })).json().code).toBe('recurring.already-made')
})

test('[C1] the order of an agreement waits for its day like any other, once a site', async () => {
  const { db, made } = await agreements()
  await made()
  expect(await readOpenOrders(db, null, '2026-11-25')).toEqual([])
  expect(await readOpenOrders(db, null, '2026-11-26')).toMatchObject([{ source: 'recurring' }])
})

test('[C1] the list goes page by page and by site', async () => {
  const { app, made, list, siteId, otherSite } = await agreements()
  const first = await made({ startsOn: '2027-01-01' })
  const second = await made({ startsOn: '2027-01-01', siteId: otherSite })
  expect((await list(`?siteId=${siteId}`)).map(each => each.id)).toEqual([first.id])
  const page = (await get(app, '/api/recurring-orders?limit=1', 'office')).json()
  const rest = (await get(app, `/api/recurring-orders?limit=1&cursor=${page.nextCursor}`, 'office')).json()
  expect([...page.recurringOrders, ...rest.recurringOrders].map(each => each.id).sort()).toEqual(
    [first.id, second.id].sort(),
  )
})

test('[C1] only the desk makes agreements; the accountant reads them', async () => {
  const { app, create } = await agreements()
  const allowed = ['super_admin', 'manager', 'office', 'dispatcher']
  for (const role of roles) {
    const response = await create({ startsOn: '2027-01-01' }, role)
    expect([role, response.statusCode]).toEqual([role, allowed.includes(role) ? 200 : 403])
    const read = await get(app, '/api/recurring-orders', role)
    expect([role, read.statusCode]).toEqual([role, [...allowed, 'accountant'].includes(role) ? 200 : 403])
  }
})
