import type { Insertable } from 'kysely'
import { uuidv7 } from '../../../contract/kernel/ids.ts'
import type {
  Customer,
  Meter,
  Site,
  SiteArea,
  SiteDeclaredCylinder,
  SiteEquipment,
  SiteLegacySnapshot,
} from '../../platform/database/database.types.ts'
import type { ImportedRecord, ImportedSite, ImportedSnapshot } from './imported.types.ts'

/** The columns of `customer` that the legacy files fill. */
export function customerColumns(record: ImportedRecord) {
  return {
    code: record.code,
    kind: record.kind,
    short_name: record.shortName,
    invoice_title: record.invoiceTitle,
    tax_id: record.taxId,
    settlement: record.settlement,
    statement_file: record.statementFile,
    is_subscriber: record.isSubscriber,
    is_terminated: record.isTerminated,
    legacy_status: record.legacyStatus,
  } satisfies Partial<Insertable<Customer>>
}

/** The columns of `site` that the legacy files fill; the zone is looked up by its name. */
export function siteColumns(site: ImportedSite, zones: ReadonlyMap<string, string>) {
  return {
    zone_id: site.zone === null ? null : (zones.get(site.zone) ?? null),
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
  } satisfies Partial<Insertable<Site>>
}

export interface SitePartRows {
  areas: Insertable<SiteArea>[]
  equipment: Insertable<SiteEquipment>[]
  declared: Insertable<SiteDeclaredCylinder>[]
  /** A meter that the file ticks; it is hung only where the site has none, so that its readings stay. */
  meter: Insertable<Meter> | undefined
  snapshot: Insertable<SiteLegacySnapshot>
}

/** The rows beside `site` that the legacy files fill. */
export function sitePartRows(siteId: string, site: ImportedSite, now: Date): SitePartRows {
  const { snapshot } = site
  return {
    areas: site.areas.map(area => ({
      site_id: siteId,
      ordinal: area.ordinal,
      cylinder_type: area.cylinderType,
      in_use: area.inUse,
      standby: area.standby,
    })),
    equipment: site.equipment.map(kind => ({ site_id: siteId, kind })),
    meter: site.equipment.some(kind => kind === 'flow_meter' || kind === 'wired_flow_meter')
      ? { id: uuidv7(now.getTime()), site_id: siteId }
      : undefined,
    declared: Object.entries(site.declared)
      .filter(([, quantity]) => quantity > 0)
      .map(([product, quantity]) => ({ site_id: siteId, product_code: product, quantity })),
    snapshot: {
      site_id: siteId,
      imported_at: now,
      monthly_grams: snapshot.monthlyGrams,
      residual_grams: snapshot.residualGrams,
      purchased_grams: snapshot.purchasedGrams,
      residual_ratio: snapshot.residualShare,
      daily_use_grams: snapshot.dailyUseGrams,
      max_cycle_days: snapshot.maxCycleDays,
      deferrable_days: snapshot.deferrableDays,
      cylinders_text: formatSizes(snapshot.cylinderText),
    },
  }
}

const sizes = [50, 20, 16, 10, 4] as const

/** Cylinders by size as the legacy system writes them: `20*3+16*1`. */
export function formatSizes(counts: ImportedSnapshot['cylinderText']): string {
  return sizes.flatMap(size => (counts[size] ? [`${size}*${counts[size]}`] : [])).join('+')
}

/** Reads what `formatSizes` wrote. */
export function parseSizes(text: string): ImportedSnapshot['cylinderText'] {
  const counts: ImportedSnapshot['cylinderText'] = {}
  for (const part of text.split('+')) {
    const [size, count] = part.split('*').map(Number)
    const known = sizes.find(each => each === size)
    if (known !== undefined && count) counts[known] = count
  }
  return counts
}
