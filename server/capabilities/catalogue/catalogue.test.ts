import { describe, expect, test } from 'vitest'
import { systemActor } from '../../platform/actor.ts'
import { settableClock } from '../../platform/clock.ts'
import { runWrite } from '../../platform/database/write.ts'
import { get, send, testApp } from '../../testkit/test-app.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { foundCompany } from '../admin/admin.api.ts'
import { readUserNames } from '../identity/identity.api.ts'
import { makeCatalogue, readPricesOn } from './catalogue.api.ts'

async function fixture() {
  const { db } = await testDatabase()
  const clock = settableClock('2026-11-22T01:00:00Z')
  const app = await testApp({ db, clock, routes: makeCatalogue({ readUserNames }).routes })
  const depot = { code: 'A', name: '總站', address: '', latitude: 22.75, longitude: 121.14 }
  await runWrite({ db, clock }, { actor: systemActor, traceId: 'test' }, context =>
    foundCompany(context, { name: '測試', isDemo: false, depot }),
  )
  const price = (code: string, given: object = {}) =>
    send(app, 'PUT', `/api/products/${code}/price`, 'manager', {
      effectiveFrom: '2026-11-22',
      unitPriceNtd: '860',
      unit: 'cylinder',
      depositNtd: '1500',
      ...given,
    })
  const listed = async (code: string) =>
    (await get(app, '/api/products', 'driver'))
      .json<{ products: { code: string }[] }>()
      .products.find(product => product.code === code)
  return { db, clock, app, price, listed }
}

describe('the price list', () => {
  test('[B1] sixteen products are sold, cylinder or metered, at first without a price', async () => {
    const { app, listed } = await fixture()
    expect((await get(app, '/api/products', 'office')).json().products).toHaveLength(16)
    expect(await listed('F20')).toEqual({
      code: 'F20',
      cylinderType: '20',
      billingMethod: 'metered',
      label: '流量20',
      unitPriceNtd: null,
      unit: null,
      depositNtd: null,
      effectiveFrom: null,
    })
  })

  test('[B1] a price holds from its day on, in Taipei, and the one before it until then', async () => {
    const { price, listed, clock, db } = await fixture()
    await price('20')
    await price('20', { effectiveFrom: '2026-12-01', unitPriceNtd: '900' })
    expect(await listed('20')).toMatchObject({ unitPriceNtd: '860', depositNtd: '1500' })
    clock.set('2026-11-30T15:59:59Z')
    expect(await listed('20')).toMatchObject({ unitPriceNtd: '860' })
    clock.set('2026-11-30T16:00:00Z')
    expect(await listed('20')).toMatchObject({ unitPriceNtd: '900', effectiveFrom: '2026-12-01' })
    expect((await readPricesOn(db, '2026-11-25')).get('20')?.unitPriceNtd).toBe(860n)
    expect((await readPricesOn(db, '2026-11-21')).size).toBe(0)
  })

  test('[B1] the past is not rewritten; a second price for a day replaces the first and leaves before and after', async () => {
    const { price, listed, db } = await fixture()
    const past = await price('20', { effectiveFrom: '2026-11-21' })
    expect([past.statusCode, past.json().code]).toEqual([409, 'catalogue.price-in-past'])
    await price('20')
    await price('20', { unitPriceNtd: '870' })
    expect(await listed('20')).toMatchObject({ unitPriceNtd: '870' })
    const trail = await db
      .selectFrom('audit')
      .select(['before', 'after'])
      .where('entity_id', '=', '20')
      .orderBy('id')
      .execute()
    expect(trail).toMatchObject([
      { before: null, after: { unitPriceNtd: '860' } },
      { before: { unitPriceNtd: '860' }, after: { unitPriceNtd: '870' } },
    ])
  })

  test('[B1] a cylinder is not sold by the cubic metre, metered gas not by the cylinder, nothing below nothing', async () => {
    const { price } = await fixture()
    expect((await price('20', { unit: 'm3' })).json().faults).toEqual([
      { path: 'body.unit', code: 'invalid' },
    ])
    expect((await price('F20')).statusCode).toBe(400)
    expect((await price('F20', { unit: 'm3' })).statusCode).toBe(200)
    expect((await price('20', { unitPriceNtd: '-1' })).statusCode).toBe(400)
    expect((await price('20', { depositNtd: '-1' })).statusCode).toBe(400)
    expect((await price('99')).statusCode).toBe(400)
  })
})
