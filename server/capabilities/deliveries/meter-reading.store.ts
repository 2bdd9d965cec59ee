import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'

export interface MeterReadingRow {
  meterId: string
  readAt: Date
  milliUnits: number
}

/** Keeps what a driver read; false when the reading's id is taken. */
export async function insertReading(
  db: Tx,
  reading: MeterReadingRow & { id: string; recordedAt: Date; deliveryId: string },
): Promise<boolean> {
  const inserted = await db
    .insertInto('meter_reading')
    .values({
      id: reading.id,
      meter_id: reading.meterId,
      read_at: reading.readAt,
      recorded_at: reading.recordedAt,
      milli_units: BigInt(reading.milliUnits),
      source: 'driver',
      delivery_id: reading.deliveryId,
    })
    .onConflict(conflict => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** The last reading before an instant. */
export async function readReadingBefore(
  db: Reader,
  meterId: string,
  before: Date,
): Promise<MeterReadingRow | undefined> {
  const row = await db
    .selectFrom('meter_reading')
    .select(['meter_id', 'read_at', 'milli_units'])
    .where('meter_id', '=', meterId)
    .where('read_at', '<', before)
    .orderBy('read_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { meterId: row.meter_id, readAt: row.read_at, milliUnits: Number(row.milli_units) }
}

/** The readings that came with a delivery, taken back with it or struck out by the office. */
export async function removeReadingsOf(db: Tx, deliveryId: string): Promise<void> {
  await db.deleteFrom('meter_reading').where('delivery_id', '=', deliveryId).execute()
}

/** The newest readings of each meter, newest first, at most `perMeter` of each. */
export async function readLastReadings(
  db: Reader,
  meterIds: readonly string[],
  perMeter: number,
): Promise<Map<string, MeterReadingRow[]>> {
  if (meterIds.length === 0) return new Map()
  const { rows } = await sql<{ meter_id: string; read_at: Date; milli_units: bigint }>`
    select r.meter_id, r.read_at, r.milli_units
    from unnest(${[...meterIds]}::uuid[]) as wanted (meter_id)
    cross join lateral (
      select meter_id, read_at, milli_units from meter_reading
      where meter_reading.meter_id = wanted.meter_id order by read_at desc limit ${perMeter}
    ) as r`.execute(db)
  const readings = rows.map(row => ({
    meterId: row.meter_id,
    readAt: row.read_at,
    milliUnits: Number(row.milli_units),
  }))
  return Map.groupBy(readings, reading => reading.meterId)
}
