import type { CylinderType } from '../../../contract/kernel/cylinders.ts'
import { type ProductCode, productCodes } from '../../../contract/kernel/cylinders.ts'
import { acceptanceHours, type CustomerCells } from './customer-columns.rules.ts'
import { areaCylinderType, type ProductQuantities, type SizeCounts } from './cylinder-text.rules.ts'

/** 流量表 … 智慧秤: the equipment columns and what `site_equipment` calls them. */
export const equipmentKinds = {
  hasFlowMeter: 'flow_meter',
  hasWiredFlowMeter: 'wired_flow_meter',
  hasChangeover: 'changeover',
  hasContactGauge: 'contact_gauge',
  hasDifferentialSwitch: 'differential_switch',
  hasMicroSwitch: 'micro_switch',
  hasYongsheng: 'yongsheng',
  hasSmartScale: 'smart_scale',
} as const
export type EquipmentKind = (typeof equipmentKinds)[keyof typeof equipmentKinds]
const equipmentKeys = Object.keys(equipmentKinds) as (keyof typeof equipmentKinds)[]
const areaKeys = ['area1', 'area2', 'area3', 'area4', 'area5'] as const

/** Kinds of place that keep a calendar of their own (寒暑假, market rest days). */
const calendars: Record<string, 'school' | 'market' | 'night_market'> = {
  學校: 'school',
  市場: 'market',
  夜市: 'night_market',
}

/** Everything one workbook row or member line says, in the words of the model. */
export interface CustomerRecord {
  code: string
  kind: 'commercial' | 'household'
  shortName: string
  invoiceTitle: string | null
  taxId: string | null
  settlement: 'cash' | 'monthly' | 'collect' | null
  statementFile: string | null
  isSubscriber: boolean
  isTerminated: boolean
  legacyStatus: string | null
  /** Digits; empty where the file has none. */
  phone: string
  site: SiteRecord
}

export interface SiteRecord {
  zone: string | null
  siteType: string | null
  address: string
  vehicleAccess: 'truck' | 'motorcycle' | 'any'
  singleZoneSupply: number | null
  /** Bit 0 is 08–09 … bit 11 is 19–20. */
  acceptHours: number
  slot: 'any' | 'morning' | 'afternoon' | 'evening'
  closedWeekdays: number
  closedOnHolidays: boolean
  isSameDayDelivery: boolean
  isSameDayVisit: boolean
  calendar: 'school' | 'market' | 'night_market' | null
  billingMethod: 'cylinder' | 'metered'
  seriesCapacityGrams: number | null
  reserveGrams: number | null
  changeoverModel: string | null
  spareCylinders: number | null
  isSeriesFiled: boolean
  hasTelemetry: boolean
  isPatrolled: boolean
  isEquipmentBoughtOut: boolean
  areas: { ordinal: number; cylinderType: CylinderType; inUse: number; standby: number }[]
  equipment: EquipmentKind[]
  declared: ProductQuantities
  /** What the legacy system computed; kept as evidence, never fed to a forecast of an earlier day. */
  snapshot: LegacySnapshot
}

export interface LegacySnapshot {
  monthlyGrams: number | null
  residualGrams: number | null
  purchasedGrams: number | null
  residualShare: number | null
  dailyUseGrams: number | null
  maxCycleDays: number | null
  deferrableDays: number | null
  /** 系統上鋼瓶數量 by size in kilograms. */
  cylinderText: SizeCounts
}

export const everyHour = 4095

/** Quantities of the sixteen product columns; none is absent. */
export function quantitiesOf(cells: Record<`product:${ProductCode}`, number>): ProductQuantities {
  const quantities: ProductQuantities = {}
  for (const code of productCodes) {
    const quantity = cells[`product:${code}`]
    if (quantity !== 0) quantities[code] = quantity
  }
  return quantities
}

/** A row of the customer workbook: all 75 columns. A row without a single ticked hour names no restriction. */
export function customerRecord(cells: CustomerCells): CustomerRecord {
  return {
    code: cells.code,
    kind: 'commercial',
    shortName: cells.shortName || cells.invoiceTitle || cells.code,
    invoiceTitle: cells.invoiceTitle || null,
    taxId: taxIdIn(cells.invoiceTitle),
    settlement: cells.settlement,
    statementFile: cells.statementFile || null,
    isSubscriber: cells.isSubscriber,
    isTerminated: cells.isTerminated,
    legacyStatus: cells.legacyStatus || null,
    phone: '',
    site: siteRecord(cells),
  }
}

function siteRecord(cells: CustomerCells): SiteRecord {
  const declared = quantitiesOf(cells)
  const ticked = acceptanceHours.reduce(
    (bits, hour, index) => bits | (cells[`hour:${hour}`] ? 1 << index : 0),
    0,
  )
  return {
    zone: cells.zone || null,
    siteType: cells.siteType || null,
    address: cells.address,
    vehicleAccess: cells.vehicleAccess,
    singleZoneSupply: cells.singleZoneSupply || null,
    acceptHours: ticked === 0 ? everyHour : ticked,
    slot: cells.slot,
    closedWeekdays: cells.closedDays.weekdays,
    closedOnHolidays: cells.closedDays.onHolidays,
    isSameDayDelivery: cells.isSameDayDelivery,
    isSameDayVisit: cells.isSameDayVisit,
    calendar: calendars[cells.siteType] ?? null,
    billingMethod: cells.pricing ?? 'cylinder',
    seriesCapacityGrams: cells.seriesCapacityGrams,
    reserveGrams: cells.reserveGrams,
    changeoverModel: cells.changeoverModel || null,
    spareCylinders: cells.spareCylinders,
    isSeriesFiled: cells.isSeriesFiled,
    hasTelemetry: cells.hasTelemetry,
    isPatrolled: cells.isPatrolled,
    isEquipmentBoughtOut: cells.isEquipmentBoughtOut,
    areas: areaKeys.flatMap((key, index) => {
      const area = cells[key]
      if (area === null) return []
      const { inUse, standby } = area
      return [{ ordinal: index + 1, cylinderType: areaCylinderType(area, declared), inUse, standby }]
    }),
    equipment: equipmentKeys.filter(key => cells[key]).map(key => equipmentKinds[key]),
    declared,
    snapshot: {
      monthlyGrams: cells.monthlyGrams,
      residualGrams: cells.residualGrams,
      purchasedGrams: cells.purchasedGrams,
      residualShare: cells.residualShare,
      dailyUseGrams: cells.dailyUseGrams,
      maxCycleDays: cells.maxCycleDays,
      deferrableDays: cells.deferrableDays,
      cylinderText: cells.cylinderText,
    },
  }
}

/** The legacy system keeps the 統一編號 inside the invoice title: `…有限公司(統編00018928)`. */
export function taxIdIn(invoiceTitle: string): string | null {
  return /統(?:一)?編(?:號)?[:：]?\s*(\d{8})(?!\d)/.exec(invoiceTitle.normalize('NFKC'))?.[1] ?? null
}
