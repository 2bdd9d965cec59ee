import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { get, send } from '../../testkit/test-app.ts'
import { customersFixture, readAudit, record } from './customers.fixture.ts'

const codes = (response: { json<T>(): T }) =>
  response.json<{ customers: { code: string }[] }>().customers.map(customer => customer.code)

describe('finding customers', () => {
  test('[A5] by code, name, phone however written, address with 台 or 臺, full-width, and several words', async () => {
    const { app, add } = await customersFixture()
    await add(
      record('1400001', { shortName: '阿朵羊肉爐', phone: '0900000123' }),
      record('1400002', {
        shortName: '海風ＡＢＣ民宿',
        site: { address: '臺東縣成功鎮中華路2號', zone: '成功線' },
      }),
      record('0900077', { shortName: '羊咩咩', invoiceTitle: '羊咩咩有限公司', kind: 'household' }),
    )
    const find = async (q: string) =>
      codes(await get(app, `/api/customers?q=${encodeURIComponent(q)}`, 'office'))
    expect(await find('1400001')).toEqual(['1400001'])
    expect(await find('羊')).toEqual(['0900077', '1400001'])
    expect(await find('羊 新站路')).toEqual(['0900077', '1400001'])
    expect(await find('羊 有限公司')).toEqual(['0900077'])
    expect(await find('０９００－０００－１２３')).toEqual(['1400001'])
    expect(await find('0900')).toEqual(['0900077', '1400001'])
    expect(await find('台東縣成功鎮')).toEqual(['1400002'])
    expect(await find('臺東縣成功鎮')).toEqual(['1400002'])
    expect(await find('abc')).toEqual(['1400002'])
    expect(await find('100%_')).toEqual([])
  })

  test('[A5] the list is paged by code, counts all, filters by kind and tells the days left', async () => {
    const { app, add, facts } = await customersFixture()
    const stored = await add(
      record('1400001', { phone: '0900000001' }),
      record('1400002'),
      record('1400003', { kind: 'household' }),
    )
    facts.forecasts.set(stored[0]?.siteId ?? '', forecast())
    const first = await get(app, '/api/customers?limit=2', 'office')
    expect(first.json()).toMatchObject({
      total: 3,
      nextCursor: '1400002',
      customers: [{ daysLeft: 3, phones: ['0900000001'], zone: '市南' }, { daysLeft: null }],
    })
    const second = await get(app, '/api/customers?limit=2&cursor=1400002', 'office')
    expect([codes(second), second.json().nextCursor, second.json().total]).toEqual([['1400003'], null, 3])
    expect(codes(await get(app, '/api/customers?kind=household', 'office'))).toEqual(['1400003'])
  })
})

describe('the customer card', () => {
  test('[A6] shows sites, areas, equipment, what is held, the forecast, warnings and deliveries of both sources', async () => {
    const { app, add, facts } = await customersFixture()
    const site = {
      seriesCapacityGrams: 250_000,
      reserveGrams: 100_000,
      areas: [{ ordinal: 1, cylinderType: '50' as const, inUse: 3, standby: 2 }],
      equipment: ['smart_scale' as const, 'changeover' as const],
    }
    const [stored] = await add(record('1400001', { site, phone: '0900000123' }))
    const siteId = stored?.siteId ?? ''
    facts.forecasts.set(siteId, forecast())
    facts.held.set(siteId, { 50: 5 })
    facts.history = [delivery('2025-05-01', 600, 'history'), delivery('2025-05-01', 700, 'history')]
    facts.ours = [delivery('2026-11-01', null, 'luckygas')]
    const card = (await get(app, '/api/customers/1400001', 'office')).json()
    expect(card).toMatchObject({
      code: '1400001',
      phones: [{ digits: '0900000123' }],
      sites: [
        {
          zone: '市南',
          point: { source: 'village-centroid', precisionMetres: 900 },
          areas: [{ ordinal: 1, cylinderType: '50', inUse: 3, standby: 2 }],
          equipment: [{ kind: 'changeover' }, { kind: 'smart_scale' }],
          held: { 50: 5 },
          forecast: { dueOn: '2026-11-23' },
        },
      ],
    })
    expect(card.sites[0].warnings.map((warning: { code: string }) => warning.code)).toEqual([
      'site.series-needs-distance',
      'site.series-not-filed',
      'site.reserve-over-limit',
    ])
    expect(
      card.recentDeliveries.map((each: { date: string; minute: number | null }) => [each.date, each.minute]),
    ).toEqual([
      ['2026-11-01', null],
      ['2025-05-01', 700],
      ['2025-05-01', 600],
    ])
    expect((await get(app, '/api/customers/9999999', 'office')).json().code).toBe('customers.not-found')
  })

  test('[A1] a customer taken on the phone gets the next code of our own and a point from the address', async () => {
    const { app, db } = await customersFixture()
    const create = (given: object = {}) =>
      send(app, 'POST', '/api/customers', 'office', {
        id: randomUUID(),
        siteId: randomUUID(),
        shortName: '新店',
        kind: 'commercial',
        phone: '089-000-123',
        address: '台東縣台東市新站路9號',
        zone: '市北',
        ...given,
      })
    const created = await Promise.all([create(), create(), create()])
    expect(created.map(each => each.json().code).sort()).toEqual(['9000001', '9000002', '9000003'])
    expect(created[0]?.json()).toMatchObject({
      phones: [{ digits: '089000123' }],
      sites: [{ zone: '市北', point: { source: 'village-centroid' } }],
    })
    expect((await create({ phone: 'call me' })).json().faults).toEqual([
      { path: 'body.phone', code: 'not-a-phone' },
    ])
    expect(await readAudit(db, created[0]?.json().id)).toMatchObject([
      { action: 'customers.create', actor_role: 'office' },
    ])
  })

  test('[A7] an address that names no place leaves the customer unplaced and on the coarse list', async () => {
    const { app, facts } = await customersFixture()
    facts.point = undefined
    const request = {
      id: randomUUID(),
      siteId: randomUUID(),
      shortName: '無處',
      kind: 'household',
      address: '不知道',
    }
    const created = await send(app, 'POST', '/api/customers', 'office', request)
    expect(created.json().sites[0].point).toBeNull()
    expect((await get(app, '/api/sites/coarse', 'office')).json()).toMatchObject({
      total: 1,
      sites: [{ point: null }],
    })
  })
})

