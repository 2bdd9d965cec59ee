import type { CylinderType, ProductCode } from '@luckygas/contract/kernel/cylinders.ts'

export type PointSource =
  | 'village-centroid'
  | 'town-centroid'
  | 'county-centroid'
  | 'address-service'
  | 'staff'
  | 'arrivals'
export type Settlement = 'cash' | 'monthly' | 'collect'
export type CustomerKind = 'commercial' | 'household'

export interface PlacedPoint {
  latitude: number
  longitude: number
  source: PointSource
  /** The door lies within this many metres; null when nobody knows. */
  precisionMetres: number | null
}

/** Everything other capabilities may know of a site and the customer it belongs to. */
export interface SiteFacts {
  id: string
  customerId: string
  customerCode: string
  customerKind: CustomerKind
  shortName: string
  settlement: Settlement | null
  isTerminated: boolean
  customerStatus: 'active' | 'suspended' | 'blacklisted'
  /** 1 is the site the legacy files speak of. */
  number: number
  name: string
  depotId: string
  zoneId: string | null
  zone: string | null
  siteType: string | null
  address: string
  point: PlacedPoint | null
  pointSource: PointSource | null
  floor: number
  hasLift: boolean
  gateCode: string
  contactName: string
  accessNote: string
  doorPhotoFileId: string | null
  vehicleAccess: 'truck' | 'motorcycle' | 'any'
  singleZoneSupply: number | null
  /** Bit 0 is 08–09 … bit 11 is 19–20. */
  acceptHours: number
  slot: 'any' | 'morning' | 'afternoon' | 'evening'
  /** Bit 0 is Monday … bit 6 Sunday. */
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
  isSeriesFiled: boolean | null
  hasTelemetry: boolean
  isPatrolled: boolean
  isEquipmentBoughtOut: boolean
  isActive: boolean
  version: number
}

export interface SiteArea {
  ordinal: number
  cylinderType: CylinderType
  inUse: number
  standby: number
}

export interface SiteClosure {
  id: string
  fromDate: string
  toDate: string
  reason: string
}

/** The site's meter in use: 流量 sites are billed by it. */
export interface SiteMeter {
  id: string
  serial: string
  digits: number
  litresPerUnit: number
  gramsPerUnit: number
}

/** What the legacy system computed about a site, on the day it was imported. */
export interface LegacyFigures {
  importedAt: Date
  monthlyGrams: number | null
  dailyUseGrams: number | null
  residualRatio: number | null
  maxCycleDays: number | null
  deferrableDays: number | null
}

export type DeclaredCylinders = Partial<Record<ProductCode, number>>
