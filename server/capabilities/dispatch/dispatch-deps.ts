import type { BillingMethod, CylinderType, ProductCode } from '../../../contract/kernel/cylinders.ts'
import type { AgreedPayment } from '../../../contract/kernel/door-amount.ts'
import type { OrderState } from '../../../contract/states.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { RoadTimes, TravelQuestion } from '../../ports/travel-times/travel-times.port.ts'

/** What dispatch must know of a site; customers owns it. */
export interface SiteFacts {
  id: string
  customerCode: string
  customerKind: 'commercial' | 'household'
  shortName: string
  address: string
  zoneId: string | null
  zone: string | null
  point: { latitude: number; longitude: number } | null
  pointSource:
    | 'village-centroid'
    | 'town-centroid'
    | 'county-centroid'
    | 'address-service'
    | 'staff'
    | 'arrivals'
    | null
  floor: number
  hasLift: boolean
  vehicleAccess: 'truck' | 'motorcycle' | 'any'
}

/** What dispatch needs of the other capabilities; `main` joins them. */
export interface DispatchDeps {
  readSites(db: Reader, siteIds: string[]): Promise<Map<string, SiteFacts>>
  /** Days left and the reason of due lines, for the board. */
  readDueFacts(
    db: Reader,
    dueItemIds: string[],
  ): Promise<
    Map<
      string,
      {
        reason: string
        daysLeft: number | null
        runOutProbability: number | null
        latestOn: string
        note: string
      }
    >
  >
  /**
   * What one full cylinder of each line costs at each stop's door, in the order given: as its order agreed it, else by
   * the site's prices on the day. Products without a price are absent.
   */
  priceStops(
    db: Reader,
    date: string,
    stops: readonly StopRequest[],
  ): Promise<ReadonlyMap<ProductCode, bigint>[]>
  /** Moves orders to `assigned` (published) or back to `confirmed` (taken off the plan); others are left alone. */
  setOrdersAssigned(context: WriteContext, orderIds: string[], isAssigned: boolean): Promise<void>
  /** A driver's fact moves the order too, from whatever state it is in but those of `unless`. */
  recordOrder(
    context: WriteContext,
    orderId: string,
    to: 'en_route' | 'delivered' | 'failed',
    reason: string,
    unless?: readonly OrderState[],
  ): Promise<void>
  /**
   * Times on the road, where something better than the planner's plain estimate is known. `mayAsk` lets a road service
   * be asked: never inside a transaction.
   */
  readRoads?(
    db: Reader,
    question: Omit<TravelQuestion, 'neighbours'>,
    mayAsk: boolean,
  ): Promise<RoadTimes | undefined>
  /** What orders say besides their goods: the note for the driver, and how they are paid. */
  readOrderTerms(
    db: Reader,
    orderIds: string[],
  ): Promise<Map<string, { note: string; payment: AgreedPayment | null }>>
  /** Has the run's expected arrivals worked out once the transaction is done; without it the next minute does. */
  followRun?(context: WriteContext, runId: string): Promise<void>
  readPresence(
    db: Reader,
    driverIds: string[],
  ): Promise<{ driverId: string; latitude: number; longitude: number; deviceAt: Date }[]>
}

/** One stop handed to dispatch, from the due list or from an order. */
export interface StopRequest {
  siteId: string
  dueItemId: string | null
  orderId: string | null
  priority: 'normal' | 'promised' | 'urgent' | 'emergency'
  windows: { fromMinute: number; toMinute: number }[]
  lines: { product: ProductCode; fullOut: number; emptyIn: number }[]
}

export interface StopLine {
  product: ProductCode
  cylinderType: CylinderType
  billingMethod: BillingMethod
  fullOut: number
  emptyIn: number
  unitPriceNtd: bigint
}
