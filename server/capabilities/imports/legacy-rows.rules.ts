import { cylinderTypes, type ProductCode, productCodes } from '../../../contract/kernel/cylinders.ts'
import type { CustomerCells } from './customer-columns.rules.ts'
import { acceptanceHours } from './customer-columns.rules.ts'
import { type CustomerRecord, customerRecord, equipmentKinds } from './customer-record.rules.ts'
import type { SizeKilograms, UsageArea } from './cylinder-text.rules.ts'
import type { MemberCells } from './member-columns.rules.ts'

/** A record as the cells of the customer workbook; the inverse of `customerRecord`. */
export function workbookCells(record: CustomerRecord): CustomerCells {
  const { site } = record
  const { snapshot } = site
  const areas = new Map(site.areas.map(area => [area.ordinal, area]))
  const area = (ordinal: number): UsageArea | null => {
    const found = areas.get(ordinal)
    if (found === undefined) return null
    const sizeKilograms = (cylinderTypes[found.cylinderType].gasGrams / 1000) as SizeKilograms
    return { sizeKilograms, inUse: found.inUse, standby: found.standby }
  }
  const hours = Object.fromEntries(
    acceptanceHours.map((hour, index) => [`hour:${hour}`, ((site.acceptHours >> index) & 1) === 1]),
  ) as Pick<CustomerCells, `hour:${(typeof acceptanceHours)[number]}`>
  const products = Object.fromEntries(
    productCodes.map(code => [`product:${code}`, site.declared[code] ?? 0]),
  ) as Pick<CustomerCells, `product:${ProductCode}`>
  const equipment = Object.fromEntries(
    Object.entries(equipmentKinds).map(([key, kind]) => [key, site.equipment.includes(kind)]),
  ) as Pick<CustomerCells, keyof typeof equipmentKinds>
  return {
    ...hours,
    ...products,
    ...equipment,
    code: record.code,
    invoiceTitle: record.invoiceTitle ?? '',
    shortName: record.shortName,
    address: site.address,
    cylinderText: snapshot.cylinderText,
    pricing: site.billingMethod,
    settlement: record.settlement,
    statementFile: record.statementFile ?? '',
    isSubscriber: record.isSubscriber,
    hasTelemetry: site.hasTelemetry,
    isPatrolled: site.isPatrolled,
    isEquipmentBoughtOut: site.isEquipmentBoughtOut,
    isTerminated: record.isTerminated,
    isSameDayDelivery: site.isSameDayDelivery,
    slot: site.slot,
    closedDays: { weekdays: site.closedWeekdays, onHolidays: site.closedOnHolidays },
    legacyStatus: record.legacyStatus ?? '',
    changeoverModel: site.changeoverModel ?? '',
    monthlyGrams: snapshot.monthlyGrams,
    residualGrams: snapshot.residualGrams,
    purchasedGrams: snapshot.purchasedGrams,
    residualShare: snapshot.residualShare,
    dailyUseGrams: snapshot.dailyUseGrams,
    seriesCapacityGrams: site.seriesCapacityGrams,
    reserveGrams: site.reserveGrams,
    maxCycleDays: snapshot.maxCycleDays,
    deferrableDays: snapshot.deferrableDays,
    isSameDayVisit: site.isSameDayVisit,
    zone: site.zone ?? '',
    vehicleAccess: site.vehicleAccess,
    singleZoneSupply: site.singleZoneSupply,
    area1: area(1),
    area2: area(2),
    area3: area(3),
    area4: area(4),
    area5: area(5),
    spareCylinders: site.spareCylinders,
    isSeriesFiled: site.isSeriesFiled,
    siteType: site.siteType ?? '',
  }
}

/** A record as the cells of the members file. */
export function memberCells(record: CustomerRecord): MemberCells {
  return {
    code: record.code,
    shortName: record.shortName,
    phone: record.phone,
    address: record.site.address,
    zone: record.site.zone ?? '',
    cylinderText: record.site.snapshot.cylinderText,
  }
}

/** The record with the workbook's cells over it; what the workbook has no column for stays. */
export function withWorkbookCells(record: CustomerRecord, cells: CustomerCells): CustomerRecord {
  return { ...customerRecord(cells), phone: record.phone }
}
