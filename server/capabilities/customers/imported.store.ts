import { type Insertable, sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { Customer, Meter, Site } from '../../platform/database/database.types.ts'
import { type EquipmentKind, equipmentKinds, type ImportedSnapshot } from './imported.types.ts'
import { parseSizes, type SitePartRows } from './imported-rows.ts'

/** Phones that the legacy files gave; those that people added carry their own label and stay. */
const importedLabel = '匯入'

export interface ImportedHead {
  customerId: string
  siteId: string
  code: string
  taxId: string | null
  legacyStatus: string | null
}

/** Customers by code with their first site; codes nobody has are absent. */
export async function readImportedHeads(db: Reader, codes: readonly string[]): Promise<ImportedHead[]> {
  if (codes.length === 0) return []
  const rows = await db
    .selectFrom('customer')
    .innerJoin('site', join => join.onRef('site.customer_id', '=', 'customer.id').on('site.number', '=', 1))
    .select([
      'customer.id as customer_id',
      'customer.code',
      'customer.tax_id',
      'customer.legacy_status',
      'site.id as site_id',
    ])
    .where('customer.code', '=', sql<string>`any(${[...codes]}::text[])`)
    .limit(codes.length)
    .execute()
  return rows.map(row => ({
    customerId: row.customer_id,
    siteId: row.site_id,
    code: row.code,
    taxId: row.tax_id,
    legacyStatus: row.legacy_status,
  }))
}

/** Fields of the customer that `SiteFacts` does not carry. */
export async function readInvoicing(db: Reader, customerIds: readonly string[]) {
  const rows = await db
    .selectFrom('customer')
    .select(['id', 'invoice_title', 'statement_file', 'is_subscriber'])
    .where('id', '=', sql<string>`any(${[...customerIds]}::uuid[])`)
    .limit(Math.max(1, customerIds.length))
    .execute()
  return new Map(
    rows.map(row => [
      row.id,
      {
        invoiceTitle: row.invoice_title,
        statementFile: row.statement_file,
        isSubscriber: row.is_subscriber,
      },
    ]),
  )
}

export async function readImportedPhones(
  db: Reader,
  customerIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('phone')
    .select(['customer_id', 'digits'])
    .where('customer_id', '=', sql<string>`any(${[...customerIds]}::uuid[])`)
    .where('label', '=', importedLabel)
    .limit(Math.max(1, customerIds.length * 2))
    .execute()
  return new Map(rows.map(row => [row.customer_id, row.digits]))
}

export async function readSnapshots(
  db: Reader,
  siteIds: readonly string[],
): Promise<Map<string, ImportedSnapshot>> {
  const rows = await db
    .selectFrom('site_legacy_snapshot')
    .select([
      'site_id',
      'monthly_grams',
      'residual_grams',
      'purchased_grams',
      'residual_ratio',
      'daily_use_grams',
      'max_cycle_days',
      'deferrable_days',
      'cylinders_text',
    ])
    .where('site_id', '=', sql<string>`any(${[...siteIds]}::uuid[])`)
    .limit(Math.max(1, siteIds.length))
    .execute()
  const number = (text: string | null) => (text === null ? null : Number(text))
  return new Map(
    rows.map(row => [
      row.site_id,
      {
        monthlyGrams: row.monthly_grams,
        residualGrams: row.residual_grams,
        purchasedGrams: row.purchased_grams,
        residualShare: number(row.residual_ratio),
        dailyUseGrams: row.daily_use_grams,
        maxCycleDays: number(row.max_cycle_days),
        deferrableDays: row.deferrable_days,
        cylinderText: parseSizes(row.cylinders_text),
      },
    ]),
  )
}

/** Equipment by site in the file's order. */
export async function readEquipmentKinds(
  db: Reader,
  siteIds: readonly string[],
): Promise<Map<string, EquipmentKind[]>> {
  const rows = await db
    .selectFrom('site_equipment')
    .select(['site_id', 'kind'])
    .where('site_id', '=', sql<string>`any(${[...siteIds]}::uuid[])`)
    .limit(Math.max(1, siteIds.length * equipmentKinds.length))
    .execute()
  const bySite = Map.groupBy(rows, row => row.site_id)
  return new Map(
    [...bySite].map(([siteId, own]) => [
      siteId,
      equipmentKinds.filter(kind => own.some(row => row.kind === kind)),
    ]),
  )
}

export async function updateImportedCustomer(
  db: Tx,
  customerId: string,
  columns: Partial<Insertable<Customer>>,
  now: Date,
): Promise<void> {
  await db
    .updateTable('customer')
    .set({ ...columns, version: sql<number>`version + 1`, updated_at: now })
    .where('id', '=', customerId)
    .execute()
}

export async function updateImportedSite(
  db: Tx,
  siteId: string,
  columns: Partial<Insertable<Site>>,
  now: Date,
): Promise<void> {
  await db
    .updateTable('site')
    .set({ ...columns, version: sql<number>`version + 1`, updated_at: now })
    .where('id', '=', siteId)
    .execute()
}

/** Writes the parts of sites over whatever was there. */
export async function replaceParts(
  db: Tx,
  siteIds: readonly string[],
  parts: readonly SitePartRows[],
): Promise<void> {
  const among = sql<string>`any(${[...siteIds]}::uuid[])`
  await db.deleteFrom('site_area').where('site_id', '=', among).execute()
  await db.deleteFrom('site_equipment').where('site_id', '=', among).execute()
  await db.deleteFrom('site_declared_cylinder').where('site_id', '=', among).execute()
  await db.deleteFrom('site_legacy_snapshot').where('site_id', '=', among).execute()
  await insertParts(db, parts)
}

export async function insertParts(db: Tx, parts: readonly SitePartRows[]): Promise<void> {
  const areas = parts.flatMap(part => part.areas)
  const equipment = parts.flatMap(part => part.equipment)
  const declared = parts.flatMap(part => part.declared)
  const snapshots = parts.map(part => part.snapshot)
  if (areas.length > 0) await db.insertInto('site_area').values(areas).execute()
  if (equipment.length > 0) await db.insertInto('site_equipment').values(equipment).execute()
  if (declared.length > 0) await db.insertInto('site_declared_cylinder').values(declared).execute()
  if (snapshots.length > 0) await db.insertInto('site_legacy_snapshot').values(snapshots).execute()
  await hangMeters(
    db,
    parts.flatMap(part => part.meter ?? []),
  )
}

/** Gives each of these sites its meter unless one hangs there already. */
async function hangMeters(db: Tx, meters: readonly Insertable<Meter>[]): Promise<void> {
  if (meters.length === 0) return
  const siteIds = meters.map(meter => meter.site_id)
  const hanging = await db
    .selectFrom('meter')
    .select('site_id')
    .where('site_id', '=', sql<string>`any(${siteIds}::uuid[])`)
    .limit(siteIds.length * 10)
    .execute()
  const metered = new Set(hanging.map(row => row.site_id))
  const missing = meters.filter(meter => !metered.has(meter.site_id))
  if (missing.length > 0) await db.insertInto('meter').values(missing).execute()
}

/** The legacy files' phone of each customer; an empty one takes it away. Phones that people added stay. */
export async function replaceImportedPhones(
  db: Tx,
  phones: readonly { customerId: string; digits: string }[],
): Promise<void> {
  if (phones.length === 0) return
  const customerIds = phones.map(phone => phone.customerId)
  await db
    .deleteFrom('phone')
    .where('customer_id', '=', sql<string>`any(${customerIds}::uuid[])`)
    .where('label', '=', importedLabel)
    .execute()
  const given = phones.filter(phone => phone.digits !== '')
  if (given.length === 0) return
  await db
    .insertInto('phone')
    .values(
      given.map(({ customerId, digits }) => ({ customer_id: customerId, digits, label: importedLabel })),
    )
    .onConflict(conflict => conflict.columns(['digits', 'customer_id']).doNothing())
    .execute()
}
