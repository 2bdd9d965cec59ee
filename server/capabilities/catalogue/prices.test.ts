import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { settableClock } from '../../platform/clock.ts'
import { get, send, testApp } from '../../testkit/test-app.ts'
import { foundTestCompany } from '../../testkit/test-company.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { readUserNames } from '../identity/identity.api.ts'
import { makeCatalogue, priceLines } from './catalogue.api.ts'

/** A company whose list has 900-odd prices since January; the customer is the first of three. */
async function fixture() {
  const { db } = await testDatabase()
  const clock = settableClock('2026-11-22T01:00:00Z')
  const app = await testApp({ db, clock, routes: makeCatalogue({ readUserNames }).routes })
  const { sites } = await foundTestCompany(db, { drivers: 0, sites: 3 })
  const [site] = sites
  if (!site) throw new Error('no site')
  const add = (given: object = {}) =>
    send(app, 'POST', '/api/prices/rules', 'manager', {
      id: randomUUID(),
      kind: 'customer',
      product: '20',
      customerCode: site.code,
      effect: 'fixed',
      amountNtd: '800',
      unit: 'cylinder',
      validFrom: '2026-12-01',
      reason: '老客戶',
      ...given,
    })
  const quote = async (on: string, quantity = 1, siteId = site.id) => {
    const response = await send(app, 'POST', '/api/prices/quote', 'office', {
      siteId,
      on,
      lines: [{ product: '20', quantity }],
    })
    return response.json().lines[0]
  }
  const choice = {
    effectiveFrom: '2026-12-05',
    change: { amountNtd: '2', per: 'kg' },
    products: ['20', '16', '50'],
    withRules: true,
  }
  const preview = (given: object = {}) =>
    send(app, 'POST', '/api/prices/updates/preview', 'manager', { ...choice, ...given })
  const apply = (fingerprint: string, given: object = {}) =>
    send(app, 'POST', '/api/prices/updates', 'manager', {
      ...choice,
      id: randomUUID(),
      reason: '中油調漲',
      fingerprint,
      ...given,
    })
  return { db, clock, app, site, sites, add, quote, preview, apply }
}
const code = (response: { statusCode: number; json(): { code?: string } }) => [
  response.statusCode,
  response.json().code,
]

