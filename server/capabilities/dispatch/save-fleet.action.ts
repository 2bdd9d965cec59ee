import type { WriteContext } from '../../platform/database/write.ts'
import { depotNotFound, letterTaken, plateTaken, userNotADriver, vehicleTaken } from './dispatch.errors.ts'
import {
  type DepotRow,
  type DriverRow,
  readDepots,
  readDrivers,
  readVehicles,
  saveDepotRow,
  saveDriverRow,
  saveVehicleRow,
  type VehicleRow,
} from './fleet.store.ts'

export async function saveDepot(context: WriteContext, depot: Omit<DepotRow, 'code'>): Promise<void> {
  const before = (await readDepots(context.db)).find(candidate => candidate.id === depot.id)
  if (!before || !(await saveDepotRow(context.db, depot))) throw depotNotFound()
  await context.audit({ action: 'depot.save', entity: 'depot', entityId: depot.id, before, after: depot })
}

export async function saveVehicle(context: WriteContext, vehicle: VehicleRow): Promise<void> {
  const vehicles = await readVehicles(context.db)
  if (vehicles.some(other => other.plate === vehicle.plate && other.id !== vehicle.id)) throw plateTaken()
  await saveVehicleRow(context.db, vehicle)
  await context.audit({
    action: 'vehicle.save',
    entity: 'vehicle',
    entityId: vehicle.id,
    before: vehicles.find(other => other.id === vehicle.id),
    after: vehicle,
  })
}

/** @param isDriverUser whether the user exists, is active and has the role driver */
export async function saveDriver(
  context: WriteContext,
  driver: DriverRow,
  isDriverUser: boolean,
): Promise<void> {
  if (!isDriverUser) throw userNotADriver()
  const drivers = await readDrivers(context.db)
  const others = drivers.filter(other => other.id !== driver.id)
  if (others.some(other => other.letter === driver.letter && other.depotId === driver.depotId))
    throw letterTaken()
  if (
    driver.isActive &&
    driver.vehicleId &&
    others.some(other => other.isActive && other.vehicleId === driver.vehicleId)
  )
    throw vehicleTaken()
  if (others.some(other => other.userId === driver.userId)) throw userNotADriver()
  await saveDriverRow(context.db, driver)
  await context.audit({
    action: 'driver.save',
    entity: 'driver',
    entityId: driver.id,
    before: drivers.find(other => other.id === driver.id),
    after: driver,
  })
}
