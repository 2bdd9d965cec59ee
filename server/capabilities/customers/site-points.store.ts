import { sql } from 'kysely'
import type { SitePoints } from '../geocoding/geocoding.api.ts'

/** The points of sites, as the geocoding reads and writes them. */
export const sitePoints: SitePoints = {
  readPlaceable: async (db, afterId, limit) => {
    let query = db
      .selectFrom('site')
      .innerJoin('customer', 'customer.id', 'site.customer_id')
      .select([
        'site.id',
        'customer.code',
        'site.number',
        'site.address',
        'site.latitude',
        'site.longitude',
        'site.point_source',
      ])
      .where('site.is_active', '=', true)
      .where(eb =>
        eb.or([
          eb('site.point_source', 'is', null),
          eb('site.point_source', 'in', ['village-centroid', 'town-centroid', 'county-centroid']),
        ]),
      )
      .orderBy('site.id')
      .limit(limit)
    if (afterId !== undefined) query = query.where('site.id', '>', afterId)
    const rows = await query.execute()
    return rows.map(row => ({
      siteId: row.id,
      customerCode: row.code,
      number: row.number,
      address: row.address,
      point:
        row.latitude === null || row.longitude === null || row.point_source === null
          ? null
          : { latitude: row.latitude, longitude: row.longitude, source: row.point_source },
    }))
  },
  place: async (context, points) => {
    if (points.length === 0) return
    const rows = points.map(({ siteId, point }) => ({ ...point, siteId, townCode: point.townCode ?? null }))
    await sql`update site set latitude = placed."latitude", longitude = placed."longitude", point_source = placed."source",
        point_precision_metres = placed."precisionMetres", town_code = placed."townCode",
        version = site.version + 1, updated_at = ${context.now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as placed("siteId" uuid, "latitude" double precision,
        "longitude" double precision, "source" text, "precisionMetres" integer, "townCode" text)
      where site.id = placed."siteId" and (site.point_source is null or site.point_source like '%-centroid')`.execute(
      context.db,
    )
  },
}
