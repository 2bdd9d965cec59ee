import type { CylinderType, ProductCode } from '../../../contract/kernel/cylinders.ts'
import type { Reader } from '../../platform/database/database.ts'
import {
  type CustomerRecord,
  type EquipmentKind,
  readCylinderText,
  type SiteRecord,
  type SizeCounts,
  type StoredCustomer,
} from '../imports/imports.api.ts'

/** Points that a later centroid must not replace. */
const exactSources = new Set(['address-service', 'staff', 'arrivals'])

/** Customers with their first site as the legacy files would write them; unknown codes are absent. */
export async function readImported(
  db: Reader,
  codes: readonly string[],
): Promise<Map<string, StoredCustomer>> {
  if (codes.length === 0) return new Map()
  const rows = await readRows(db, codes)
  const siteIds = rows.map(row => row.site_id)
  const parts = await readParts(db, siteIds)
  const phones = await readPhones(
    db,
    rows.map(row => row.customer_id),
  )
  return new Map(
    rows.map(row => {
      const site: SiteRecord = {
        zone: row.zone,
        siteType: row.site_type,
        address: row.address,
        vehicleAccess: row.vehicle_access as SiteRecord['vehicleAccess'],
        singleZoneSupply: row.single_zone_supply,
        acceptHours: row.accept_hours,
        slot: row.slot as SiteRecord['slot'],
        closedWeekdays: row.closed_weekdays,
        closedOnHolidays: row.closed_on_holidays,
        isSameDayDelivery: row.is_same_day_delivery,
        isSameDayVisit: row.is_same_day_visit,
        calendar: row.calendar as SiteRecord['calendar'],
        billingMethod: row.billing_method as SiteRecord['billingMethod'],
        seriesCapacityGrams: row.series_capacity_grams,
        reserveGrams: row.reserve_grams,
        changeoverModel: row.changeover_model,
        spareCylinders: row.spare_cylinders,
        isSeriesFiled: row.is_series_filed ?? false,
        hasTelemetry: row.has_telemetry,
        isPatrolled: row.is_patrolled,
        isEquipmentBoughtOut: row.is_equipment_bought_out,
        areas: parts.areas.get(row.site_id) ?? [],
        equipment: parts.equipment.get(row.site_id) ?? [],
        declared: Object.fromEntries(parts.declared.get(row.site_id) ?? []),
        snapshot: {
          monthlyGrams: row.monthly_grams,
          residualGrams: row.residual_grams,
          purchasedGrams: row.purchased_grams,
          residualShare: row.residual_ratio === null ? null : Number(row.residual_ratio),
          dailyUseGrams: row.daily_use_grams,
          maxCycleDays: row.max_cycle_days === null ? null : Number(row.max_cycle_days),
          deferrableDays: row.deferrable_days,
          cylinderText: countsOf(row.cylinders_text ?? ''),
        },
      }
      const record: CustomerRecord = {
        code: row.code,
        kind: row.kind as CustomerRecord['kind'],
        shortName: row.short_name,
        invoiceTitle: row.invoice_title,
        taxId: row.tax_id,
        settlement: row.settlement as CustomerRecord['settlement'],
        statementFile: row.statement_file,
        isSubscriber: row.is_subscriber,
        isTerminated: row.is_terminated,
        legacyStatus: row.legacy_status,
        phone: phones.get(row.customer_id) ?? '',
        site,
      }
      const isPlacedExactly = exactSources.has(row.point_source ?? '')
      return [row.code, { customerId: row.customer_id, siteId: row.site_id, record, isPlacedExactly }]
    }),
  )
}

function countsOf(text: string): SizeCounts {
  const reading = readCylinderText(text)
  return 'value' in reading ? reading.value : {}
}

function readRows(db: Reader, codes: readonly string[]) {
  return db
    .selectFrom('customer')
    .innerJoin('site', join => join.onRef('site.customer_id', '=', 'customer.id').on('site.number', '=', 1))
    .leftJoin('zone', 'zone.id', 'site.zone_id')
    .leftJoin('site_legacy_snapshot as snapshot', 'snapshot.site_id', 'site.id')
    .select([
      'customer.id as customer_id',
      'customer.code',
      'customer.kind',
      'customer.short_name',
      'customer.invoice_title',
      'customer.tax_id',
      'customer.settlement',
      'customer.statement_file',
      'customer.is_subscriber',
      'customer.is_terminated',
      'customer.legacy_status',
      'site.id as site_id',
      'zone.name as zone',
      'site.site_type',
      'site.address',
      'site.point_source',
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
      'snapshot.monthly_grams',
      'snapshot.residual_grams',
      'snapshot.purchased_grams',
      'snapshot.residual_ratio',
      'snapshot.daily_use_grams',
      'snapshot.max_cycle_days',
      'snapshot.deferrable_days',
      'snapshot.cylinders_text',
    ])
    .where('customer.code', 'in', [...codes])
    .execute()
}

async function readParts(db: Reader, siteIds: readonly string[]) {
  if (siteIds.length === 0) return { areas: new Map(), equipment: new Map(), declared: new Map() }
  const [areas, equipment, declared] = [
    await db
      .selectFrom('site_area')
      .select(['site_id', 'ordinal', 'cylinder_type', 'in_use', 'standby'])
      .where('site_id', 'in', [...siteIds])
      .orderBy('ordinal')
      .execute(),
    await db
      .selectFrom('site_equipment')
      .select(['site_id', 'kind'])
      .where('site_id', 'in', [...siteIds])
      .execute(),
    await db
      .selectFrom('site_declared_cylinder')
      .select(['site_id', 'product_code', 'quantity'])
      .where('site_id', 'in', [...siteIds])
      .execute(),
  ]
  return {
    areas: grouped(areas, row => ({
      ordinal: row.ordinal,
      cylinderType: row.cylinder_type as CylinderType,
      inUse: row.in_use,
      standby: row.standby,
    })),
    equipment: grouped(equipment, row => row.kind as EquipmentKind),
    declared: grouped(declared, row => [row.product_code as ProductCode, row.quantity] as const),
  }
}

function grouped<R extends { site_id: string }, T>(
  rows: readonly R[],
  value: (row: R) => T,
): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.site_id)
    if (group === undefined) groups.set(row.site_id, [value(row)])
    else group.push(value(row))
  }
  return groups
}

/** The number that the legacy file gave: the one without a label, the smallest where several have none. */
async function readPhones(db: Reader, customerIds: readonly string[]): Promise<Map<string, string>> {
  if (customerIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('phone')
    .select(['customer_id', 'digits'])
    .where('customer_id', 'in', [...customerIds])
    .where('label', '=', '')
    .orderBy('digits', 'desc')
    .execute()
  return new Map(rows.map(row => [row.customer_id, row.digits]))
}
