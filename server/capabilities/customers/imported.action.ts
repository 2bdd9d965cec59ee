import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { GeocodedPoint } from '../../ports/geocoder/geocoder.port.ts'
import { readHomeDepotId } from '../admin/admin.api.ts'
import { pointColumns } from './create-customer.action.ts'
import {
  type ImportedHead,
  insertParts,
  readEquipmentKinds,
  readImportedHeads,
  readImportedPhones,
  readInvoicing,
  readSnapshots,
  replaceImportedPhones,
  replaceParts,
  updateImportedCustomer,
  updateImportedSite,
} from './imported.store.ts'
import type { ImportedRecord, ImportedSite, ImportedSnapshot, StoredCustomer } from './imported.types.ts'
import { customerColumns, siteColumns, sitePartRows } from './imported-rows.ts'
import { readSites } from './site.store.ts'
import type { SiteFacts } from './site.types.ts'
import { readAreas, readDeclared } from './site-parts.store.ts'
import { ensureZones, insertCustomers, insertSites } from './site-write.store.ts'

/** Rows written by one statement; parameters stay far below PostgreSQL's 65,535. */
const batchCustomers = 200
const exactSources: readonly (string | null)[] = ['staff', 'arrivals', 'address-service']

export interface ImportedCustomer {
  record: ImportedRecord
  /** Undefined where the address names no place. */
  point: GeocodedPoint | undefined
}

type ImportedParts = Pick<ImportedSite, 'areas' | 'equipment' | 'declared' | 'snapshot'>

const nothingKnown: ImportedSnapshot = {
  monthlyGrams: null,
  residualGrams: null,
  purchasedGrams: null,
  residualShare: null,
  dailyUseGrams: null,
  maxCycleDays: null,
  deferrableDays: null,
  cylinderText: {},
}

/** Customers as they are now, in the words of the legacy files, by code; codes nobody has are absent. */
export async function readImported(
  db: Reader,
  codes: readonly string[],
): Promise<Map<string, StoredCustomer>> {
  const heads = await readImportedHeads(db, codes)
  const siteIds = heads.map(head => head.siteId)
  const customerIds = heads.map(head => head.customerId)
  const sites = await readSites(db, siteIds)
  const invoicing = await readInvoicing(db, customerIds)
  const phones = await readImportedPhones(db, customerIds)
  const areas = await readAreas(db, siteIds)
  const equipment = await readEquipmentKinds(db, siteIds)
  const declared = await readDeclared(db, siteIds)
  const snapshots = await readSnapshots(db, siteIds)
  const stored = new Map<string, StoredCustomer>()
  for (const head of heads) {
    const site = sites.get(head.siteId)
    const account = invoicing.get(head.customerId)
    if (!site || !account) continue
    const parts = {
      areas: areas.get(site.id) ?? [],
      equipment: equipment.get(site.id) ?? [],
      declared: declared.get(site.id) ?? {},
      snapshot: snapshots.get(site.id) ?? nothingKnown,
    }
    stored.set(head.code, {
      customerId: head.customerId,
      siteId: site.id,
      record: {
        ...toRecord(head, site, account),
        phone: phones.get(head.customerId) ?? '',
        site: { ...importedFields(site), ...parts },
      },
      isPlacedExactly: exactSources.includes(site.pointSource),
    })
  }
  return stored
}

function toRecord(
  head: ImportedHead,
  site: SiteFacts,
  account: Pick<ImportedRecord, 'invoiceTitle' | 'statementFile' | 'isSubscriber'>,
) {
  return {
    code: head.code,
    kind: site.customerKind,
    shortName: site.shortName,
    taxId: head.taxId,
    settlement: site.settlement,
    isTerminated: site.isTerminated,
    legacyStatus: head.legacyStatus,
    ...account,
  }
}

function importedFields(site: SiteFacts): Omit<ImportedSite, keyof ImportedParts> {
  return {
    zone: site.zone,
    siteType: site.siteType,
    address: site.address,
    vehicleAccess: site.vehicleAccess,
    singleZoneSupply: site.singleZoneSupply,
    acceptHours: site.acceptHours,
    slot: site.slot,
    closedWeekdays: site.closedWeekdays,
    closedOnHolidays: site.closedOnHolidays,
    isSameDayDelivery: site.isSameDayDelivery,
    isSameDayVisit: site.isSameDayVisit,
    calendar: site.calendar,
    billingMethod: site.billingMethod,
    seriesCapacityGrams: site.seriesCapacityGrams,
    reserveGrams: site.reserveGrams,
    changeoverModel: site.changeoverModel,
    spareCylinders: site.spareCylinders,
    isSeriesFiled: site.isSeriesFiled ?? false,
    hasTelemetry: site.hasTelemetry,
    isPatrolled: site.isPatrolled,
    isEquipmentBoughtOut: site.isEquipmentBoughtOut,
  }
}

/**
 * Adds customers with their first site in bulk, at the home depot. Announces and audits nothing: an import's own
 * findings and changes are its trail.
 */
export async function createImported(
  context: WriteContext,
  customers: readonly ImportedCustomer[],
  source: 'import' | 'history' | 'demo' = 'import',
): Promise<StoredCustomer[]> {
  const { db, now } = context
  const depotId = await readHomeDepotId(db, context.actor.depotId)
  const zones = await ensureZones(db, depotId, zoneNames(customers), context.newId)
  const stored: StoredCustomer[] = []
  for (let start = 0; start < customers.length; start += batchCustomers) {
    const batch = customers.slice(start, start + batchCustomers).map(customer => ({
      ...customer,
      customerId: context.newId(),
      siteId: context.newId(),
    }))
    const times = { created_at: now, updated_at: now }
    await insertCustomers(
      db,
      batch.map(({ customerId, record }) => ({
        id: customerId,
        ...customerColumns(record),
        source,
        ...times,
      })),
    )
    await insertSites(
      db,
      batch.map(({ customerId, siteId, record, point }) => ({
        id: siteId,
        customer_id: customerId,
        depot_id: depotId,
        ...siteColumns(record.site, zones),
        ...pointColumns(point),
        ...times,
      })),
    )
    await insertParts(
      db,
      batch.map(({ siteId, record }) => sitePartRows(siteId, record.site, now)),
    )
    await replaceImportedPhones(
      db,
      batch.map(({ customerId, record }) => ({ customerId, digits: record.phone })),
    )
    stored.push(
      ...batch.map(({ customerId, siteId, record, point }) => ({
        customerId,
        siteId,
        record,
        isPlacedExactly: exactSources.includes(point?.source ?? null),
      })),
    )
  }
  return stored
}

/** Writes a record over what is stored; the point only where one is given. */
export async function updateImported(
  context: WriteContext,
  stored: Pick<StoredCustomer, 'customerId' | 'siteId'>,
  to: ImportedCustomer,
): Promise<void> {
  const { db, now } = context
  const depotId = await readHomeDepotId(db, context.actor.depotId)
  const zones = await ensureZones(db, depotId, zoneNames([to]), context.newId)
  await updateImportedCustomer(db, stored.customerId, customerColumns(to.record), now)
  const site = { ...siteColumns(to.record.site, zones), ...(to.point && pointColumns(to.point)) }
  await updateImportedSite(db, stored.siteId, site, now)
  await replaceParts(db, [stored.siteId], [sitePartRows(stored.siteId, to.record.site, now)])
  await replaceImportedPhones(db, [{ customerId: stored.customerId, digits: to.record.phone }])
}

function zoneNames(customers: readonly ImportedCustomer[]): string[] {
  return customers.flatMap(customer => customer.record.site.zone ?? [])
}
