import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { PlacedPoint, SiteFacts } from './site.types.ts'

/** More sites than any company of this size will have; a list never runs away. */
const mostSites = 50_000

function siteQuery(db: Reader) {
  return db
    .selectFrom('site')
    .innerJoin('customer', 'customer.id', 'site.customer_id')
    .leftJoin('zone', 'zone.id', 'site.zone_id')
    .select([
      'site.id',
      'site.customer_id',
      'customer.code',
      'customer.kind',
      'customer.short_name',
      'customer.settlement',
      'customer.is_terminated',
      'customer.status',
      'site.number',
      'site.name',
      'site.depot_id',
      'site.zone_id',
      'zone.name as zone',
      'site.site_type',
      'site.address',
      'site.latitude',
      'site.longitude',
      'site.point_source',
      'site.point_precision_metres',
      'site.floor',
      'site.has_lift',
      'site.gate_code',
      'site.contact_name',
      'site.access_note',
      'site.door_photo_file_id',
      'site.vehicle_access',
      'site.single_zone_supply',
      'site.accept_hours',
      'site.slot',
      'site.closed_weekdays',
      'site.closed_on_holidays',
      'site.is_same_day_delivery',
      'site.is_same_day_visit',
      'site.calendar',
      'site.billing_method',
      'site.series_capacity_grams',
      'site.reserve_grams',
      'site.changeover_model',
      'site.spare_cylinders',
      'site.is_series_filed',
      'site.has_telemetry',
      'site.is_patrolled',
      'site.is_equipment_bought_out',
      'site.is_active',
      'site.version',
    ])
}
type SiteRow = Awaited<ReturnType<ReturnType<typeof siteQuery>['executeTakeFirstOrThrow']>>

/** Database words to ours; the schema's checks keep each text within its type. */
function toSite(row: SiteRow): SiteFacts {
  const point = toPoint(row)
  return {
    id: row.id,
    customerId: row.customer_id,
    customerCode: row.code,
    customerKind: row.kind as SiteFacts['customerKind'],
    shortName: row.short_name,
    settlement: row.settlement as SiteFacts['settlement'],
    isTerminated: row.is_terminated,
    customerStatus: row.status as SiteFacts['customerStatus'],
    number: row.number,
    name: row.name,
    depotId: row.depot_id,
    zoneId: row.zone_id,
    zone: row.zone,
    siteType: row.site_type,
    address: row.address,
    point,
    pointSource: point?.source ?? null,
    floor: row.floor,
    hasLift: row.has_lift,
    gateCode: row.gate_code,
    contactName: row.contact_name,
    accessNote: row.access_note,
    doorPhotoFileId: row.door_photo_file_id,
    vehicleAccess: row.vehicle_access as SiteFacts['vehicleAccess'],
    singleZoneSupply: row.single_zone_supply,
    acceptHours: row.accept_hours,
    slot: row.slot as SiteFacts['slot'],
    closedWeekdays: row.closed_weekdays,
    closedOnHolidays: row.closed_on_holidays,
    isSameDayDelivery: row.is_same_day_delivery,
    isSameDayVisit: row.is_same_day_visit,
    calendar: row.calendar as SiteFacts['calendar'],
    billingMethod: row.billing_method as SiteFacts['billingMethod'],
    seriesCapacityGrams: row.series_capacity_grams,
    reserveGrams: row.reserve_grams,
    changeoverModel: row.changeover_model,
    spareCylinders: row.spare_cylinders,
    isSeriesFiled: row.is_series_filed,
    hasTelemetry: row.has_telemetry,
    isPatrolled: row.is_patrolled,
    isEquipmentBoughtOut: row.is_equipment_bought_out,
    isActive: row.is_active,
    version: row.version,
  }
}

function toPoint(row: {
  latitude: number | null
  longitude: number | null
  point_source: string | null
  point_precision_metres: number | null
}): PlacedPoint | null {
  if (row.latitude === null || row.longitude === null) return null
  return {
    latitude: row.latitude,
    longitude: row.longitude,
    source: row.point_source as PlacedPoint['source'],
    precisionMetres: row.point_precision_metres,
  }
}

/** Sites by id, active or not; unknown ids are absent. */
export async function readSites(db: Reader, siteIds: readonly string[]): Promise<Map<string, SiteFacts>> {
  if (siteIds.length === 0) return new Map()
  const rows = await siteQuery(db)
    .where('site.id', '=', sql<string>`any(${[...new Set(siteIds)]}::uuid[])`)
    .limit(mostSites)
    .execute()
  return new Map(rows.map(row => [row.id, toSite(row)]))
}

/** Sites that are served: active, of customers that have not terminated, by customer code; one depot's, or all. */
export async function readServedSites(db: Reader, depotId: string | null): Promise<SiteFacts[]> {
  let query = siteQuery(db)
    .where('site.is_active', '=', true)
    .where('customer.is_terminated', '=', false)
    .orderBy('customer.code')
    .orderBy('site.number')
    .limit(mostSites)
  if (depotId !== null) query = query.where('site.depot_id', '=', depotId)
  return (await query.execute()).map(toSite)
}

/** The sites of these customers, in order of number. */
export async function readSitesOfCustomers(db: Reader, customerIds: readonly string[]): Promise<SiteFacts[]> {
  if (customerIds.length === 0) return []
  const rows = await siteQuery(db)
    .where('site.customer_id', '=', sql<string>`any(${[...customerIds]}::uuid[])`)
    .orderBy('site.customer_id')
    .orderBy('site.number')
    .limit(mostSites)
    .execute()
  return rows.map(toSite)
}

/** Locks a site's row until the transaction ends; undefined when there is none. */
export async function lockSite(db: Tx, siteId: string): Promise<SiteFacts | undefined> {
  await db.selectFrom('site').select('id').where('id', '=', siteId).forUpdate().executeTakeFirst()
  return (await readSites(db, [siteId])).get(siteId)
}

export interface CoarsePage {
  /** Sites whose point is coarser than this many metres, or unknown, are listed. */
  beyondMetres: number
  after: { code: string; number: number } | undefined
  limit: number
}

/** Served sites whose point is too coarse to drive to, by customer code, and how many there are in all. */
export async function listCoarseSites(
  db: Reader,
  page: CoarsePage,
): Promise<{ sites: SiteFacts[]; total: number }> {
  const isCoarse = sql<boolean>`(site.latitude is null or coalesce(site.point_precision_metres, 100000) > ${page.beyondMetres})`
  const counted = await db
    .selectFrom('site')
    .innerJoin('customer', 'customer.id', 'site.customer_id')
    .select(({ fn }) => fn.countAll<bigint>().as('total'))
    .where('site.is_active', '=', true)
    .where('customer.is_terminated', '=', false)
    .where(isCoarse)
    .executeTakeFirstOrThrow()
  let query = siteQuery(db)
    .where('site.is_active', '=', true)
    .where('customer.is_terminated', '=', false)
    .where(isCoarse)
    .orderBy('customer.code')
    .orderBy('site.number')
    .limit(page.limit)
  if (page.after)
    query = query.where(
      sql<boolean>`(customer.code, site.number) > (${page.after.code}, ${page.after.number}::integer)`,
    )
  return { sites: (await query.execute()).map(toSite), total: Number(counted.total) }
}
