import { type Insertable, sql, type Updateable } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { Customer as CustomerTable, Site as SiteTable } from '../../platform/database/database.types.ts'
import type { GeoPoint } from './arrival.rules.ts'
import type { PlacedPoint, SiteClosure } from './site.types.ts'

export async function insertCustomers(db: Tx, rows: readonly Insertable<CustomerTable>[]): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto('customer')
      .values([...rows])
      .execute()
}

export async function insertSites(db: Tx, rows: readonly Insertable<SiteTable>[]): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto('site')
      .values([...rows])
      .execute()
}

export async function insertPhones(
  db: Tx,
  phones: readonly { customer_id: string; digits: string; label: string }[],
): Promise<void> {
  if (phones.length === 0) return
  await db
    .insertInto('phone')
    .values([...phones])
    .onConflict(conflict => conflict.columns(['digits', 'customer_id']).doNothing())
    .execute()
}

/** Zones by name at a depot, made where they are new. */
export async function ensureZones(
  db: Tx,
  depotId: string,
  names: readonly string[],
  newId: () => string,
): Promise<Map<string, string>> {
  const wanted = [...new Set(names)]
  if (wanted.length === 0) return new Map()
  await db
    .insertInto('zone')
    .values(wanted.map((name, index) => ({ id: newId(), depot_id: depotId, name, sort: index })))
    .onConflict(conflict => conflict.columns(['depot_id', 'name']).doNothing())
    .execute()
  const rows = await db
    .selectFrom('zone')
    .select(['id', 'name'])
    .where('depot_id', '=', depotId)
    .where('name', 'in', wanted)
    .limit(wanted.length)
    .execute()
  return new Map(rows.map(row => [row.name, row.id]))
}

/** What an office edits of a site, in the database's words. */
export type SiteEdit = Pick<
  Updateable<SiteTable>,
  | 'floor'
  | 'has_lift'
  | 'gate_code'
  | 'contact_name'
  | 'access_note'
  | 'accept_hours'
  | 'slot'
  | 'closed_weekdays'
  | 'closed_on_holidays'
  | 'vehicle_access'
>

/** Writes an edit and counts the version up; the caller holds the row and has compared the version. */
export async function saveSiteEdit(db: Tx, siteId: string, edit: SiteEdit, now: Date): Promise<void> {
  await db
    .updateTable('site')
    .set({ ...edit, version: sql<number>`version + 1`, updated_at: now })
    .where('id', '=', siteId)
    .execute()
}

/** Moves a site's point. A person's move counts the version up; a learned one does not, so that it never makes an open form stale. */
export async function savePoint(
  db: Tx,
  siteId: string,
  point: PlacedPoint,
  options: { now: Date; countsVersion: boolean; townCode?: string | null },
): Promise<void> {
  await db
    .updateTable('site')
    .set({
      latitude: point.latitude,
      longitude: point.longitude,
      point_source: point.source,
      point_precision_metres: point.precisionMetres,
      updated_at: options.now,
      ...(options.townCode !== undefined && { town_code: options.townCode }),
      ...(options.countsVersion && { version: sql<number>`version + 1` }),
    })
    .where('id', '=', siteId)
    .execute()
}

/** Adds a closure; false when the id is taken. */
export async function insertClosure(db: Tx, siteId: string, closure: SiteClosure): Promise<boolean> {
  const row = await db
    .insertInto('site_closure')
    .values({
      id: closure.id,
      site_id: siteId,
      from_date: closure.fromDate,
      to_date: closure.toDate,
      reason: closure.reason,
    })
    .onConflict(conflict => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Keeps an arrival and the newest `keep` of the site; answers those, newest first. */
export async function keepArrival(
  db: Tx,
  siteId: string,
  arrival: GeoPoint & { at: Date },
  keep: number,
): Promise<GeoPoint[]> {
  await db
    .insertInto('site_arrival')
    .values({
      site_id: siteId,
      arrived_at: arrival.at,
      latitude: arrival.latitude,
      longitude: arrival.longitude,
    })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  const rows = await db
    .selectFrom('site_arrival')
    .select(['arrived_at', 'latitude', 'longitude'])
    .where('site_id', '=', siteId)
    .orderBy('arrived_at', 'desc')
    .limit(keep)
    .execute()
  const oldest = rows.at(-1)
  if (rows.length === keep && oldest)
    await db
      .deleteFrom('site_arrival')
      .where('site_id', '=', siteId)
      .where('arrived_at', '<', oldest.arrived_at)
      .execute()
  return rows.map(({ latitude, longitude }) => ({ latitude, longitude }))
}
