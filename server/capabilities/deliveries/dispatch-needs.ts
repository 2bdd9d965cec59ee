import type { ProductCode } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { AgreedPayment } from '../../../contract/kernel/door-amount.ts'
import type { RunState, StopState } from '../../../contract/states.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'

/** A driver as dispatch knows him. */
export interface DriverFacts {
  id: string
  userId: string
  depotId: string
  name: string
  letter: string
}

export interface VehicleFacts {
  id: string
  plate: string
  name: string
  kind: 'truck' | 'motorcycle'
  maxLoadGrams: number
}

/** One driver's day. `state` may be `planned` (not, or no longer, published): facts about it still post. */
export interface RunFacts {
  id: string
  planId: string
  depotId: string
  date: BusinessDate
  state: RunState
  version: number
  startMinute: number
  endMinute: number | null
  driver: DriverFacts
  vehicle: VehicleFacts
}

export interface StopLineFacts {
  product: ProductCode
  fullOut: number
  emptyIn: number
  /** This site's price as agreed when the stop was planned. */
  unitPriceNtd: bigint
}

export interface StopFacts {
  id: string
  /** The run it is published on, which is what drivers hold, not the dispatcher's draft; null when it is on none. */
  runId: string | null
  siteId: string
  orderId: string | null
  trip: number
  position: number
  state: StopState
  version: number
  priority: 'normal' | 'promised' | 'urgent' | 'emergency'
  windows: { fromMinute: number; toMinute: number }[]
  arriveMinute: number | null
  etaAt: Date | null
  arrivedAt: Date | null
  finishedAt: Date | null
  /** Why the site is visited, from the due list (`dueReasons`); null for an order or a stop added by hand. */
  reason: string | null
  /** The order's or due line's note for the driver. */
  note: string
  /** How its order is paid; null as the account settles. */
  payment: AgreedPayment | null
  lines: StopLineFacts[]
}

/**
 * What deliveries asks of dispatch, which owns drivers, vehicles, runs and stops. Readers take the pool or a
 * transaction. `trip`, `position` and `arriveMinute` are the
 * published ones too. The recorders are called inside the transaction of a driver's fact and always succeed for an id that
 * exists, whatever the state tables say: deliveries opens the conflict and announces `stop.changed` and `run.changed`,
 * so the recorders announce nothing. They move the stop's order along with the stop (through orders' api) and raise
 * the version of what they change. A run or stop that was ever published is never deleted, only cancelled or emptied.
 */
export interface DispatchNeeds {
  readDriver(db: Reader, driverId: string): Promise<DriverFacts | undefined>
  /** Active drivers by letter; of every depot when `depotId` is null. At most 500. */
  readDrivers(db: Reader, depotId: string | null): Promise<DriverFacts[]>
  /** The driver's run of the day in state published, loaded or closed. */
  readRunForDriver(db: Reader, driverId: string, date: BusinessDate): Promise<RunFacts | undefined>
  /** Runs by id, in any state. */
  readRuns(db: Reader, runIds: readonly string[]): Promise<RunFacts[]>
  /** Runs of a day in state published, loaded or closed, by driver letter; of every depot when `depotId` is null. */
  readRunsOfDay(db: Reader, depotId: string | null, date: BusinessDate): Promise<RunFacts[]>
  /** Stops published on these runs with their lines, in order of run, trip, position; cancelled ones too. */
  readStopsOfRuns(db: Reader, runIds: readonly string[]): Promise<StopFacts[]>
  /** Stops by id with their lines, in any state. */
  readStops(db: Reader, stopIds: readonly string[]): Promise<StopFacts[]>
  /**
   * Locks the run's row (`for no key update`) until the transaction ends and reads it; undefined when there is none.
   * Every fact of a run takes this lock first, then the stop's, so facts of one run post one after another.
   */
  lockRun(context: WriteContext, runId: string): Promise<RunFacts | undefined>
  /** The same for a stop, in any state and on any run. */
  lockStop(context: WriteContext, stopId: string): Promise<StopFacts | undefined>
  /**
   * The driver stands at the door: sets `arrived_at` where it is empty, and published → arrived. A stop in another
   * state keeps it, so an arrival that comes in late never reopens a finished stop.
   */
  recordArrival(context: WriteContext, fact: { stopId: string; at: Date }): Promise<void>
  /** The stop ends as done or failed from whatever state, cancelled included; its order as delivered or failed. */
  recordFinish(
    context: WriteContext,
    fact: { stopId: string; outcome: 'done' | 'failed'; at: Date; reason: string },
  ): Promise<void>
  /** The recorded outcome was taken back: done or failed → arrived, `finished_at` empty, the order en route again. */
  recordReopened(context: WriteContext, fact: { stopId: string; reason: string }): Promise<void>
  /** A trip was loaded: run published → loaded, and orders of that trip's stops assigned → en route. */
  recordLoaded(context: WriteContext, fact: { runId: string; trip: number; at: Date }): Promise<void>
  /** The driver closed his day: run → closed from any state. Stops not finished stay as they are, for the office. */
  recordClosed(context: WriteContext, fact: { runId: string; at: Date }): Promise<void>
  /** The close was taken back: run closed → loaded, so that the driver may close again. */
  recordRunReopened(context: WriteContext, fact: { runId: string }): Promise<void>
}