describe('editing a site', () => {
  test('[A2][N1] hours, slot and closed days are edited against a version and leave before and after', async () => {
    const { app, add, db } = await customersFixture()
    const [stored] = await add(record('1400001'))
    const siteId = stored?.siteId ?? ''
    const edit = {
      version: 1,
      acceptHours: 15,
      slot: 'morning',
      closedWeekdays: 96,
      closedOnHolidays: true,
      floor: 1,
    }
    const edited = await send(app, 'PATCH', `/api/sites/${siteId}`, 'office', edit)
    expect(edited.json()).toMatchObject({ acceptHours: 15, slot: 'morning', closedWeekdays: 96, version: 2 })
    const stale = await send(app, 'PATCH', `/api/sites/${siteId}`, 'office', { version: 1, floor: 3 })
    expect([stale.statusCode, stale.json().code]).toEqual([409, 'request.stale-version'])
    expect(await readAudit(db, siteId)).toEqual([
      {
        action: 'customers.update-site',
        actor_role: 'office',
        before: { acceptHours: 4095, slot: 'any', closedWeekdays: 0, closedOnHolidays: false },
        after: { acceptHours: 15, slot: 'morning', closedWeekdays: 96, closedOnHolidays: true },
      },
    ])
    const unknown = await send(app, 'PATCH', `/api/sites/${randomUUID()}`, 'office', { version: 1 })
    expect(unknown.json().code).toBe('customers.site-not-found')
  })

  test('[A2] a closure shows on the card until it has passed', async () => {
    const { app, add, clock } = await customersFixture()
    const [stored] = await add(record('1400001'))
    const close = (fromDate: string, toDate: string) =>
      send(app, 'POST', `/api/sites/${stored?.siteId}/closures`, 'office', {
        id: randomUUID(),
        fromDate,
        toDate,
        reason: '整修',
      })
    expect((await close('2026-11-25', '2026-11-28')).json().closures).toMatchObject([
      { fromDate: '2026-11-25' },
    ])
    expect((await close('2026-11-28', '2026-11-25')).statusCode).toBe(400)
    clock.set('2026-11-28T15:59:59Z')
    expect((await get(app, '/api/customers/1400001', 'office')).json().sites[0].closures).toHaveLength(1)
    clock.set('2026-11-28T16:00:00Z')
    expect((await get(app, '/api/customers/1400001', 'office')).json().sites[0].closures).toEqual([])
  })

  test('[A7] a dragged pin is good to five metres, leaves the coarse list, and is told to the office', async () => {
    const { app, add, db, depotId } = await customersFixture()
    const [first, second] = await add(
      record('1400001'),
      record('1400002'),
      record('1400003', { isTerminated: true }),
    )
    const coarse = async (query = '') => (await get(app, `/api/sites/coarse${query}`, 'office')).json()
    expect(await coarse('?limit=1')).toMatchObject({
      total: 2,
      nextCursor: '1400001/1',
      sites: [{ id: first?.siteId }],
    })
    expect(await coarse('?cursor=1400001%2F1')).toMatchObject({
      total: 2,
      nextCursor: null,
      sites: [{ id: second?.siteId }],
    })
    const pin = { latitude: 22.76, longitude: 121.15, version: 1 }
    const placed = await send(app, 'PUT', `/api/sites/${first?.siteId}/point`, 'office', pin)
    expect(placed.json().point).toEqual({
      latitude: 22.76,
      longitude: 121.15,
      source: 'staff',
      precisionMetres: 5,
    })
    expect((await coarse()).total).toBe(1)
    expect(await readAudit(db, first?.siteId ?? '')).toMatchObject([
      { action: 'customers.locate-site', before: { source: 'village-centroid' }, after: { source: 'staff' } },
    ])
    const events = await db.selectFrom('outbox_event').select(['stream', 'kind', 'entity_id']).execute()
    expect(events).toEqual([
      { stream: `office:${depotId}`, kind: 'customers.changed', entity_id: first?.customerId },
    ])
  })
})

function forecast() {
  return {
    asOf: '2026-11-21',
    dailyUseGrams: 4_300,
    stockGrams: 12_000,
    dueOn: '2026-11-23',
    runOutOn: '2026-11-25',
    p10: '2026-11-24',
    p90: '2026-11-27',
    earliestOn: '2026-11-22',
    latestOn: '2026-11-24',
    evidence: 'deliveries' as const,
  }
}

function delivery(date: string, minute: number | null, source: 'history' | 'luckygas') {
  return {
    siteId: '01900000-0000-7000-8000-000000000001',
    date,
    minute,
    source,
    driver: 'A',
    products: { 50: 2 },
    gasGrams: 100_000,
  }
}
