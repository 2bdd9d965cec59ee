import { randomUUID } from 'node:crypto'
import { systemActor } from '../../platform/actor.ts'
import { settableClock } from '../../platform/clock.ts'
import { runWrite, type WriteContext } from '../../platform/database/write.ts'
import { send, testApp } from '../../testkit/test-app.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { foundCompany } from '../admin/admin.api.ts'
import { setPrice } from '../catalogue/catalogue.api.ts'
import { createImported, type ImportedRecord } from '../customers/customers.api.ts'
import { makeOrders } from './orders.api.ts'

/** The business day of the tests, at nine in the morning in Taipei. */
export const today = '2026-11-22'

/** A company with three customers, the second terminated, 20 kg at 860 and from December at 900; and what orders told dispatch. */
export async function ordersFixture() {
  const { db } = await testDatabase()
  const clock = settableClock(`${today}T01:00:00Z`)
  const left: string[] = []
  const joined: string[] = []
  const told: string[] = []
  const planned = new Map<string, string[]>()
  const deps = {
    leavePlan: async (_context: WriteContext, orderId: string) => {
      left.push(orderId)
      return planned.get(orderId) ?? []
    },
    tellDriver: async (_context: WriteContext, orderId: string) => {
      told.push(orderId)
    },
    joinPlan: async (_context: WriteContext, order: { id: string }) => {
      joined.push(order.id)
    },
    readAccounts: async () => ({ owedNtd: 2_360n, depositNtd: 4_500n }),
  }
  const app = await testApp({ db, clock, routes: makeOrders(deps).routes })
  const write = async <T>(work: (context: WriteContext) => Promise<T>): Promise<T> =>
    (await runWrite({ db, clock }, { actor: systemActor, traceId: 'test' }, work)).answer
  const depot = { code: 'A', name: '總站', address: '', latitude: 22.75, longitude: 121.14 }
  const sites = await write(async context => {
    await foundCompany(context, { name: '測試瓦斯行', isDemo: false, depot })
    const price = {
      effectiveFrom: today,
      unitPriceNtd: '860',
      unit: 'cylinder' as const,
      depositNtd: '1500',
      source: '牌價',
    }
    await setPrice(context, '20', price)
    await setPrice(context, '20', { ...price, effectiveFrom: '2026-12-01', unitPriceNtd: '900' })
    const records = [record('1400001', false), record('1400002', true), record('1400003', false)]
    return createImported(
      context,
      records.map(each => ({ record: each, point: undefined })),
    )
  })
  const siteId = sites[0]?.siteId ?? ''
  const order = (given: object = {}) => ({
    id: randomUUID(),
    siteId,
    requestedOn: today,
    lines: [{ product: '20', quantity: 2 }],
    ...given,
  })
  const place = (given: object = {}, headers: Record<string, string> = {}) =>
    send(app, 'POST', '/api/orders', 'office', order(given), headers)
  const move = (id: string, body: object) => send(app, 'POST', `/api/orders/${id}/state`, 'office', body)
  return { db, clock, app, write, sites, siteId, order, place, move, left, joined, told, planned }
}

function record(code: string, isTerminated: boolean): ImportedRecord {
  const none = { monthlyGrams: null, residualGrams: null, purchasedGrams: null, residualShare: null }
  return {
    code,
    kind: 'commercial',
    shortName: `店${code}`,
    invoiceTitle: null,
    taxId: null,
    settlement: 'cash',
    statementFile: null,
    isSubscriber: false,
    isTerminated,
    legacyStatus: null,
    phone: '',
    site: {
      zone: '市南',
      siteType: null,
      address: '台東縣台東市新站路1號',
      vehicleAccess: 'any',
      singleZoneSupply: null,
      acceptHours: 4095,
      slot: 'any',
      closedWeekdays: 0,
      closedOnHolidays: false,
      isSameDayDelivery: false,
      isSameDayVisit: false,
      calendar: null,
      billingMethod: 'cylinder',
      seriesCapacityGrams: null,
      reserveGrams: null,
      changeoverModel: null,
      spareCylinders: null,
      isSeriesFiled: false,
      hasTelemetry: false,
      isPatrolled: false,
      isEquipmentBoughtOut: false,
      areas: [],
      equipment: [],
      declared: {},
      snapshot: { ...none, dailyUseGrams: null, maxCycleDays: null, deferrableDays: null, cylinderText: {} },
    },
  }
}
