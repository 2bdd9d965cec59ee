import { randomUUID } from 'node:crypto'
import type { ProductCode } from '../../contract/kernel/cylinders.ts'
import type { Role } from '../../contract/permissions.ts'
import { foundCompany, readParameters } from '../capabilities/admin/admin.api.ts'
import { learnArrival, readSitesForDriver } from '../capabilities/customers/customers.api.ts'
import { type HolderNames, makeCylinders, openDepot } from '../capabilities/cylinders/cylinders.api.ts'
import {
  type DeliveriesDeps,
  makeDeliveries,
  type PriceFacts,
} from '../capabilities/deliveries/deliveries.api.ts'
import { makeDispatch, saveDriverRow, saveVehicleRow } from '../capabilities/dispatch/dispatch.api.ts'
import { readOrderTerms } from '../capabilities/orders/orders.api.ts'
import { type Actor, systemActor } from '../platform/actor.ts'
import { settableClock } from '../platform/clock.ts'
import type { Database, Reader } from '../platform/database/database.ts'
import { runWrite, type WriteContext } from '../platform/database/write.ts'
import { testActor, testApp } from './test-app.ts'
import { testDatabase } from './test-database.ts'
import { makePhone, type TestDriver, type TestStop, today } from './test-phone.ts'

export const morning = '2026-11-23T00:10:00Z'

const unused = async (): Promise<never> => {
  throw new Error('not part of this test')
}

/** Holders' names straight from their tables; in the program `main` joins the capabilities that own them. */
export const holderNames: HolderNames = {
  readHolders: async (db, kind, ids) => {
    if (ids.length === 0) return new Map()
    if (kind === 'depot') {
      const rows = await db
        .selectFrom('depot')
        .select(['id', 'name'])
        .where('id', 'in', [...ids])
        .execute()
      return new Map(rows.map(row => [row.id, { name: row.name, depotId: row.id }]))
    }
    if (kind === 'truck') {
      const rows = await db
        .selectFrom('vehicle')
        .select(['id', 'plate', 'depot_id'])
        .where('id', 'in', [...ids])
        .execute()
      return new Map(rows.map(row => [row.id, { name: row.plate, depotId: row.depot_id }]))
    }
    const rows = await db
      .selectFrom('site as s')
      .innerJoin('customer as c', 'c.id', 's.customer_id')
      .select(['s.id', 'c.short_name', 's.depot_id'])
      .where('s.id', 'in', [...ids])
      .execute()
    return new Map(rows.map(row => [row.id, { name: row.short_name, depotId: row.depot_id }]))
  },
}

/** Dispatch's own records of runs and stops; what it asks of others is answered from the tables. */
export function testDispatch() {
  return makeDispatch({
    readSites: unused,
    readDueFacts: async () => new Map(),
    priceStops: unused,
    setOrdersAssigned: unused,
    recordOrder: async (context, orderId, to, _reason, unless = []) => {
      let update = context.db.updateTable('sales_order').set({ state: to }).where('id', '=', orderId)
      if (unless.length > 0) update = update.where('state', 'not in', [...unless])
      await update.execute()
    },
    readOrderTerms,
    readPresence: unused,
    isDriverUser: unused,
  }).records
}

async function listPrices(db: Reader): Promise<Map<ProductCode, PriceFacts>> {
  const rows = await db
    .selectFrom('price')
    .select(['product_code', 'unit_price_ntd', 'unit', 'deposit_ntd'])
    .execute()
  return new Map(
    rows.map(row => [
      row.product_code as ProductCode,
      {
        unitPriceNtd: row.unit_price_ntd,
        unit: row.unit as 'cylinder' | 'kg' | 'm3',
        depositNtd: row.deposit_ntd,
      },
    ]),
  )
}

export const testDeps: DeliveriesDeps = {
  dispatch: testDispatch(),
  customers: { readSitesForDriver, learnArrival },
  readPrices: listPrices,
  readSitePrices: async (db, _date, siteIds) => {
    const prices = await listPrices(db)
    return new Map(siteIds.map(id => [id, prices]))
  },
  readCompany: async () => ({ name: '測試瓦斯行', phone: '089-000-001', isDemo: true }),
  readDepot: async (db, id) => {
    const row = await db
      .selectFrom('depot')
      .select(['name', 'address', 'latitude', 'longitude'])
      .where('id', '=', id)
      .executeTakeFirst()
    return (
      row && {
        name: row.name,
        address: row.address,
        point: { latitude: row.latitude, longitude: row.longitude },
      }
    )
  },
  readParameters,
  readUserNames: async (db, ids) => {
    if (ids.length === 0) return new Map()
    const rows = await db
      .selectFrom('app_user')
      .select(['id', 'name'])
      .where('id', 'in', [...ids])
      .execute()
    return new Map(rows.map(row => [row.id, row.name]))
  },
}

