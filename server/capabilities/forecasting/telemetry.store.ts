import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'

export interface TelemetryRow {
  id: string
  siteId: string
  deviceAt: Date
  stockGrams: number | null
  isAlarm: boolean
  alarm: string | null
}

const mostRows = 200_000

/** Keeps readings; those already there (same device time and id) stay as they are. Answers how many were new. */
export async function insertTelemetry(
  db: Tx,
  readings: readonly TelemetryRow[],
  receivedAt: Date,
): Promise<number> {
  if (readings.length === 0) return 0
  const inserted = await db
    .insertInto('telemetry_reading')
    .values(
      readings.map(reading => ({
        id: reading.id,
        site_id: reading.siteId,
        device_at: reading.deviceAt,
        received_at: receivedAt,
        stock_grams: reading.stockGrams,
        is_alarm: reading.isAlarm,
        alarm: reading.alarm,
      })),
    )
    .onConflict(conflict => conflict.columns(['site_id', 'device_at', 'id']).doNothing())
    .returning('id')
    .execute()
  return inserted.length
}

/** The last level of every site and day between two instants, oldest first. */
export async function readDailyLevels(
  db: Reader,
  from: Date,
  to: Date,
): Promise<{ siteId: string; deviceAt: Date; stockGrams: number }[]> {
  const { rows } = await sql<{ site_id: string; device_at: Date; stock_grams: number }>`
    select distinct on (site_id, (device_at at time zone 'Asia/Taipei')::date) site_id, device_at, stock_grams
    from telemetry_reading
    where device_at > ${from} and device_at <= ${to} and stock_grams is not null
    order by site_id, (device_at at time zone 'Asia/Taipei')::date, device_at desc
    limit ${mostRows}`.execute(db)
  return rows.map(row => ({ siteId: row.site_id, deviceAt: row.device_at, stockGrams: row.stock_grams }))
}

/** The latest alarm of every site between two instants. */
export async function readAlarms(db: Reader, from: Date, to: Date): Promise<Map<string, Date>> {
  const rows = await db
    .selectFrom('telemetry_reading')
    .select(({ fn }) => ['site_id', fn.max('device_at').as('at')])
    .where('is_alarm', '=', true)
    .where('device_at', '>', from)
    .where('device_at', '<=', to)
    .groupBy('site_id')
    .limit(mostRows)
    .execute()
  return new Map(rows.flatMap(row => (row.at ? [[row.site_id, row.at]] : [])))
}
