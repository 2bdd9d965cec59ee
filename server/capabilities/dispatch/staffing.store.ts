import type { Reader, Tx } from '../../platform/database/database.ts'
import type { StaffingRow } from './staffing.rules.ts'

/** The day's staffing of a depot's drivers; drivers without a row work as their own record says. */
export async function readStaffing(db: Reader, depotId: string, date: string): Promise<StaffingRow[]> {
  const rows = await db
    .selectFrom('staffing')
    .innerJoin('driver', 'driver.id', 'staffing.driver_id')
    .select([
      'staffing.driver_id',
      'staffing.status',
      'staffing.vehicle_id',
      'staffing.shift_start_minute',
      'staffing.shift_end_minute',
      'staffing.helper',
      'staffing.note',
      'staffing.version',
    ])
    .where('driver.depot_id', '=', depotId)
    .where('staffing.date', '=', date)
    .limit(500)
    .execute()
  return rows.map(row => ({
    driverId: row.driver_id,
    status: row.status as StaffingRow['status'],
    vehicleId: row.vehicle_id,
    shiftStartMinute: row.shift_start_minute,
    shiftEndMinute: row.shift_end_minute,
    helper: row.helper,
    note: row.note,
    version: row.version,
  }))
}

/** Writes a driver's day; the version counts up. */
export async function saveStaffingRow(
  db: Tx,
  row: Omit<StaffingRow, 'version'> & { date: string; by: string; at: Date },
): Promise<void> {
  const values = {
    status: row.status,
    vehicle_id: row.vehicleId,
    shift_start_minute: row.shiftStartMinute,
    shift_end_minute: row.shiftEndMinute,
    helper: row.helper,
    note: row.note,
    set_by: row.by,
    set_at: row.at,
  }
  await db
    .insertInto('staffing')
    .values({ driver_id: row.driverId, date: row.date, ...values })
    .onConflict(conflict =>
      conflict
        .columns(['driver_id', 'date'])
        .doUpdateSet(eb => ({ ...values, version: eb('staffing.version', '+', 1) })),
    )
    .execute()
}
