import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { GeocodedPoint } from '../../ports/geocoder/geocoder.port.ts'
import type {
  CustomerRecord,
  ImportedCustomers,
  NewCustomer,
  SiteRecord,
  StoredCustomer,
} from '../imports/imports.api.ts'
import { insertSiteParts, replaceSiteParts } from './imported-parts.store.ts'
import { readImported } from './imported-read.store.ts'

/** Customers and their first sites as the legacy files know them, read and written in batches. */
export const importedCustomers: ImportedCustomers = {
  read: readImported,
  create: createImported,
  update: updateImported,
  readKnownCodes,
  readNames,
}

/** Rows of one insert; a statement carries at most 65,535 values. */
const batchRows = 500

async function readNames(
  db: Reader,
  ids: readonly string[],
): Promise<Map<string, { code: string; shortName: string }>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('customer')
    .select(['id', 'code', 'short_name'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map(row => [row.id, { code: row.code, shortName: row.short_name }]))
}

async function readKnownCodes(db: Reader, codes: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>()
  for (let from = 0; from < codes.length; from += 10_000) {
    const batch = codes.slice(from, from + 10_000)
    for (const row of await db.selectFrom('customer').select('code').where('code', 'in', batch).execute())
      known.add(row.code)
  }
  return known
}

async function createImported(
  context: WriteContext,
  customers: readonly NewCustomer[],
): Promise<StoredCustomer[]> {
  const depotId = await homeDepotId(context)
  const zones = await zoneIds(context, depotId, customers)
  const created: StoredCustomer[] = []
  for (let from = 0; from < customers.length; from += batchRows) {
    const batch = customers.slice(from, from + batchRows).map(({ record, point }) => ({
      record,
      point,
      customerId: context.newId(),
      siteId: context.newId(),
      isPlacedExactly: false,
    }))
    await context.db
      .insertInto('customer')
      .values(
        batch.map(({ customerId, record }) => ({
          id: customerId,
          code: record.code,
          ...customerColumns(record),
          source: 'import',
          created_at: context.now,
          updated_at: context.now,
        })),
      )
      .execute()
    await context.db
      .insertInto('site')
      .values(
        batch.map(({ customerId, siteId, record, point }) => ({
          id: siteId,
          customer_id: customerId,
          depot_id: depotId,
          ...siteColumns(record.site, zones),
          ...pointColumns(point),
          created_at: context.now,
          updated_at: context.now,
        })),
      )
      .execute()
    await insertSiteParts(context, batch)
    const phones = batch.flatMap(({ customerId, record }) =>
      record.phone === '' ? [] : [{ digits: record.phone, customer_id: customerId }],
    )
    if (phones.length > 0) await context.db.insertInto('phone').values(phones).execute()
    created.push(...batch)
  }
  return created
}

async function updateImported(context: WriteContext, stored: StoredCustomer, to: NewCustomer): Promise<void> {
  const { record, point } = to
  const site = await context.db
    .selectFrom('site')
    .select('depot_id')
    .where('id', '=', stored.siteId)
    .executeTakeFirstOrThrow()
  const zones = await zoneIds(context, site.depot_id, [to])
  await context.db
    .updateTable('customer')
    .set(eb => ({ ...customerColumns(record), version: eb('version', '+', 1), updated_at: context.now }))
    .where('id', '=', stored.customerId)
    .execute()
  await context.db
    .updateTable('site')
    .set(eb => ({
      ...siteColumns(record.site, zones),
      ...(point === undefined ? {} : pointColumns(point)),
      version: eb('version', '+', 1),
      updated_at: context.now,
    }))
    .where('id', '=', stored.siteId)
    .execute()
  await replaceSiteParts(context, { siteId: stored.siteId, record })
  if (record.phone !== stored.record.phone) await replacePhone(context, stored, record.phone)
}

async function replacePhone(context: WriteContext, stored: StoredCustomer, digits: string): Promise<void> {
  if (stored.record.phone !== '') {
    await context.db
      .deleteFrom('phone')
      .where('customer_id', '=', stored.customerId)
      .where('digits', '=', stored.record.phone)
      .execute()
  }
  if (digits === '') return
  await context.db
    .insertInto('phone')
    .values({ digits, customer_id: stored.customerId })
    .onConflict(conflict => conflict.columns(['digits', 'customer_id']).doNothing())
    .execute()
}

async function homeDepotId(context: WriteContext): Promise<string> {
  if (context.actor.depotId !== null) return context.actor.depotId
  const first = await context.db
    .selectFrom('depot')
    .select('id')
    .orderBy('created_at')
    .orderBy('code')
    .limit(1)
    .executeTakeFirst()
  if (first === undefined) throw new Error('the company has no depot')
  return first.id
}

/** Ids of the zones by name; a zone that only the file knows is made. */
async function zoneIds(
  context: WriteContext,
  depotId: string,
  customers: readonly NewCustomer[],
): Promise<Map<string, string>> {
  const names = new Set(customers.flatMap(({ record }) => record.site.zone ?? []))
  const read = () =>
    context.db
      .selectFrom('zone')
      .select(['id', 'name', 'sort'])
      .where('depot_id', '=', depotId)
      .limit(10_000)
      .execute()
  const known = await read()
  const missing = [...names].filter(name => !known.some(zone => zone.name === name))
  if (missing.length > 0) {
    const last = Math.max(0, ...known.map(zone => zone.sort))
    await context.db
      .insertInto('zone')
      .values(
        missing.map((name, index) => ({
          id: context.newId(),
          depot_id: depotId,
          name,
          sort: last + index + 1,
        })),
      )
      .onConflict(conflict => conflict.columns(['depot_id', 'name']).doNothing())
      .execute()
  }
  return new Map((missing.length > 0 ? await read() : known).map(zone => [zone.name, zone.id]))
}

function customerColumns(record: CustomerRecord) {
  return {
    kind: record.kind,
    short_name: record.shortName,
    invoice_title: record.invoiceTitle,
    tax_id: record.taxId,
    settlement: record.settlement,
    statement_file: record.statementFile,
    is_subscriber: record.isSubscriber,
    is_terminated: record.isTerminated,
    legacy_status: record.legacyStatus,
  }
}

function siteColumns(site: SiteRecord, zones: Map<string, string>) {
  return {
    zone_id: zones.get(site.zone ?? '') ?? null,
    site_type: site.siteType,
    address: site.address,
    vehicle_access: site.vehicleAccess,
    single_zone_supply: site.singleZoneSupply,
    accept_hours: site.acceptHours,
    slot: site.slot,
    closed_weekdays: site.closedWeekdays,
    closed_on_holidays: site.closedOnHolidays,
    is_same_day_delivery: site.isSameDayDelivery,
    is_same_day_visit: site.isSameDayVisit,
    calendar: site.calendar,
    billing_method: site.billingMethod,
    series_capacity_grams: site.seriesCapacityGrams,
    reserve_grams: site.reserveGrams,
    changeover_model: site.changeoverModel,
    spare_cylinders: site.spareCylinders,
    is_series_filed: site.isSeriesFiled,
    has_telemetry: site.hasTelemetry,
    is_patrolled: site.isPatrolled,
    is_equipment_bought_out: site.isEquipmentBoughtOut,
  }
}

function pointColumns(point: GeocodedPoint | undefined) {
  return {
    latitude: point?.latitude ?? null,
    longitude: point?.longitude ?? null,
    point_source: point?.source ?? null,
    point_precision_metres: point?.precisionMetres ?? null,
    town_code: point?.townCode ?? null,
  }
}
