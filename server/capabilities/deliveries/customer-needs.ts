import type { CylinderType } from '../../../contract/kernel/cylinders.ts'
import type { Settlement } from '../../../contract/kernel/door-amount.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'

/** A site as a driver needs it at the door. */
export interface SiteFacts {
  siteId: string
  customerCode: string
  shortName: string
  address: string
  point: { latitude: number; longitude: number } | null
  /** The point is a village, town or county centroid, or is known no better than 500 m. */
  isPointCoarse: boolean
  floor: number
  hasLift: boolean
  gateCode: string
  contactName: string
  accessNote: string
  phones: string[]
  doorPhotoFileId: string | null
  areas: { ordinal: number; cylinderType: CylinderType; inUse: number; standby: number }[]
  changeoverModel: string | null
  /** `cash` where the customer's settlement is not known. */
  settlement: Settlement
  billingMethod: 'cylinder' | 'metered'
  /** The active meter, when the site has one. */
  meter: { id: string; serial: string; digits: number } | null
  /** Share of bought gas that came back according to the old system (退氣比例); null when unknown. */
  residualRatio: number | null
}

/** What deliveries asks of customers, which owns customers, sites and meters. */
export interface CustomerNeeds {
  /** Sites by id, active or not, in no particular order. At most 500. */
  readSitesForDriver(db: Reader, siteIds: readonly string[]): Promise<SiteFacts[]>
  /** A driver stood at the door here: refines the site's point by the arrivals so far, unless staff placed it. */
  learnArrival(
    context: WriteContext,
    arrival: { siteId: string; latitude: number; longitude: number; at: Date },
  ): Promise<void>
}
