import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { StopRequest } from '../capabilities/dispatch/dispatch.api.ts'
import { foundTestCompany } from '../testkit/test-company.ts'
import { testDatabase } from '../testkit/test-database.ts'
import { priceStops, readSitePrices } from './price-stops.ts'

const at = new Date('2026-11-22T01:00:00Z')

/** Two sites; the first has a contract of 800 for a 20, and an order taken at 790. */
async function fixture() {
  const { db } = await testDatabase()
  const { sites, depotId } = await foundTestCompany(db, { drivers: 0, sites: 2 })
  const [own, other] = sites
  if (!own || !other) throw new Error('too few sites')
  await db
    .insertInto('price_rule')
    .values({
      id: randomUUID(),
      kind: 'contract',
      product_code: '20',
      customer_id: own.customerId,
      effect: 'fixed',
      amount_ntd: 800n,
      unit: 'cylinder',
      valid_from: '2026-11-01',
      reason: '年約',
      created_at: at,
    })
    .execute()
  const orderId = randomUUID()
  await db
    .insertInto('sales_order')
    .values({
      id: orderId,
      site_id: own.id,
      depot_id: depotId,
      source: 'phone',
      state: 'confirmed',
      requested_on: '2026-11-23',
      created_at: at,
      updated_at: at,
    })
    .execute()
  await db
    .insertInto('order_line')
    .values({ order_id: orderId, product_code: '20', quantity: 2, unit_price_ntd: 790n })
    .execute()
  const stop = (siteId: string, of: string | null = null): StopRequest => ({
    siteId,
    dueItemId: null,
    orderId: of,
    priority: 'normal',
    windows: [],
    lines: [
      { product: '20', fullOut: 2, emptyIn: 2 },
      { product: '16', fullOut: 1, emptyIn: 1 },
      { product: 'B10', fullOut: 1, emptyIn: 1 },
    ],
  })
  return { db, own, other, orderId, stop }
}

test('[B2] an order keeps the price it was taken at; a visit without one costs what the site’s rules say', async () => {
  const { db, own, other, orderId, stop } = await fixture()
  const [ordered, visit, elsewhere] = await priceStops(db, '2026-11-23', [
    stop(own.id, orderId),
    stop(own.id),
    stop(other.id),
  ])
  expect([...(ordered ?? [])]).toEqual([
    ['20', 790n],
    ['16', 700n],
  ])
  expect(visit?.get('20')).toBe(800n)
  expect(elsewhere?.get('20')).toBe(860n)
  expect(elsewhere?.has('B10')).toBe(false)
})

test('[B2] a phone takes each site’s own prices along, with the list’s deposit', async () => {
  const { db, own, other } = await fixture()
  const prices = await readSitePrices(db, '2026-11-23', [own.id, other.id])
  expect(prices.get(own.id)?.get('20')).toEqual({ unitPriceNtd: 800n, unit: 'cylinder', depositNtd: 1500n })
  expect(prices.get(other.id)?.get('20')?.unitPriceNtd).toBe(860n)
  expect(prices.get(own.id)?.has('B10')).toBe(false)
  expect((await readSitePrices(db, '2026-10-31', [own.id])).get(own.id)?.get('20')?.unitPriceNtd).toBe(860n)
})
