import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { Fix } from './position.rules.ts'

export interface Presence {
  driverId: string
  latitude: number
  longitude: number
  deviceAt: Date
  receivedAt: Date
  runId: string | null
}

/** When this driver's last request was taken; its row is held, so two requests at once follow each other. */
export async function lockPresence(db: Tx, driverId: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom('driver_presence')
    .select('received_at')
    .where('driver_id', '=', driverId)
    .forUpdate()
    .executeTakeFirst()
  return row?.received_at
}

/** One request of a driver at a time, also before his first has been kept. */
export async function lockDriver(db: Tx, driverId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('tracking/' || ${driverId}, 0))`.execute(db)
}

/** Keeps the newest place by the phone's own time; a place from the future (a wrong clock) never blocks later ones. */
export async function savePresence(db: Tx, presence: Presence): Promise<void> {
  const isNewer = sql<boolean>`(excluded.device_at >= driver_presence.device_at
    or driver_presence.device_at > excluded.received_at)`
  const newest = <T>(column: string) =>
    sql<T>`case when ${isNewer} then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`driver_presence.${column}`)} end`
  await db
    .insertInto('driver_presence')
    .values({
      driver_id: presence.driverId,
      latitude: presence.latitude,
      longitude: presence.longitude,
      device_at: presence.deviceAt,
      received_at: presence.receivedAt,
      run_id: presence.runId,
    })
    .onConflict(conflict =>
      conflict.column('driver_id').doUpdateSet({
        latitude: newest<number>('latitude'),
        longitude: newest<number>('longitude'),
        device_at: newest<Date>('device_at'),
        received_at: presence.receivedAt,
        run_id: presence.runId,
      }),
    )
    .execute()
}

/** Keeps fixes; one that is known already (the answer was lost, the phone sends again) counts once. */
export async function insertPositions(
  db: Tx,
  driverId: string,
  runId: string | null,
  receivedAt: Date,
  fixes: readonly Fix[],
): Promise<number> {
  const result = await sql`
    insert into position (driver_id, device_at, received_at, day, latitude, longitude, accuracy_metres, speed_kmh, run_id)
    select ${driverId}::uuid, f.device_at, ${receivedAt}::timestamptz, f.day, f.latitude, f.longitude,
      f.accuracy_metres, f.speed_kmh, ${runId}::uuid
    from unnest(
      ${fixes.map(fix => fix.deviceAt.toISOString())}::timestamptz[], ${fixes.map(fix => fix.day)}::date[],
      ${fixes.map(fix => fix.latitude)}::float8[], ${fixes.map(fix => fix.longitude)}::float8[],
      ${fixes.map(fix => fix.accuracyMetres)}::real[], ${fixes.map(fix => fix.speedKmh)}::real[]
    ) as f (device_at, day, latitude, longitude, accuracy_metres, speed_kmh)
    on conflict do nothing`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

export async function readPresence(db: Reader, driverIds: readonly string[]): Promise<Presence[]> {
  if (driverIds.length === 0) return []
  const rows = await db
    .selectFrom('driver_presence')
    .select(['driver_id', 'latitude', 'longitude', 'device_at', 'received_at', 'run_id'])
    .where('driver_id', 'in', [...driverIds])
    .execute()
  return rows.map(row => ({
    driverId: row.driver_id,
    latitude: row.latitude,
    longitude: row.longitude,
    deviceAt: row.device_at,
    receivedAt: row.received_at,
    runId: row.run_id,
  }))
}
