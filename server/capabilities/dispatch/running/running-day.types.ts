import type { CylinderCounts } from '../../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../../contract/kernel/dates.ts'
import type { RoadTimes } from '../../../ports/travel-times/travel-times.port.ts'
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

/** A road closed for the rest of the day: ways that pass the circle take longer. */
export interface RoadClosure {
  id: string
  latitude: number
  longitude: number
  radiusMetres: number
  extraMinutes: number
  note: string
  closedAt: Date
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
  /** Drivers on shift whom nobody has sent out: each with a run that would begin at the depot, loaded, at the earliest. */
  idle: RunNow[]
  closures: RoadClosure[]
  /** Minute of the day by which help was promised; emergencies only. */
  dueBy: Map<string, number>
  sites: Map<string, SiteFacts>
  daysLeft: Map<string, number>
  /** NT$ that leaving a stop for another day costs; absent where it must be served today. */
  skipCosts: Map<string, number>
  parameters: PlanningParameters
  numbers: RunningNumbers
  /** Times on the road; absent, the planner estimates them itself. */
  roads?: RoadTimes | undefined
}

/** Everybody who could take one more stop: those on the road, and those waiting at the depot. */
export function takersOf(day: Pick<RunningDay, 'runs' | 'idle'>): RunNow[] {
  return [...day.runs, ...day.idle]
}