describe('prices above the list', () => {
  test('[B2] a special price holds for its customer from its day, says why, and ends on a day', async () => {
    const { app, add, quote, sites } = await fixture()
    const added = await add({ validTo: '2027-01-01' })
    expect(added.json()).toMatchObject({ customer: { shortName: '測試店1' }, amountNtd: '800', version: 1 })
    expect(await quote('2026-11-30')).toMatchObject({
      rule: 'list',
      unitPriceNtd: '860',
      doorPriceNtd: '860',
    })
    const held = await quote('2026-12-01')
    expect(held).toMatchObject({ rule: 'customer', unitPriceNtd: '800' })
    expect(held.steps.map((step: { rule: string; outcome: string }) => [step.rule, step.outcome])).toEqual([
      ['customer', 'applied'],
      ['list', 'outranked'],
    ])
    expect((await quote('2026-12-01', 1, sites[1]?.id)).rule).toBe('list')
    expect((await quote('2027-01-01')).rule).toBe('list')
    const { id, version } = added.json()
    const end = (on: string, of = version) =>
      send(app, 'POST', `/api/prices/rules/${id}/end`, 'manager', { on, reason: '改約', version: of })
    expect(code(await end('2026-12-20', 9))).toEqual([409, 'request.stale-version'])
    expect(code(await end('2027-02-01'))).toEqual([409, 'catalogue.price-in-past'])
    expect((await end('2026-12-20')).statusCode).toBe(200)
    expect((await quote('2026-12-20')).rule).toBe('list')
    expect((await end('2026-12-01', 2)).statusCode).toBe(200)
    expect((await quote('2026-12-01')).rule).toBe('list')
    expect(code(await end('2026-12-01', 3))).toEqual([404, 'catalogue.rule-not-found'])
  })

  test('[B2] two of the same scope never hold on one day, not even past the program', async () => {
    const { add, db } = await fixture()
    expect((await add({ validTo: '2027-01-01' })).statusCode).toBe(200)
    expect(code(await add({ validFrom: '2026-12-31' }))).toEqual([409, 'catalogue.rule-overlaps'])
    expect((await add({ validFrom: '2027-01-01' })).statusCode).toBe(200)
    expect((await add({ kind: 'contract' })).statusCode).toBe(200)
    const copy = db
      .insertInto('price_rule')
      .columns([
        'id',
        'kind',
        'product_code',
        'customer_id',
        'effect',
        'amount_ntd',
        'unit',
        'valid_from',
        'reason',
        'created_at',
      ])
      .expression(eb =>
        eb
          .selectFrom('price_rule')
          .select(({ fn }) => [
            fn<string>('gen_random_uuid').as('id'),
            'kind',
            'product_code',
            'customer_id',
            'effect',
            'amount_ntd',
            'unit',
            'valid_from',
            'reason',
            'created_at',
          ])
          .where('kind', '=', 'contract'),
      )
      .execute()
    await expect(copy).rejects.toThrow(/price_rule_no_overlap/)
  })

  test('[B2] what makes no sense is refused by its field', async () => {
    const { add, sites } = await fixture()
    const fault = async (given: object) => (await add(given)).json().faults?.[0]?.path
    expect(await fault({ kind: 'promotion' })).toBe('body.customerCode')
    expect(await fault({ customerCode: null })).toBe('body.customerCode')
    expect(await fault({ kind: 'volume', customerCode: null })).toBe('body.minQuantity')
    expect(await fault({ customerKind: 'household' })).toBe('body.customerKind')
    expect(await fault({ kind: 'promotion', customerCode: null, siteId: sites[0]?.id })).toBe('body.siteId')
    expect(await fault({ siteId: sites[1]?.id })).toBe('body.siteId')
    expect(await fault({ effect: 'off', amountNtd: '0' })).toBe('body.amountNtd')
    expect(await fault({ unit: 'm3' })).toBe('body.unit')
    expect(await fault({ validTo: '2026-12-01' })).toBe('body.validTo')
    expect(code(await add({ validFrom: '2026-11-21' }))).toEqual([409, 'catalogue.price-in-past'])
    expect(code(await add({ customerCode: '404' }))).toEqual([404, 'catalogue.customer-not-found'])
  })

  test('[B2] rules are listed with their names, the newest first, ended ones when asked for', async () => {
    const { app, add, clock, site } = await fixture()
    await add({ validTo: '2026-12-02' })
    await add({ kind: 'promotion', customerCode: null, product: '16' })
    const rules = async (query = '') => (await get(app, `/api/prices/rules?${query}`, 'office')).json().rules
    expect(await rules()).toHaveLength(2)
    expect(await rules('kind=promotion&product=16')).toMatchObject([{ customer: null, product: '16' }])
    expect(await rules(`customerId=${site.customerId}`)).toMatchObject([{ customer: { code: site.code } }])
    clock.set('2026-12-03T01:00:00Z')
    expect(await rules()).toHaveLength(1)
    expect(await rules('isPastShown=true')).toHaveLength(2)
  })
})

