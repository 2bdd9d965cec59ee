import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { makeCustomers } from '../capabilities/customers/customers.api.ts'
import { readHeldBySites } from '../capabilities/cylinders/cylinders.api.ts'
import { readSiteForecasts } from '../capabilities/forecasting/forecasting.api.ts'
import { readRecentHistory } from '../capabilities/imports/imports.api.ts'
import { postCash } from '../capabilities/payments/payments.api.ts'
import { systemActor } from '../platform/actor.ts'
import { settableClock } from '../platform/clock.ts'
import { runWrite } from '../platform/database/write.ts'
import { get, testApp } from '../testkit/test-app.ts'
import { foundTestCompany } from '../testkit/test-company.ts'
import { testDatabase } from '../testkit/test-database.ts'
import { customerAround } from './customer-around.ts'
import { readOwnDeliveries } from './recent-deliveries.ts'

const clock = settableClock('2026-11-22T01:00:00Z')

/** One customer of two with a 20 kg area, and the card as the program joins it. */
async function fixture() {
  const { db } = await testDatabase()
  const company = await foundTestCompany(db, { drivers: 1, sites: 2 })
  const [site] = company.sites
  if (!site) throw new Error('no site')
  const { routes } = makeCustomers({
    geocoder: { locate: async () => undefined },
    readForecasts: readSiteForecasts,
    readHeldCylinders: readHeldBySites,
    recentDeliveries: [readRecentHistory, readOwnDeliveries],
    around: customerAround,
  })
  const app = await testApp({ db, clock, routes })
  await db
    .insertInto('site_area')
    .values({ site_id: site.id, ordinal: 1, cylinder_type: '20', in_use: 2, standby: 2 })
    .execute()
  const card = async (code = site.code) => (await get(app, `/api/customers/${code}`, 'office')).json()
  return { db, company, site, card }
}

test('[A6] one request tells what a customer owes, holds, ordered, pays and why, and who touched the card', async () => {
  const { db, company, site, card } = await fixture()
  const actor = company.dispatcher
  await db
    .insertInto('price_rule')
    .values({
      id: randomUUID(),
      kind: 'contract',
      product_code: '20',
      customer_id: site.customerId,
      effect: 'fixed',
      amount_ntd: 800n,
      unit: 'cylinder',
      valid_from: '2026-11-01',
      reason: '年約',
      created_at: clock.now(),
    })
    .execute()
  const orderId = randomUUID()
  await db
    .insertInto('sales_order')
    .values({
      id: orderId,
      site_id: site.id,
      depot_id: company.depotId,
      source: 'phone',
      state: 'confirmed',
      requested_on: '2026-11-23',
      created_at: clock.now(),
      updated_at: clock.now(),
    })
    .execute()
  await db
    .insertInto('order_line')
    .values({ order_id: orderId, product_code: '20', quantity: 2, unit_price_ntd: 800n })
    .execute()
  await db
    .insertInto('phone_call')
    .values({
      id: randomUUID(),
      call_id: 'c1',
      caller: 'number',
      digits: '0900000001',
      state: 'answered',
      started_at: clock.now(),
      customer_id: site.customerId,
    })
    .execute()
  await db
    .insertInto('postponement')
    .values({
      id: randomUUID(),
      site_id: site.id,
      from_date: '2026-11-23',
      to_date: '2026-11-25',
      reason: '客戶要求',
      is_beyond_window: false,
      actor_id: actor.id,
      at: clock.now(),
    })
    .execute()
  await runWrite({ db, clock }, { actor, traceId: 'test' }, async context => {
    await context.audit({
      action: 'customers.update-site',
      entity: 'site',
      entityId: site.id,
      reason: '門牌',
    })
    await context.audit({ action: 'orders.place', entity: 'order', entityId: orderId })
    await postCash(context, {
      kind: 'sale',
      businessDate: businessDateOf(clock.now()),
      occurredAt: clock.now(),
      source: 'delivery',
      sourceId: randomUUID(),
      reason: '',
      entries: [
        { holder: { kind: 'site', holderId: site.id }, amountNtd: 1_720n },
        { holder: { kind: 'sales', holderId: null }, amountNtd: -1_720n },
      ],
    })
  })
  expect(await card()).toMatchObject({
    account: { owedNtd: '1720', depositsNtd: null },
    openOrders: [
      { id: orderId, state: 'confirmed', lines: [{ product: '20', quantity: 2, unitPriceNtd: '800' }] },
    ],
    prices: [
      {
        siteId: site.id,
        line: { product: '20', rule: 'contract', unitPriceNtd: '800', steps: [{}, { rule: 'list' }] },
      },
    ],
    calls: [{ digits: '0900000001', state: 'answered', orderId: null }],
    postponements: [{ siteId: site.id, toDate: '2026-11-25', reason: '客戶要求' }],
    history: [{ action: 'customers.update-site', by: '調度員', reason: '門牌' }],
    documents: [],
  })
})

test('[A6] another customer’s card tells nothing of the first, and says nothing of deposits that never were', async () => {
  const { card, company } = await fixture()
  expect(await card(company.sites[1]?.code)).toMatchObject({
    account: { owedNtd: '0', depositsNtd: null },
    openOrders: [],
    prices: [],
    calls: [],
    postponements: [],
    history: [],
  })
})

test('[A6] the same parts are read one after the other inside a write', async () => {
  const { db, site } = await fixture()
  const { answer } = await runWrite({ db, clock }, { actor: systemActor, traceId: 'test' }, async context => {
    const price = await customerAround.readPrices(context.db, '2026-11-22', site.customerId)
    return price({ siteId: site.id, customerKind: 'commercial', product: '20' }).unitPriceNtd
  })
  expect(answer).toBe('860')
})
