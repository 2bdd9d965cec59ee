import type { RunState } from '../../../contract/states.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'

const columns = [
  'id',
  'plan_id',
  'driver_id',
  'vehicle_id',
  'date',
  'state',
  'version',
  'start_minute',
  'end_minute',
] as const

export interface RunRecord {
  id: string
  planId: string
  driverId: string
  vehicleId: string
  date: string
  state: RunState
  version: number
  startMinute: number
  endMinute: number | null
}

function toRecord(row: {
  id: string
  plan_id: string
  driver_id: string
  vehicle_id: string
  date: string
  state: string
  version: number
  start_minute: number
  end_minute: number | null
}): RunRecord {
  return {
    id: row.id,
    planId: row.plan_id,
    driverId: row.driver_id,
    vehicleId: row.vehicle_id,
    date: row.date,
    state: row.state as RunState,
    version: row.version,
    startMinute: row.start_minute,
    endMinute: row.end_minute,
  }
}

export async function findRunsById(db: Reader, runIds: readonly string[]): Promise<RunRecord[]> {
  if (runIds.length === 0) return []
  return (
    await db
      .selectFrom('run')
      .select(columns)
      .where('id', 'in', [...runIds])
      .limit(500)
      .execute()
  ).map(toRecord)
}

export async function findRunsOfDay(
  db: Reader,
  where: { date: string; driverId?: string; states: readonly RunState[] },
): Promise<RunRecord[]> {
  let query = db
    .selectFrom('run')
    .select(columns)
    .where('date', '=', where.date)
    .where('state', 'in', [...where.states])
  if (where.driverId) query = query.where('driver_id', '=', where.driverId)
  return (await query.limit(500).execute()).map(toRecord)
}

export async function lockRunRow(db: Tx, runId: string): Promise<void> {
  await db.selectFrom('run').select('id').where('id', '=', runId).forNoKeyUpdate().execute()
}

export async function lockStopRow(db: Tx, stopId: string): Promise<void> {
  await db.selectFrom('stop').select('id').where('id', '=', stopId).forNoKeyUpdate().execute()
}
