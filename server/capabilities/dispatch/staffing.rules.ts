import type { DriverRow } from './fleet.store.ts'

/** A driver's day where it differs from his own record. Minutes of the day. */
export interface StaffingRow {
  driverId: string
  status: 'work' | 'off' | 'leave' | 'sick'
  vehicleId: string | null
  shiftStartMinute: number
  shiftEndMinute: number
  helper: string
  note: string
  version: number
}

/** The drivers as they work on a day: who is off does not drive, vehicle and shift are the day's. */
export function staffedDrivers(drivers: readonly DriverRow[], staffing: readonly StaffingRow[]): DriverRow[] {
  const byDriver = new Map(staffing.map(row => [row.driverId, row]))
  return drivers.map(driver => {
    const row = byDriver.get(driver.id)
    if (!row) return driver
    const { shiftStartMinute, shiftEndMinute, vehicleId } = row
    return {
      ...driver,
      isActive: driver.isActive && row.status === 'work',
      vehicleId,
      shiftStartMinute,
      shiftEndMinute,
    }
  })
}

/** The working driver who has the vehicle on this day already, if any. */
export function holderOf(
  vehicleId: string,
  driverId: string,
  drivers: readonly DriverRow[],
): DriverRow | undefined {
  return drivers.find(driver => driver.id !== driverId && driver.isActive && driver.vehicleId === vehicleId)
}
