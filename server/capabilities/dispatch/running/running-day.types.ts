import type { CylinderCounts } from '../../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../../contract/kernel/dates.ts'
import type { SiteFacts } from '../dispatch-deps.ts'
import type { DepotRow, DriverRow, VehicleRow } from '../fleet.store.ts'
import type { PlanRow, RunRow } from '../plan.store.ts'
import type { PlanningParameters } from '../plan-problem.rules.ts'
import type { StopRow } from '../stop.store.ts'
import type { Anchor } from './anchor.rules.ts'

/** Law and company numbers of the running day, minutes unless the name says otherwise. */
export interface RunningNumbers {
  lateMinutes: number
  promiseMinutes: number
  riskEnterMinutes: number
  riskLeaveMinutes: number
  urgentMinutes: number
  emergencyMinutes: number
  freshMinutes: number
  silentMinutes: number
  dwellSeconds: number
  arrivalRadiusMetres: number
}

/** One driver's day as the drivers hold it, at this moment. */
export interface RunNow {
  run: RunRow
  driver: DriverRow
  vehicle: VehicleRow
  /** The trip he is on, as published (1 is the first). */
  trip: number
  /** Whether that trip has been loaded, so that only what is aboard can be delivered on it. */
  isLoaded: boolean
  /** Stops nobody has touched, by published place. */
  open: StopRow[]
  /** Arrived, done and failed ones, in the order they happened. */
  begun: StopRow[]
  anchor: Anchor
  isLunchDue: boolean
  /** What the cylinder ledger says is on the vehicle. */
  aboard: { full: CylinderCounts; empty: CylinderCounts }
  /** The newest word from his phone: a fix or a fact. */
  heardAt: Date | null
}

/** A published depot's day while it runs. */
export interface RunningDay {
  plan: PlanRow
  date: BusinessDate
  /** Minutes since midnight, with seconds as a fraction. */
  nowMinute: number
  depot: DepotRow
  vehicles: VehicleRow[]
  runs: RunNow[]
  sites: Map<string, SiteFacts>
  daysLeft: Map<string, number>
  /** NT$ that leaving a stop for another day costs; absent where it must be served today. */
  skipCosts: Map<string, number>
  parameters: PlanningParameters
  numbers: RunningNumbers
}
