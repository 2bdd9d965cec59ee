import type { CylinderType, ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import { sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'
import type { DeclaredCylinders, LegacyFigures, SiteArea, SiteClosure, SiteMeter } from './site.types.ts'

/** Rows a site can have of each part at most, times the sites asked for. */
const mostRows = 500_000

const among = (siteIds: readonly string[]) => sql<string>`any(${[...siteIds]}::uuid[])`

function group<R extends { site_id: string }, T>(rows: R[], view: (row: R) => T): Map<string, T[]> {
  const grouped = new Map<string, T[]>()
  for (const row of rows) {
    const list = grouped.get(row.site_id)
    if (list) list.push(view(row))
    else grouped.set(row.site_id, [view(row)])
  }
  return grouped
}

/** Usage areas (第一…第五使用區域) by site, in order. */
export async function readAreas(db: Reader, siteIds: readonly string[]): Promise<Map<string, SiteArea[]>> {
  const rows = await db
    .selectFrom('site_area')
    .select(['site_id', 'ordinal', 'cylinder_type', 'in_use', 'standby'])
    .where('site_id', '=', among(siteIds))
    .orderBy('ordinal')
    .limit(mostRows)
    .execute()
  return group(rows, row => ({
    ordinal: row.ordinal,
    cylinderType: row.cylinder_type as CylinderType,
    inUse: row.in_use,
    standby: row.standby,
  }))
}

export async function readEquipment(
  db: Reader,
  siteIds: readonly string[],
): Promise<Map<string, { kind: string; detail: string }[]>> {
  const rows = await db
    .selectFrom('site_equipment')
    .select(['site_id', 'kind', 'detail'])
    .where('site_id', '=', among(siteIds))
    .orderBy('kind')
    .limit(mostRows)
    .execute()
  return group(rows, ({ kind, detail }) => ({ kind, detail }))
}

/** Temporary closures that end on or after a day, by site, the earliest first. */
export async function readClosures(
  db: Reader,
  siteIds: readonly string[],
  fromDate: string,
): Promise<Map<string, SiteClosure[]>> {
  const rows = await db
    .selectFrom('site_closure')
    .select(['site_id', 'id', 'from_date', 'to_date', 'reason'])
    .where('site_id', '=', among(siteIds))
    .where('to_date', '>=', fromDate)
    .orderBy('from_date')
    .orderBy('id')
    .limit(mostRows)
    .execute()
  return group(rows, row => ({
    id: row.id,
    fromDate: row.from_date,
    toDate: row.to_date,
    reason: row.reason,
  }))
}

/** The meter in use at each site that has one; the latest where an old one was left active. */
export async function readMeters(db: Reader, siteIds: readonly string[]): Promise<Map<string, SiteMeter>> {
  const rows = await db
    .selectFrom('meter')
    .distinctOn('site_id')
    .select(['site_id', 'id', 'serial', 'digits', 'litres_per_unit', 'grams_per_unit'])
    .where('site_id', '=', among(siteIds))
    .where('is_active', '=', true)
    .orderBy('site_id')
    .orderBy(sql`installed_on desc nulls last`)
    .orderBy('id', 'desc')
    .limit(mostRows)
    .execute()
  return new Map(
    rows.map(row => [
      row.site_id,
      {
        id: row.id,
        serial: row.serial,
        digits: row.digits,
        litresPerUnit: row.litres_per_unit,
        gramsPerUnit: row.grams_per_unit,
      },
    ]),
  )
}

/** The legacy system's own figures by site; never an input to a forecast for a day before `importedAt`. */
export async function readLegacyFigures(
  db: Reader,
  siteIds: readonly string[],
): Promise<Map<string, LegacyFigures>> {
  const rows = await db
    .selectFrom('site_legacy_snapshot')
    .select([
      'site_id',
      'imported_at',
      'monthly_grams',
      'daily_use_grams',
      'residual_ratio',
      'max_cycle_days',
      'deferrable_days',
    ])
    .where('site_id', '=', among(siteIds))
    .limit(mostRows)
    .execute()
  return new Map(
    rows.map(row => [
      row.site_id,
      {
        importedAt: row.imported_at,
        monthlyGrams: row.monthly_grams,
        dailyUseGrams: row.daily_use_grams,
        residualRatio: row.residual_ratio === null ? null : Number(row.residual_ratio),
        maxCycleDays: row.max_cycle_days === null ? null : Number(row.max_cycle_days),
        deferrableDays: row.deferrable_days,
      },
    ]),
  )
}

/** Cylinders each site declared at import, by product. */
export async function readDeclared(
  db: Reader,
  siteIds: readonly string[],
): Promise<Map<string, DeclaredCylinders>> {
  const rows = await db
    .selectFrom('site_declared_cylinder')
    .select(['site_id', 'product_code', 'quantity'])
    .where('site_id', '=', among(siteIds))
    .limit(mostRows)
    .execute()
  const declared = new Map<string, DeclaredCylinders>()
  for (const row of rows)
    declared.set(row.site_id, {
      ...declared.get(row.site_id),
      [row.product_code as ProductCode]: row.quantity,
    })
  return declared
}
