import { type CustomerRecord, everyHour } from './customer-record.rules.ts'
import { plainQuantities } from './cylinder-text.rules.ts'
import type { MemberCells } from './member-columns.rules.ts'

/** A household member: what six columns say, and the trade's defaults for the rest. */
export function memberRecord(cells: MemberCells): CustomerRecord {
  return {
    code: cells.code,
    kind: 'household',
    shortName: cells.shortName || cells.code,
    invoiceTitle: null,
    taxId: null,
    settlement: null,
    statementFile: null,
    isSubscriber: false,
    isTerminated: false,
    legacyStatus: null,
    phone: cells.phone,
    site: {
      ...householdSite,
      areas: [],
      equipment: [],
      zone: cells.zone || null,
      address: cells.address,
      declared: plainQuantities(cells.cylinderText),
      snapshot: { ...noSnapshot, cylinderText: cells.cylinderText },
    },
  }
}

const householdSite = {
  siteType: null,
  vehicleAccess: 'any',
  singleZoneSupply: null,
  acceptHours: everyHour,
  slot: 'any',
  closedWeekdays: 0,
  closedOnHolidays: false,
  isSameDayDelivery: false,
  isSameDayVisit: false,
  calendar: null,
  billingMethod: 'cylinder',
  seriesCapacityGrams: null,
  reserveGrams: null,
  changeoverModel: null,
  spareCylinders: null,
  isSeriesFiled: false,
  hasTelemetry: false,
  isPatrolled: false,
  isEquipmentBoughtOut: false,
} as const satisfies Partial<CustomerRecord['site']>

const noSnapshot = {
  monthlyGrams: null,
  residualGrams: null,
  purchasedGrams: null,
  residualShare: null,
  dailyUseGrams: null,
  maxCycleDays: null,
  deferrableDays: null,
} as const
