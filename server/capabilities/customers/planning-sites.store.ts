import type { Reader } from '../../platform/database/database.ts'

/** A site as planning sees it. */
export interface PlanningSite {
  id: string
  customerCode: string
  customerKind: 'commercial' | 'household'
  shortName: string
  address: string
  zoneId: string | null
  zone: string | null
  point: { latitude: number; longitude: number } | null
  pointSource:
    | 'village-centroid'
    | 'town-centroid'
    | 'county-centroid'
    | 'address-service'
    | 'staff'
    | 'arrivals'
    | null
  floor: number
  hasLift: boolean
  vehicleAccess: 'truck' | 'motorcycle' | 'any'
}

/** Sites by id, active or not; unknown ids are absent. */
export async function readPlanningSites(
  db: Reader,
  siteIds: readonly string[],
): Promise<Map<string, PlanningSite>> {
  if (siteIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('site')
    .innerJoin('customer', 'customer.id', 'site.customer_id')
    .leftJoin('zone', 'zone.id', 'site.zone_id')
    .select([
      'site.id',
      'customer.code',
      'customer.kind',
      'customer.short_name',
      'site.address',
      'site.zone_id',
      'zone.name as zone',
      'site.latitude',
      'site.longitude',
      'site.point_source',
      'site.floor',
      'site.has_lift',
      'site.vehicle_access',
    ])
    .where('site.id', 'in', [...siteIds])
    .limit(siteIds.length)
    .execute()
  return new Map(
    rows.map(row => [
      row.id,
      {
        id: row.id,
        customerCode: row.code,
        customerKind: row.kind as PlanningSite['customerKind'],
        shortName: row.short_name,
        address: row.address,
        zoneId: row.zone_id,
        zone: row.zone,
        point:
          row.latitude === null || row.longitude === null
            ? null
            : { latitude: row.latitude, longitude: row.longitude },
        pointSource: row.point_source as PlanningSite['pointSource'],
        floor: row.floor,
        hasLift: row.has_lift,
        vehicleAccess: row.vehicle_access as PlanningSite['vehicleAccess'],
      },
    ]),
  )
}
