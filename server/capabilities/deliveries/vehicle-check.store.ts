import type { Reader, Tx } from '../../platform/database/database.ts'

export async function insertVehicleCheck(
  db: Tx,
  check: {
    id: string
    commandId: string
    runId: string
    vehicleId: string
    items: readonly { item: string; isOk: boolean; note: string }[]
    isSafe: boolean
    odometerKm: number | null
    occurredAt: Date
  },
): Promise<void> {
  await db
    .insertInto('vehicle_check')
    .values({
      id: check.id,
      command_id: check.commandId,
      run_id: check.runId,
      vehicle_id: check.vehicleId,
      items: JSON.stringify(check.items),
      is_safe: check.isSafe,
      odometer_km: check.odometerKm,
      occurred_at: check.occurredAt,
    })
    .execute()
}

/** Whether the vehicle was checked for this run, whatever the check found. */
export async function isVehicleChecked(db: Reader, runId: string): Promise<boolean> {
  const row = await db
    .selectFrom('vehicle_check')
    .select('id')
    .where('run_id', '=', runId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
