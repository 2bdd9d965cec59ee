import { sql } from 'kysely'
import type { CylinderType, ProductCode } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'

/** A delivery that stands, as forecasting and the exports read it. */
export interface PostedDelivery {
  id: string
  siteId: string
  /** Null for what was sold over the counter. */
  driverId: string | null
  businessDate: BusinessDate
  occurredAt: Date
  /** Full cylinders that went in, by product. */
  fullOut: Partial<Record<ProductCode, number>>
  /** Empty cylinders that came out, by product. */
  emptyIn: Partial<Record<ProductCode, number>>
  /** Gas weighed in the returned cylinders, in grams. */
  residuals: { cylinderType: CylinderType; residualGrams: number }[]
}

/**
 * Deliveries that stand (delivered, not void) of some sites since a business day, oldest first; at most 100,000.
 * @param siteIds every site when absent
 */
export async function readPostedDeliveries(
  db: Reader,
  siteIds: readonly string[] | undefined,
  since: BusinessDate,
): Promise<PostedDelivery[]> {
  return readRange(db, { siteIds, from: since, to: undefined })
}

/** The same for every site from one business day to another, both included; at most 100,000. */
export async function readDeliveriesOfDays(
  db: Reader,
  from: BusinessDate,
  to: BusinessDate,
): Promise<PostedDelivery[]> {
  return readRange(db, { siteIds: undefined, from, to })
}

async function readRange(
  db: Reader,
  range: { siteIds: readonly string[] | undefined; from: BusinessDate; to: BusinessDate | undefined },
): Promise<PostedDelivery[]> {
  const { siteIds, from, to } = range
  let query = db
    .selectFrom('delivery as d')
    .select(['d.id', 'd.site_id', 'd.driver_id', 'd.business_date', 'd.occurred_at'])
    .select(
      sql<[string, number, number][]>`coalesce((
        select jsonb_agg(jsonb_build_array(l.product_code, l.full_out, l.empty_in))
        from delivery_line l where l.delivery_id = d.id), '[]')`.as('lines'),
    )
    .select(
      sql<[string, number][]>`coalesce((
        select jsonb_agg(jsonb_build_array(r.cylinder_type, r.residual_grams))
        from residual_weighing r where r.delivery_id = d.id), '[]')`.as('residuals'),
    )
    .where('d.outcome', '=', 'delivered')
    .where('d.is_void', '=', false)
    .where('d.business_date', '>=', from)
    .orderBy('d.business_date')
    .orderBy('d.occurred_at')
    .orderBy('d.id')
    .limit(100_000)
  if (to) query = query.where('d.business_date', '<=', to)
  if (siteIds) query = query.where('d.site_id', '=', sql<string>`any(${siteIds}::uuid[])`)
  const rows = await query.execute()
  return rows.map(row => ({
    id: row.id,
    siteId: row.site_id,
    driverId: row.driver_id,
    businessDate: row.business_date,
    occurredAt: row.occurred_at,
    fullOut: Object.fromEntries(row.lines.filter(([, full]) => full > 0).map(([code, full]) => [code, full])),
    emptyIn: Object.fromEntries(
      row.lines.filter(([, , empty]) => empty > 0).map(([code, , empty]) => [code, empty]),
    ),
    residuals: row.residuals.map(([type, grams]) => ({
      cylinderType: type as CylinderType,
      residualGrams: grams,
    })),
  }))
}

/** Sites at which a driver weighed residual gas worth the name (500 g or more) since a business day. */
export async function readSitesWithResidual(
  db: Reader,
  siteIds: readonly string[],
  since: BusinessDate,
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('residual_weighing as r')
    .innerJoin('delivery as d', 'd.id', 'r.delivery_id')
    .select('d.site_id')
    .distinct()
    .where('d.site_id', '=', sql<string>`any(${siteIds}::uuid[])`)
    .where('d.business_date', '>=', since)
    .where('d.is_void', '=', false)
    .where('r.residual_grams', '>=', 500)
    .execute()
  return new Set(rows.map(row => row.site_id))
}
