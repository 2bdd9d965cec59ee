import { businessDateOf } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'

const mostFixes = 400

/** A driver's fixes since an instant, in order of the phone's time; the newest ones where there are too many. */
export async function readFixes(
  db: Reader,
  driverId: string,
  since: Date,
): Promise<{ point: { latitude: number; longitude: number }; accuracyMetres: number | null; at: Date }[]> {
  const rows = await db
    .selectFrom('position')
    .select(['device_at', 'latitude', 'longitude', 'accuracy_metres'])
    .where('day', '>=', businessDateOf(since))
    .where('driver_id', '=', driverId)
    .where('device_at', '>=', since)
    .orderBy('device_at', 'desc')
    .limit(mostFixes)
    .execute()
  return rows.reverse().map(row => ({
    point: { latitude: row.latitude, longitude: row.longitude },
    accuracyMetres: row.accuracy_metres,
    at: row.device_at,
  }))
}