describe('the month the supplier price moves', () => {
  test('[B2] a preview of every row, one confirm, audited; its inverse sets every price back', async () => {
    const { app, db, add, quote, preview, apply, sites } = await fixture()
    await add({ kind: 'contract' })
    const shown = (await preview()).json()
    expect(shown.rows).toMatchObject([
      { product: '20', rule: null, oldNtd: '860', newNtd: '900' },
      { product: '20', rule: { kind: 'contract', customer: '測試店1' }, oldNtd: '800', newNtd: '840' },
      { product: '16', oldNtd: '700', newNtd: '732' },
      { product: '50', oldNtd: '1900', newNtd: '2000' },
    ])
    const applied = await apply(shown.fingerprint)
    expect(applied.json().rows).toBe(4)
    expect(await quote('2026-12-04')).toMatchObject({ rule: 'contract', unitPriceNtd: '800' })
    expect(await quote('2026-12-05')).toMatchObject({ rule: 'contract', unitPriceNtd: '840' })
    expect((await quote('2026-12-05', 1, sites[1]?.id)).unitPriceNtd).toBe('900')
    const undo = (id: string) =>
      send(app, 'POST', `/api/prices/updates/${id}/undo`, 'manager', { id: randomUUID() })
    const undone = await undo(applied.json().id)
    expect(undone.json().rows).toBe(4)
    expect((await quote('2026-12-05')).unitPriceNtd).toBe('800')
    expect((await quote('2026-12-05', 1, sites[1]?.id)).unitPriceNtd).toBe('860')
    expect(code(await undo(applied.json().id))).toEqual([409, 'catalogue.update-undone'])
    expect(code(await undo(randomUUID()))).toEqual([404, 'catalogue.update-not-found'])
    expect((await undo(undone.json().id)).statusCode).toBe(200)
    expect((await quote('2026-12-05')).unitPriceNtd).toBe('840')
    const { updates } = (await get(app, '/api/prices/updates', 'office')).json()
    expect(updates).toHaveLength(3)
    const first = updates.find((update: { id: string }) => update.id === applied.json().id)
    expect(first).toMatchObject({ undoneById: undone.json().id, undoesId: null })
    const trail = await db.selectFrom('audit').select('action').orderBy('id').execute()
    expect(trail.map(row => row.action)).toEqual([
      'catalogue.add-rule',
      'catalogue.update-prices',
      'catalogue.undo-update',
      'catalogue.undo-update',
    ])
  })

  test('[B2] undone after its day, prices go back from today and what was sold stays sold', async () => {
    const { app, clock, preview, apply, sites, quote } = await fixture()
    const applied = await apply((await preview()).json().fingerprint)
    clock.set('2026-12-10T01:00:00Z')
    const id = randomUUID()
    await send(app, 'POST', `/api/prices/updates/${applied.json().id}/undo`, 'manager', { id })
    const price = async (day: string) => (await quote(day, 1, sites[1]?.id)).unitPriceNtd
    expect([await price('2026-12-09'), await price('2026-12-10')]).toEqual(['900', '860'])
  })

  test('[B2] a price moved since the preview, or since the update, stops the one and the other', async () => {
    const { app, preview, apply } = await fixture()
    const set = (unitPriceNtd: string) =>
      send(app, 'PUT', '/api/products/16/price', 'manager', {
        effectiveFrom: '2026-12-05',
        unitPriceNtd,
        unit: 'cylinder',
        depositNtd: '1200',
      })
    const stale = (await preview()).json().fingerprint
    await set('710')
    expect(code(await apply(stale))).toEqual([409, 'catalogue.prices-changed'])
    const applied = await apply((await preview()).json().fingerprint)
    await set('705')
    const undo = await send(app, 'POST', `/api/prices/updates/${applied.json().id}/undo`, 'manager', {
      id: randomUUID(),
    })
    expect(code(undo)).toEqual([409, 'catalogue.prices-changed'])
    expect(code(await preview({ products: ['B10'] }))).toEqual([409, 'catalogue.nothing-to-update'])
    expect(code(await preview({ change: { amountNtd: '-900', per: 'kg' } }))).toEqual([
      409,
      'catalogue.price-below-zero',
    ])
    expect(code(await preview({ effectiveFrom: '2026-11-21' }))).toEqual([409, 'catalogue.price-in-past'])
  })

  test('[B2] a mass update and a new price at the same instant: one order of the two, never a mixture', async () => {
    const { app, db, preview, apply } = await fixture()
    const { fingerprint } = (await preview()).json()
    const set = send(app, 'PUT', '/api/products/20/price', 'manager', {
      effectiveFrom: '2026-12-05',
      unitPriceNtd: '855',
      unit: 'cylinder',
      depositNtd: '1500',
    })
    const twice = [apply(fingerprint), apply(fingerprint)]
    const [setAnswer, ...answers] = await Promise.all([set, ...twice])
    expect(setAnswer.statusCode).toBe(200)
    expect(answers.filter(answer => answer.statusCode === 200).length).toBeLessThanOrEqual(1)
    const updates = await db.selectFrom('price_update').select('id').execute()
    const rows = await db
      .selectFrom('price')
      .select(['product_code', 'unit_price_ntd'])
      .where('effective_from', '=', '2026-12-05')
      .orderBy('product_code')
      .execute()
    // Either the new price came first and nothing else moved, or all moved and the new price came over one of them.
    expect(rows).toEqual(
      updates.length === 0
        ? [{ product_code: '20', unit_price_ntd: 855n }]
        : [
            { product_code: '16', unit_price_ntd: 732n },
            { product_code: '20', unit_price_ntd: 855n },
            { product_code: '50', unit_price_ntd: 2000n },
          ],
    )
  })

  test('[B2] only who may change prices may, and a driver may ask', async () => {
    const { app, add, preview } = await fixture()
    const office = await send(app, 'POST', '/api/prices/updates', 'office', {})
    expect(office.statusCode).toBe(403)
    expect((await add()).statusCode).toBe(200)
    expect((await preview()).statusCode).toBe(200)
    expect((await get(app, '/api/prices/board', 'driver')).statusCode).toBe(200)
  })
})

