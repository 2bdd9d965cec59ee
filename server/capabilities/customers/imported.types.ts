import type { CylinderType } from '@luckygas/contract/kernel/cylinders.ts'
import type { CustomerKind, DeclaredCylinders, Settlement, SiteFacts } from './site.types.ts'

/** The equipment columns of the workbook, 流量表 … 智慧秤, in the file's order. */
export const equipmentKinds = [
  'flow_meter',
  'wired_flow_meter',
  'changeover',
  'contact_gauge',
  'differential_switch',
  'micro_switch',
  'yongsheng',
  'smart_scale',
] as const
export type EquipmentKind = (typeof equipmentKinds)[number]

/** A customer and his first site as the legacy files say them; the imports' record has this shape. */
export interface ImportedRecord {
  code: string
  kind: CustomerKind
  shortName: string
  invoiceTitle: string | null
  taxId: string | null
  settlement: Settlement | null
  statementFile: string | null
  isSubscriber: boolean
  isTerminated: boolean
  legacyStatus: string | null
  /** Digits; empty where the file has none. */
  phone: string
  site: ImportedSite
}

export interface ImportedSite
  extends Pick<
    SiteFacts,
    | 'zone'
    | 'siteType'
    | 'address'
    | 'vehicleAccess'
    | 'singleZoneSupply'
    | 'acceptHours'
    | 'slot'
    | 'closedWeekdays'
    | 'closedOnHolidays'
    | 'isSameDayDelivery'
    | 'isSameDayVisit'
    | 'calendar'
    | 'billingMethod'
    | 'seriesCapacityGrams'
    | 'reserveGrams'
    | 'changeoverModel'
    | 'spareCylinders'
    | 'hasTelemetry'
    | 'isPatrolled'
    | 'isEquipmentBoughtOut'
  > {
  isSeriesFiled: boolean
  areas: { ordinal: number; cylinderType: CylinderType; inUse: number; standby: number }[]
  equipment: EquipmentKind[]
  declared: DeclaredCylinders
  snapshot: ImportedSnapshot
}

export interface ImportedSnapshot {
  monthlyGrams: number | null
  residualGrams: number | null
  purchasedGrams: number | null
  residualShare: number | null
  dailyUseGrams: number | null
  maxCycleDays: number | null
  deferrableDays: number | null
  /** Cylinders by size in kilograms, 系統上鋼瓶數量. */
  cylinderText: Partial<Record<50 | 20 | 16 | 10 | 4, number>>
}

/** A customer that LuckyGas has, in the words of the legacy files. */
export interface StoredCustomer {
  customerId: string
  siteId: string
  record: ImportedRecord
  /** Whether a person, drivers' arrivals or an address service placed the site better than a centroid. */
  isPlacedExactly: boolean
}
