import { sql } from 'kysely'
import type { ProductCode } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'

export interface SiteFile {
  fileId: string
  purpose: 'photo' | 'signature'
  date: BusinessDate
}

/** Photos and signatures of deliveries at some sites that stand, the newest first. */
export async function readFilesOfSites(
  db: Reader,
  siteIds: readonly string[],
  limit: number,
): Promise<SiteFile[]> {
  const rows = await db
    .selectFrom('delivery as d')
    .innerJoin('delivery_file as f', 'f.delivery_id', 'd.id')
    .select(['f.file_id', 'f.purpose', 'd.business_date'])
    .where('d.site_id', '=', sql<string>`any(${[...siteIds]}::uuid[])`)
    .where('d.is_void', '=', false)
    .orderBy('d.business_date', 'desc')
    .orderBy('f.file_id')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    fileId: row.file_id,
    purpose: row.purpose as SiteFile['purpose'],
    date: row.business_date,
  }))
}

export interface LatestDelivery {
  siteId: string
  /** Null for what was sold over the counter. */
  driverId: string | null
  businessDate: BusinessDate
  occurredAt: Date
  fullOut: Partial<Record<ProductCode, number>>
  /** Empty cylinders that came out, by product. */
  emptyIn: Partial<Record<ProductCode, number>>
}

/** The latest deliveries at some sites that stand, newest first. */
export async function readLatestDeliveries(
  db: Reader,
  siteIds: readonly string[],
  limit: number,
): Promise<LatestDelivery[]> {
  const rows = await db
    .selectFrom('delivery as d')
    .select(['d.site_id', 'd.driver_id', 'd.business_date', 'd.occurred_at'])
    .select([
      sql<Partial<Record<ProductCode, number>>>`coalesce((
        select jsonb_object_agg(l.product_code, l.full_out)
        from delivery_line l where l.delivery_id = d.id and l.full_out > 0), '{}')`.as('full_out'),
      sql<Partial<Record<ProductCode, number>>>`coalesce((
        select jsonb_object_agg(l.product_code, l.empty_in)
        from delivery_line l where l.delivery_id = d.id and l.empty_in > 0), '{}')`.as('empty_in'),
    ])
    .where('d.site_id', '=', sql<string>`any(${[...siteIds]}::uuid[])`)
    .where('d.outcome', '=', 'delivered')
    .where('d.is_void', '=', false)
    .orderBy('d.business_date', 'desc')
    .orderBy('d.occurred_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    siteId: row.site_id,
    driverId: row.driver_id,
    businessDate: row.business_date,
    occurredAt: row.occurred_at,
    fullOut: row.full_out,
    emptyIn: row.empty_in,
  }))
}
