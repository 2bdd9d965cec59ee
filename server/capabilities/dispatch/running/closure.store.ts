import type { Reader, Tx } from '../../../platform/database/database.ts'
import type { RoadClosure } from './running-day.types.ts'

/** Roads that are closed at a depot on a day and have not been opened again, the oldest first. */
export async function readRoadClosures(db: Reader, depotId: string, date: string): Promise<RoadClosure[]> {
  const rows = await db
    .selectFrom('road_closure')
    .select(['id', 'latitude', 'longitude', 'radius_metres', 'extra_minutes', 'note', 'closed_at'])
    .where('depot_id', '=', depotId)
    .where('date', '=', date)
    .where('opened_at', 'is', null)
    .orderBy('closed_at')
    .limit(100)
    .execute()
  return rows.map(row => ({
    id: row.id,
    latitude: row.latitude,
    longitude: row.longitude,
    radiusMetres: row.radius_metres,
    extraMinutes: row.extra_minutes,
    note: row.note,
    closedAt: row.closed_at,
  }))
}

export async function insertRoadClosure(
  db: Tx,
  closure: RoadClosure & { depotId: string; date: string; closedBy: string },
): Promise<void> {
  await db
    .insertInto('road_closure')
    .values({
      id: closure.id,
      depot_id: closure.depotId,
      date: closure.date,
      latitude: closure.latitude,
      longitude: closure.longitude,
      radius_metres: closure.radiusMetres,
      extra_minutes: closure.extraMinutes,
      note: closure.note,
      closed_at: closure.closedAt,
      closed_by: closure.closedBy,
    })
    .execute()
}

/** Whether there was one of this depot to open. */
export async function openRoad(
  db: Tx,
  opened: { id: string; depotId: string; at: Date; by: string },
): Promise<boolean> {
  const done = await db
    .updateTable('road_closure')
    .set({ opened_at: opened.at, opened_by: opened.by })
    .where('id', '=', opened.id)
    .where('depot_id', '=', opened.depotId)
    .where('opened_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}