/** A stocked depot with prices and a published plan, and nobody on it yet. */
async function openDay() {
  const { db } = await testDatabase()
  const clock = settableClock(morning)
  const write = async <T>(work: (context: WriteContext) => Promise<T>): Promise<T> =>
    (await runWrite({ db, clock }, { actor: systemActor, traceId: 'test' }, work)).answer
  const depotId = await write(context =>
    foundCompany(context, {
      name: '測試瓦斯行',
      isDemo: true,
      depot: { code: 'A', name: '總站', address: '', latitude: 22.75, longitude: 121.14 },
    }),
  )
  await insertPrices(db)
  await write(context =>
    openDepot(context, {
      depotId,
      asOf: today,
      full: { '20': 200, '16': 100, '50': 60 },
      empty: { '20': 20 },
    }),
  )
  const planId = randomUUID()
  await db
    .insertInto('day_plan')
    .values({ id: planId, depot_id: depotId, date: today, state: 'published', created_at: clock.now() })
    .execute()
  const actors = new Map<string, Actor>()
  const authenticate = async (token: string) => actors.get(token) ?? testActor(token as Role, depotId)
  const deliveries = makeDeliveries(testDeps)
  const app = await testApp({
    db,
    clock,
    authenticate,
    routes: [...deliveries.routes, ...makeCylinders({ names: holderNames }).routes],
  })
  return { db, clock, write, depotId, planId, app, actors, deliveries }
}
type Base = Awaited<ReturnType<typeof openDay>>

/** A depot's day: two drivers with a truck and a published run of three stops each. */
export async function dayFixture() {
  const day = await openDay()
  const a = await addDriver(day, 'A')
  const b = await addDriver(day, 'B')
  const stopsA = [await addStop(day, a, 1), await addStop(day, a, 2), await addStop(day, a, 3)]
  const stopsB = [await addStop(day, b, 4), await addStop(day, b, 5), await addStop(day, b, 6)]
  return { ...day, a, b, stopsA, stopsB, phoneA: makePhone(day, a), phoneB: makePhone(day, b) }
}
export type Day = Awaited<ReturnType<typeof dayFixture>>

async function insertPrices(db: Database): Promise<void> {
  const prices: [ProductCode, bigint, 'cylinder' | 'kg', bigint][] = [
    ['20', 860n, 'cylinder', 1500n],
    ['16', 700n, 'cylinder', 1200n],
    ['50', 2000n, 'cylinder', 3000n],
    ['F50', 35n, 'kg', 3000n],
  ]
  await db
    .insertInto('price')
    .values(
      prices.map(([product_code, unit_price_ntd, unit, deposit_ntd]) => ({
        product_code,
        unit_price_ntd,
        unit,
        deposit_ntd,
        effective_from: '2026-01-01',
        source: 'test',
      })),
    )
    .execute()
}

async function addDriver(day: Base, letter: string): Promise<TestDriver> {
  const { db, clock, depotId, planId } = day
  const [id, userId, vehicleId, runId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  await db
    .insertInto('app_user')
    .values({
      id: userId,
      login: `driver-${letter}`,
      name: `司機${letter}`,
      role: 'driver',
      depot_id: depotId,
      password_hash: '',
      password_changed_at: clock.now(),
      created_at: clock.now(),
    })
    .execute()
  await day.write(async ({ db: tx }) => {
    await saveVehicleRow(tx, {
      id: vehicleId,
      depotId,
      plate: `TST-${letter}`,
      name: `${letter} 車`,
      kind: 'truck',
      maxLoadGrams: 1_500_000,
      slots: { '20': 40, '50': 10, '16': 20 },
      isActive: true,
    })
    await saveDriverRow(tx, {
      id,
      userId,
      depotId,
      letter,
      name: `司機${letter}`,
      phone: '',
      vehicleId,
      shiftStartMinute: 480,
      shiftEndMinute: 1080,
      zoneIds: [],
      isActive: true,
    })
  })
  await db
    .insertInto('run')
    .values({
      id: runId,
      plan_id: planId,
      driver_id: id,
      vehicle_id: vehicleId,
      date: today,
      state: 'published',
      start_minute: 480,
      created_at: clock.now(),
    })
    .execute()
  const token = `driver-${letter}`
  day.actors.set(token, { id: userId, role: 'driver', name: `司機${letter}`, depotId, driverId: id })
  return { id, token, vehicleId, runId, deviceId: randomUUID() }
}

/** A cash customer with a meter on the wall and an order of two 20 kg cylinders, both to be swapped. */
export async function addStop(day: Base, driver: TestDriver, number: number): Promise<TestStop> {
  const { db, clock, depotId, planId } = day
  const [id, siteId, orderId, customerId, meterId] = Array.from({ length: 5 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
  ]
  const at = clock.now()
  await db
    .insertInto('customer')
    .values({
      id: customerId,
      code: String(1_400_000 + number),
      kind: 'commercial',
      short_name: `店${number}`,
      settlement: 'cash',
      source: 'office',
      created_at: at,
      updated_at: at,
    })
    .execute()
  await db
    .insertInto('site')
    .values({ id: siteId, customer_id: customerId, depot_id: depotId, created_at: at, updated_at: at })
    .execute()
  await db
    .insertInto('meter')
    .values({ id: meterId, site_id: siteId, serial: `M${number}` })
    .execute()
  await db
    .insertInto('sales_order')
    .values({
      id: orderId,
      site_id: siteId,
      depot_id: depotId,
      source: 'phone',
      state: 'assigned',
      requested_on: today,
      created_at: at,
      updated_at: at,
    })
    .execute()
  await db
    .insertInto('order_line')
    .values({ order_id: orderId, product_code: '20', quantity: 1, unit_price_ntd: 820n })
    .execute()
  await db
    .insertInto('stop')
    .values({
      id,
      plan_id: planId,
      run_id: driver.runId,
      position: number,
      published_run_id: driver.runId,
      published_trip: 1,
      published_position: number,
      site_id: siteId,
      order_id: orderId,
      state: 'published',
      created_at: at,
    })
    .execute()
  await db
    .insertInto('stop_line')
    .values({ stop_id: id, product_code: '20', full_out: 2, empty_in: 2, unit_price_ntd: 860n })
    .execute()
  return { id, siteId, orderId, meterId }
}
