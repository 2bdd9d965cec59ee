import { randomUUID } from 'node:crypto'
import type { ProductCode } from '../../contract/kernel/cylinders.ts'
import type { Actor } from '../platform/actor.ts'
import type { Database } from '../platform/database/database.ts'

export interface TestCompany {
  depotId: string
  zoneId: string
  drivers: { id: string; userId: string; vehicleId: string; letter: string; actor: Actor }[]
  sites: { id: string; customerId: string; code: string }[]
  /** A dispatcher of the depot. */
  dispatcher: Actor
}

const at = new Date('2026-11-01T08:00:00+08:00')
const prices: Partial<Record<ProductCode, bigint>> = {
  '50': 1_900n,
  '20': 860n,
  '16': 700n,
  '10': 480n,
  '4': 250n,
}

/**
 * A small invented company in an empty test database: one depot, drivers with trucks of forty 20 kg places (the last
 * driver rides a motorcycle), sites in a grid around the depot, list prices.
 */
export async function foundTestCompany(
  db: Database,
  size: { drivers: number; sites: number },
): Promise<TestCompany> {
  const depotId = randomUUID()
  const zoneId = randomUUID()
  await db.insertInto('company').values({ name: '測試公司', is_demo: false, created_at: at }).execute()
  await db
    .insertInto('depot')
    .values({ id: depotId, code: 'T1', name: '測試站', latitude: 22.75, longitude: 121.14, created_at: at })
    .execute()
  await db.insertInto('zone').values({ id: zoneId, depot_id: depotId, name: '市中' }).execute()
  for (const [product, price] of Object.entries(prices)) {
    await db
      .insertInto('price')
      .values({
        product_code: product,
        effective_from: '2026-01-01',
        unit_price_ntd: price,
        unit: 'cylinder',
        deposit_ntd: 1_500n,
        source: '測試',
      })
      .execute()
  }
  const dispatcher = await addUser(db, depotId, 'dispatcher', '調度員')
  const drivers: TestCompany['drivers'] = []
  for (let index = 0; index < size.drivers; index += 1)
    drivers.push(await addDriver(db, depotId, index, index === size.drivers - 1 && index > 0))
  const sites: TestCompany['sites'] = []
  for (let index = 0; index < size.sites; index += 1) sites.push(await addSite(db, depotId, zoneId, index))
  return { depotId, zoneId, drivers, sites, dispatcher }
}

async function addUser(
  db: Database,
  depotId: string,
  role: 'dispatcher' | 'driver',
  name: string,
): Promise<Actor> {
  const id = randomUUID()
  await db
    .insertInto('app_user')
    .values({
      id,
      login: `${role}-${id.slice(-6)}`,
      name,
      role,
      depot_id: depotId,
      password_hash: 'none',
      password_changed_at: at,
      created_at: at,
    })
    .execute()
  return { id, role, name, depotId, driverId: null }
}

async function addDriver(
  db: Database,
  depotId: string,
  index: number,
  rides: boolean,
): Promise<TestCompany['drivers'][number]> {
  const [id, vehicleId] = [randomUUID(), randomUUID()]
  const letter = String.fromCharCode(65 + index)
  const actor = await addUser(db, depotId, 'driver', `司機${letter}`)
  await db
    .insertInto('vehicle')
    .values({
      id: vehicleId,
      depot_id: depotId,
      plate: `TEST-${index}`,
      name: '',
      kind: rides ? 'motorcycle' : 'truck',
      max_load_grams: rides ? 80_000 : 1_800_000,
      slots: JSON.stringify(
        rides ? { '20': 2, '16': 2, '10': 3 } : { '50': 10, '20': 40, '16': 40, '10': 30, '4': 20 },
      ),
    })
    .execute()
  await db
    .insertInto('driver')
    .values({
      id,
      user_id: actor.id,
      depot_id: depotId,
      letter,
      name: `司機${letter}`,
      vehicle_id: vehicleId,
      zone_ids: [],
    })
    .execute()
  return { id, userId: actor.id, vehicleId, letter, actor: { ...actor, driverId: id } }
}

async function addSite(
  db: Database,
  depotId: string,
  zoneId: string,
  index: number,
): Promise<TestCompany['sites'][number]> {
  const [id, customerId] = [randomUUID(), randomUUID()]
  const code = String(1_000_001 + index)
  await db
    .insertInto('customer')
    .values({
      id: customerId,
      code,
      kind: 'commercial',
      short_name: `測試店${index + 1}`,
      settlement: 'cash',
      source: 'office',
      created_at: at,
      updated_at: at,
    })
    .execute()
  await db
    .insertInto('site')
    .values({
      id,
      customer_id: customerId,
      depot_id: depotId,
      zone_id: zoneId,
      address: `台東縣台東市測試路${index + 1}號`,
      latitude: 22.74 + (index % 10) * 0.004,
      longitude: 121.12 + Math.floor(index / 10) * 0.004,
      point_source: 'staff',
      point_precision_metres: 5,
      series_capacity_grams: 80_000,
      created_at: at,
      updated_at: at,
    })
    .execute()
  return { id, customerId, code }
}
