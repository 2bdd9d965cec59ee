import type { ProductCode } from '../../../contract/kernel/cylinders.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { type CustomerRecord, formatCylinderText } from '../imports/imports.api.ts'

interface SiteOf {
  siteId: string
  record: CustomerRecord
}

/** Writes what hangs on new sites: usage areas, equipment, declared cylinders, the legacy system's own figures. */
export async function insertSiteParts(context: WriteContext, sites: readonly SiteOf[]): Promise<void> {
  const { db, now } = context
  const areas = sites.flatMap(({ siteId, record }) =>
    record.site.areas.map(area => ({
      site_id: siteId,
      ordinal: area.ordinal,
      cylinder_type: area.cylinderType,
      in_use: area.inUse,
      standby: area.standby,
    })),
  )
  if (areas.length > 0) await db.insertInto('site_area').values(areas).execute()
  const equipment = sites.flatMap(({ siteId, record }) =>
    record.site.equipment.map(kind => ({ site_id: siteId, kind })),
  )
  if (equipment.length > 0) await db.insertInto('site_equipment').values(equipment).execute()
  const declared = sites.flatMap(({ siteId, record }) =>
    Object.entries(record.site.declared).map(([code, quantity]) => ({
      site_id: siteId,
      product_code: code as ProductCode,
      quantity,
    })),
  )
  if (declared.length > 0) await db.insertInto('site_declared_cylinder').values(declared).execute()
  await db
    .insertInto('site_legacy_snapshot')
    .values(
      sites.map(
        ({
          siteId,
          record: {
            site: { snapshot },
          },
        }) => ({
          site_id: siteId,
          imported_at: now,
          monthly_grams: snapshot.monthlyGrams,
          residual_grams: snapshot.residualGrams,
          purchased_grams: snapshot.purchasedGrams,
          residual_ratio: snapshot.residualShare === null ? null : String(snapshot.residualShare),
          daily_use_grams: snapshot.dailyUseGrams,
          max_cycle_days: snapshot.maxCycleDays === null ? null : String(snapshot.maxCycleDays),
          deferrable_days: snapshot.deferrableDays,
          cylinders_text: formatCylinderText(snapshot.cylinderText),
        }),
      ),
    )
    .execute()
}

/**
 * Brings the parts of one site to what the record says. Equipment that stays keeps its detail, which staff add here
 * and the legacy files do not know.
 */
export async function replaceSiteParts(context: WriteContext, site: SiteOf): Promise<void> {
  const { db } = context
  const kinds = [...site.record.site.equipment]
  const details = await db
    .selectFrom('site_equipment')
    .select(['kind', 'detail'])
    .where('site_id', '=', site.siteId)
    .where('detail', '<>', '')
    .execute()
  for (const table of [
    'site_area',
    'site_equipment',
    'site_declared_cylinder',
    'site_legacy_snapshot',
  ] as const) {
    await db.deleteFrom(table).where('site_id', '=', site.siteId).execute()
  }
  await insertSiteParts(context, [site])
  for (const { kind, detail } of details) {
    if (!kinds.some(one => one === kind)) continue
    await db
      .updateTable('site_equipment')
      .set({ detail })
      .where('site_id', '=', site.siteId)
      .where('kind', '=', kind)
      .execute()
  }
}
