import type { CylinderCounts } from '@luckygas/contract/kernel/cylinders.ts'
import { systemActor } from '../../platform/actor.ts'
import { settableClock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { runWrite, type WriteContext } from '../../platform/database/write.ts'
import type { GeocodedPoint } from '../../ports/geocoder/geocoder.port.ts'
import { testApp } from '../../testkit/test-app.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { foundCompany } from '../admin/admin.api.ts'
import {
  type CustomersDeps,
  createImported,
  type ImportedRecord,
  makeCustomers,
  type RecentDelivery,
  type SiteForecast,
} from './customers.api.ts'

export const testNow = '2026-11-22T01:00:00Z'

export const village: GeocodedPoint = {
  latitude: 22.7583,
  longitude: 121.1444,
  source: 'village-centroid',
  precisionMetres: 900,
  townCode: '10014010',
  place: '台東縣台東市',
}

/** A commercial site as the workbook says it, with what the test cares about changed. */
export function record(
  code: string,
  given: Partial<Omit<ImportedRecord, 'site'>> & { site?: Partial<ImportedRecord['site']> } = {},
): ImportedRecord {
  const { site, ...customer } = given
  return {
    code,
    kind: 'commercial',
    shortName: `店${code}`,
    invoiceTitle: null,
    taxId: null,
    settlement: 'cash',
    statementFile: null,
    isSubscriber: false,
    isTerminated: false,
    legacyStatus: null,
    phone: '',
    ...customer,
    site: {
      zone: '市南',
      siteType: '餐廳',
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
      snapshot: {
        monthlyGrams: null,
        residualGrams: null,
        purchasedGrams: null,
        residualShare: null,
        dailyUseGrams: null,
        maxCycleDays: null,
        deferrableDays: null,
        cylinderText: {},
      },
      ...site,
    },
  }
}

/** A company with a depot on a database of its own. */
export async function companyFixture() {
  const { db } = await testDatabase()
  const clock = settableClock(testNow)
  const write = async <T>(work: (context: WriteContext) => Promise<T>): Promise<T> =>
    (await runWrite({ db, clock }, { actor: systemActor, traceId: 'test' }, work)).answer
  const depot = { code: 'A', name: '總站', address: '', latitude: 22.75, longitude: 121.14 }
  const depotId = await write(context => foundCompany(context, { name: '測試瓦斯行', isDemo: false, depot }))
  return { db, clock, write, depotId }
}

export interface CardFacts {
  forecasts: Map<string, SiteForecast>
  held: Map<string, CylinderCounts>
  history: RecentDelivery[]
  ours: RecentDelivery[]
  point: GeocodedPoint | undefined
}

/** A customer of whom the other capabilities know nothing. */
const nothingAround: CustomersDeps['around'] = {
  readAccount: async () => ({ owedNtd: 0n, depositsNtd: null }),
  readPrices:
    async () =>
    ({ product }) => ({
      product,
      quantity: 1,
      isPriced: false,
      unitPriceNtd: '0',
      unit: 'cylinder',
      doorPriceNtd: '0',
      depositNtd: '0',
      rule: 'list',
      ruleId: null,
      steps: [],
    }),
  readOpenOrders: async () => [],
  readCalls: async () => [],
  readFiles: async () => [],
  readPostponements: async () => [],
  readHistory: async () => [],
}

/** Customers behind a real HTTP server; what other capabilities would say is in `facts`. */
export async function customersFixture() {
  const company = await companyFixture()
  const facts: CardFacts = { forecasts: new Map(), held: new Map(), history: [], ours: [], point: village }
  const deps: CustomersDeps = {
    geocoder: { locate: async () => facts.point },
    readForecasts: async () => facts.forecasts,
    readHeldCylinders: async () => facts.held,
    recentDeliveries: [async () => facts.history, async () => facts.ours],
    around: nothingAround,
  }
  const app = await testApp({ ...company, routes: makeCustomers(deps).routes })
  const add = (...records: ImportedRecord[]) =>
    company.write(context =>
      createImported(
        context,
        records.map(each => ({ record: each, point: village })),
      ),
    )
  return { ...company, app, facts, add }
}

export async function readAudit(db: Database, entityId: string) {
  return db
    .selectFrom('audit')
    .select(['action', 'before', 'after', 'actor_role'])
    .where('entity_id', '=', entityId)
    .orderBy('id')
    .execute()
}
