import type { CylinderCounts } from '../../../contract/kernel/cylinders.ts'
import type { Reader } from '../../platform/database/database.ts'

const fleetLimit = 500

export interface VehicleRow {
  id: string
  depotId: string
  plate: string
  name: string
  kind: 'truck' | 'motorcycle'
  maxLoadGrams: number
  slots: CylinderCounts
  isActive: boolean
}

export interface DriverRow {
  id: string
  userId: string
  depotId: string
  letter: string
  name: string
  phone: string
  vehicleId: string | null
  shiftStartMinute: number
  shiftEndMinute: number
  zoneIds: string[]
  isActive: boolean
}

export interface DepotRow {
  id: string
  code: string
  name: string
  address: string
  latitude: number
  longitude: number
}

export async function readDepots(db: Reader): Promise<DepotRow[]> {
  return db
    .selectFrom('depot')
    .select(['id', 'code', 'name', 'address', 'latitude', 'longitude'])
    .orderBy('code')
    .limit(fleetLimit)
    .execute()
}

export async function readZones(db: Reader): Promise<{ id: string; depotId: string; name: string }[]> {
  const rows = await db
    .selectFrom('zone')
    .select(['id', 'depot_id', 'name'])
    .orderBy('sort')
    .orderBy('name')
    .limit(fleetLimit)
    .execute()
  return rows.map(row => ({ id: row.id, depotId: row.depot_id, name: row.name }))
}

export async function readVehicles(db: Reader, depotId?: string): Promise<VehicleRow[]> {
  let query = db
    .selectFrom('vehicle')
    .select(['id', 'depot_id', 'plate', 'name', 'kind', 'max_load_grams', 'slots', 'is_active'])
  if (depotId) query = query.where('depot_id', '=', depotId)
  const rows = await query.orderBy('kind', 'desc').orderBy('plate').limit(fleetLimit).execute()
  return rows.map(row => ({
    id: row.id,
    depotId: row.depot_id,
    plate: row.plate,
    name: row.name,
    kind: row.kind as VehicleRow['kind'],
    maxLoadGrams: row.max_load_grams,
    slots: row.slots as CylinderCounts,
    isActive: row.is_active,
  }))
}

export async function readDrivers(db: Reader, depotId?: string): Promise<DriverRow[]> {
  let query = db
    .selectFrom('driver')
    .select([
      'id',
      'user_id',
      'depot_id',
      'letter',
      'name',
      'phone',
      'vehicle_id',
      'shift_start_minute',
      'shift_end_minute',
      'zone_ids',
      'is_active',
    ])
  if (depotId) query = query.where('depot_id', '=', depotId)
  const rows = await query.orderBy('letter').limit(fleetLimit).execute()
  return rows.map(row => ({
    id: row.id,
    userId: row.user_id,
    depotId: row.depot_id,
    letter: row.letter,
    name: row.name,
    phone: row.phone,
    vehicleId: row.vehicle_id,
    shiftStartMinute: row.shift_start_minute,
    shiftEndMinute: row.shift_end_minute,
    zoneIds: row.zone_ids,
    isActive: row.is_active,
  }))
}

export async function saveDepotRow(
  db: Reader,
  depot: { id: string; name: string; address: string; latitude: number; longitude: number },
): Promise<boolean> {
  const saved = await db
    .updateTable('depot')
    .set({ name: depot.name, address: depot.address, latitude: depot.latitude, longitude: depot.longitude })
    .where('id', '=', depot.id)
    .returning('id')
    .executeTakeFirst()
  return saved !== undefined
}

export async function saveVehicleRow(db: Reader, vehicle: VehicleRow): Promise<void> {
  const values = {
    depot_id: vehicle.depotId,
    plate: vehicle.plate,
    name: vehicle.name,
    kind: vehicle.kind,
    max_load_grams: vehicle.maxLoadGrams,
    slots: JSON.stringify(vehicle.slots),
    is_active: vehicle.isActive,
  }
  await db
    .insertInto('vehicle')
    .values({ id: vehicle.id, ...values })
    .onConflict(conflict => conflict.column('id').doUpdateSet(values))
    .execute()
}

export async function saveDriverRow(db: Reader, driver: DriverRow): Promise<void> {
  const values = {
    user_id: driver.userId,
    depot_id: driver.depotId,
    letter: driver.letter,
    name: driver.name,
    phone: driver.phone,
    vehicle_id: driver.vehicleId,
    shift_start_minute: driver.shiftStartMinute,
    shift_end_minute: driver.shiftEndMinute,
    zone_ids: driver.zoneIds,
    is_active: driver.isActive,
  }
  await db
    .insertInto('driver')
    .values({ id: driver.id, ...values })
    .onConflict(conflict => conflict.column('id').doUpdateSet(values))
    .execute()
}

/** The driver that a user is, active or not; null when he does not drive. */
export async function readDriverIdOfUser(db: Reader, userId: string): Promise<string | null> {
  const row = await db.selectFrom('driver').select('id').where('user_id', '=', userId).executeTakeFirst()
  return row?.id ?? null
}