describe('what the law has a shop keep and show', () => {
  test('[B2] two years of list prices stay readable, with the one that held when they began', async () => {
    const { app, db } = await fixture()
    const held = { product_code: '20', unit: 'cylinder', deposit_ntd: 0n, source: '公告' }
    await db
      .insertInto('price')
      .values([
        { ...held, effective_from: '2023-01-01', unit_price_ntd: 700n },
        { ...held, effective_from: '2024-06-01', unit_price_ntd: 760n },
        { ...held, effective_from: '2025-06-01', unit_price_ntd: 800n },
      ])
      .execute()
    const { prices, since } = (await get(app, '/api/prices/history', 'office')).json()
    expect(since).toBe('2024-11-21')
    const of20 = prices.filter((price: { product: string }) => price.product === '20')
    expect(of20.map((price: { unitPriceNtd: string }) => price.unitPriceNtd)).toEqual(['860', '800', '760'])
  })

  test('[B2] the board shows each size today, and the meter with its two months before', async () => {
    const { app, db } = await fixture()
    const meter = { product_code: 'F50', unit: 'm3', deposit_ntd: 0n, source: '公告' }
    await db
      .insertInto('price')
      .values([
        { ...meter, effective_from: '2026-10-05', unit_price_ntd: 90n },
        { ...meter, effective_from: '2026-11-05', unit_price_ntd: 94n },
      ])
      .execute()
    const board = (await get(app, '/api/prices/board', 'office')).json()
    expect(board.company).toBe('測試公司')
    expect(board.cylinders).toHaveLength(5)
    expect(board.cylinders[0]).toMatchObject({ product: '50', unitPriceNtd: '1900', since: '2026-01-01' })
    expect(board.metered).toMatchObject([
      {
        product: 'F50',
        unit: 'm3',
        unitPriceNtd: '94',
        months: [
          { month: '2026-10', unitPriceNtd: '90' },
          { month: '2026-09', unitPriceNtd: null },
        ],
      },
    ])
  })

  test('[B2] somebody unknown pays what everybody pays', async () => {
    const { db } = await fixture()
    const [line] = await priceLines(db, {
      customerId: null,
      siteId: null,
      on: '2026-11-22',
      lines: [{ product: '20', quantity: 1 }],
    })
    expect(line).toMatchObject({ rule: 'list', unitPriceNtd: 860n, depositNtd: 1500n })
  })
})
