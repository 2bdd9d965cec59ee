/**
 * The plan: what each driver does when. Units as in `problem.ts`: minutes after 00:00 (whole seconds, so
 * fractions are sixtieths), grams, kilometres, NT$.
 */

import type { OnBoard } from './problem.ts'

export type PlannedStop = {
  stopId: string
  arrivalMinute: number
  /** Service begins: after set-up, waiting for the window and a break taken on arrival. */
  startMinute: number
  departureMinute: number
  /** Idle minutes between arrival and start, without set-up and break. */
  waitingMinutes: number
  setupMinutes: number
  /** Minutes after the end of a missed soft window; in hand-made plans also after a hard one. */
  lateMinutes: number
  /** The way here from the stop or depot before. */
  legKm: number
  legMinutes: number
  /** The load after service. */
  onBoardAfter: Record<string, OnBoard>
  grossGramsAfter: number
}

export type PlannedTrip = {
  depotId: string
  /** Leaves the depot, or the place where the driver is now; loading for a second or later trip happens in the depot's `reloadMinutes` before it. */
  departureMinute: number
  returnMinute: number
  /** When reloading for this trip begins at the bay; absent for the first trip. */
  reloadStartMinute?: number
  /** Full cylinders loaded, by size; in the first trip of a driver who is under way, what is on board. */
  load: Record<string, number>
  /** Weight of cylinders and gas on board when leaving. */
  departureGrossGrams: number
  /** The heaviest moment of the trip. */
  peakGrossGrams: number
  /** Gas on board when leaving. */
  netGasGrams: number
  /** The way back to the depot. */
  returnKm: number
  returnLegMinutes: number
  km: number
  stops: PlannedStop[]
}

export type PlannedRun = {
  driverId: string
  vehicleId: string
  departureMinute: number
  returnMinute: number
  /** The lunch break, when it has to be taken on the way. */
  break?: { startMinute: number; endMinute: number }
  trips: PlannedTrip[]
  km: number
  drivingMinutes: number
  /** Service and set-up. */
  serviceMinutes: number
  reloadMinutes: number
  waitingMinutes: number
  lateMinutes: number
  overtimeMinutes: number
}

/** Why a stop is not in the plan. */
export type UnassignedReason =
  | 'skipped' // it may wait, and serving it would cost more than its skip cost
  | 'load' // every driver who may serve it has no room left, in any trip he can still make
  | 'time' // room is left, but no driver can be there inside the windows and be back in his shift
  | 'trips' // only one more trip would help and nobody may make one
  | 'lock' // its pinned driver cannot take it
  | 'search' // it would fit now; a longer search places it

export type UnassignedStop = {
  stopId: string
  reason: UnassignedReason
  /** One English sentence with the numbers. */
  detail: string
  /** NT$ it would cost at the best place, when there is one. */
  insertionCost?: number
}

/** NT$; `total` is the sum of the others. Stops that must be served and are not are counted, not priced. */
export type CostBreakdown = {
  total: number
  fixed: number
  distance: number
  /** Driving, service, set-up and reloading. */
  work: number
  waiting: number
  lateness: number
  overtime: number
  extraTrips: number
  unfamiliarZones: number
  fairness: number
  /** Stops served by another driver than the one who comes by habit. */
  otherDrivers: number
  /** Told times that are not kept, and stops that follow another one than before; absent where nothing was told. */
  changes?: number
  /** Optional stops left for another day. */
  skipped: number
}

export type PlanStats = {
  seed: number
  /** Ruin-and-recreate iterations of all workers. */
  iterations: number
  /** Wall time of the search, milliseconds: the one field that differs between two equal runs. */
  elapsedMs: number
  workers: number
  /** Stops that must be served today and are not, by class. */
  unserved: { urgent: number; promised: number; normal: number }
}

export type Plan = {
  schemaVersion: 1
  /** Only drivers who drive, in the order of the problem. */
  runs: PlannedRun[]
  unassigned: UnassignedStop[]
  cost: CostBreakdown
  stats: PlanStats
}

/** One broken rule. `detail` says it in words with the numbers. */
export type Violation = {
  code: ViolationCode
  /** How much: minutes for times, pieces for slots, grams for weight, 1 where nothing is measured. */
  amount: number
  driverId?: string
  stopId?: string
  detail: string
}

export type ViolationCode =
  | 'stop.missing' // neither planned nor listed as unassigned
  | 'stop.twice'
  | 'stop.unknown'
  | 'driver.unknown'
  | 'driver.twice'
  | 'vehicle.wrong' // not the driver's vehicle
  | 'vehicle.kind' // the stop does not take this kind
  | 'skill.missing'
  | 'lock.driver' // pinned to somebody else
  | 'lock.prefix' // the frozen beginning was changed
  | 'window.closed' // service begins outside every window
  | 'time.travel' // arrives faster than the way allows
  | 'time.service' // leaves before the service is done
  | 'time.order' // times run backwards or disagree with each other
  | 'time.release' // leaves before the goods are there
  | 'shift.early'
  | 'shift.late'
  | 'lunch.missing'
  | 'trips.many'
  | 'trip.empty'
  | 'reload.short'
  | 'bay.full'
  | 'slots.over'
  | 'weight.over'
  | 'gas.over'
  | 'stock.short' // delivers more than is on board of a vehicle under way
  | 'load.wrong' // the load written in the plan is not what the stops need
  | 'report.wrong' // a figure in the plan (km, waiting, cost) is not what the plan means

/** A hand-made day: for each driver the stops of each trip in order. */
export type Assignment = { driverId: string; trips: string[][] }[]

/** A timed hand-made plan with everything that is wrong with it; empty violations mean it may be published. */
export type EvaluatedPlan = Plan & { violations: Violation[] }

/** One way to take an urgent stop into a plan. */
export type InsertionProposal = {
  driverId: string
  /** Index of the trip among the driver's trips; equal to their number for a new trip at the end. */
  trip: number
  /** Index in the trip's stops before which it goes. */
  position: number
  newTrip: boolean
  arrivalMinute: number
  /** What it adds to the driver's day. */
  deltaMinutes: number
  deltaKm: number
  deltaCost: number
  /** Stops of the same driver that move by more than 15 minutes, with how much later they come. */
  movedStops: { stopId: string; laterMinutes: number }[]
  /** Soft windows that would be missed, or missed by more, with the additional minutes. */
  promisesAtRisk: { stopId: string; lateMinutes: number }[]
  plan: Plan
}

export type PlanOptions = {
  /** Wall time for the search, seconds; give one of this, `cpuSeconds` and `iterations`. */
  seconds?: number
  /** The same by the processor time of the threads, seconds each: for measuring on a machine that is busy. */
  cpuSeconds?: number
  /** Iterations of each worker; equal problem, seed and iterations give an equal plan. */
  iterations?: number
  /** Any whole number; left out: 1. */
  seed?: number
  /** Worker threads, 1 to 8; left out: 2. It is part of what makes a run repeatable. */
  workers?: number
  /** Called with each better plan, at most about ten times a second. */
  onImprovement?: (progress: { cost: number; unserved: number; elapsedMs: number }) => void
  /** Aborting ends the search; the promise resolves with the best plan so far. */
  signal?: AbortSignal
}

export type PlanSyncOptions = { iterations: number; seed?: number }
