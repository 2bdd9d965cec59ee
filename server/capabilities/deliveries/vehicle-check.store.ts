import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { CheckItem } from './vehicle-check.rules.ts'

export interface CheckedItem {
  item: string
  isOk: boolean
  note: string
}

export async function insertVehicleCheck(
  db: Tx,
  check: {
    id: string
    commandId: string
    runId: string
    vehicleId: string
    items: readonly CheckedItem[]
    isSafe: boolean
    isBlocked: boolean
    odometerKm: number | null
    fileIds: readonly string[]
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
      is_blocked: check.isBlocked,
      odometer_km: check.odometerKm,
      file_ids: [...check.fileIds],
      occurred_at: check.occurredAt,
    })
    .execute()
}

export interface NewestCheck {
  commandId: string
  items: CheckedItem[]
  isBlocked: boolean
}
/** The newest check of this vehicle on this run; a vehicle taken over in the middle of the day is checked anew. */
export async function readNewestCheck(
  db: Reader,
  of: { runId: string; vehicleId: string },
): Promise<NewestCheck | undefined> {
  const row = await db
    .selectFrom('vehicle_check')
    .select(['command_id', 'items', 'is_blocked'])
    .where('run_id', '=', of.runId)
    .where('vehicle_id', '=', of.vehicleId)
    .orderBy('occurred_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (
    row && {
      commandId: row.command_id,
      items: row.items as unknown as CheckedItem[],
      isBlocked: row.is_blocked,
    }
  )
}

/** The checklist in force on a day, in the order in which one walks around the vehicle. */
export async function readCheckItems(db: Reader, onDate: BusinessDate): Promise<CheckItem[]> {
  const rows = await db
    .selectFrom('vehicle_check_item')
    .select(['code', 'label', 'label_en', 'effect', 'needs_photo'])
    .where('effective_from', '<=', onDate)
    .where(eb => eb.or([eb('effective_to', 'is', null), eb('effective_to', '>', onDate)]))
    .orderBy('sort')
    .orderBy('code')
    .limit(30)
    .execute()
  return rows.map(row => ({
    code: row.code,
    label: row.label,
    labelEn: row.label_en,
    effect: row.effect as CheckItem['effect'],
    needsPhoto: row.needs_photo,
  }))
}
