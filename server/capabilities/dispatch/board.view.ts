import type { Board } from '../../../contract/endpoints/dispatch.ts'
import { type CylinderCounts, gasGramsOf } from '../../../contract/kernel/cylinders.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readTogether } from '../../platform/database/read-together.ts'
import { depotNotFound } from './dispatch.errors.ts'
import type { DispatchDeps, SiteFacts } from './dispatch-deps.ts'
import { type DriverRow, readDepots, readDrivers, readVehicles, type VehicleRow } from './fleet.store.ts'
import { findPlan, type PlanRow, type RunRow, readRuns } from './plan.store.ts'
import { countBy } from './plan-problem.rules.ts'
import { mayBeRedone, mayBeUndone, obstacleToRedo, obstacleToUndo, type PlanStep } from './plan-step.rules.ts'
import { readSteps } from './plan-step.store.ts'
import { hasMoved } from './publish-plan.action.ts'
import { type StaffingRow, staffedDrivers } from './staffing.rules.ts'
import { readStaffing } from './staffing.store.ts'
import { readStops, type StopRow } from './stop.store.ts'

type DueFacts = Awaited<ReturnType<DispatchDeps['readDueFacts']>>

/**
 * The whole board of a depot's day, in the shape of the contract; what does not depend on each other is read at once.
 * @param isWanted leaves out stops and runs that nobody asks about; totals count them all the same
 */
export async function readBoard(
  deps: DispatchDeps,
  db: Reader,
  depotId: string,
  date: string,
  isWanted: (row: { id: string; version: number }) => boolean = () => true,
): Promise<Board> {
  const [depots, plan, staffing, ownDrivers, vehicles] = await readTogether(
    db,
    () => readDepots(db),
    () => findPlan(db, depotId, date),
    () => readStaffing(db, depotId, date),
    () => readDrivers(db, depotId),
    () => readVehicles(db, depotId),
  )
  const depot = depots.find(candidate => candidate.id === depotId)
  if (!depot) throw depotNotFound()
  const drivers = staffedDrivers(ownDrivers, staffing)
  const [runs, stops, steps, presence] = await readTogether(
    db,
    async () => (plan ? readRuns(db, plan.id) : []),
    async () => (plan ? readStops(db, { planId: plan.id }) : []),
    async () => (plan ? readSteps(db, plan.id) : []),
    () =>
      deps.readPresence(
        db,
        drivers.map(driver => driver.id),
      ),
  )
  const shown = stops.filter(stop => stop.state !== 'cancelled')
  const told = shown.filter(isWanted)
  const [sites, due] = await readTogether(
    db,
    () => deps.readSites(db, [...new Set(told.map(stop => stop.siteId))]),
    () =>
      deps.readDueFacts(
        db,
        told.flatMap(stop => stop.dueItemId ?? []),
      ),
  )
  return {
    planId: plan?.id ?? null,
    date,
    state: plan?.state ?? 'none',
    version: plan?.version ?? 0,
    hasUnpublishedChanges: shown.some(hasMoved),
    depot: {
      id: depot.id,
      name: depot.name,
      point: { latitude: depot.latitude, longitude: depot.longitude },
    },
    runs: runs
      .filter(isWanted)
      .map(run => viewRun(run, drivers, vehicles, shown))
      .sort((a, b) => a.letter.localeCompare(b.letter)),
    stops: told.map(stop => viewStop(stop, sites.get(stop.siteId), due)),
    violations: plan?.totals.violations ?? [],
    totals: totalsOf(plan, runs, shown),
    ...(plan?.totals.travel && { travel: plan.totals.travel }),
    drivers: drivers.map(({ id, name, letter, vehicleId, shiftStartMinute, shiftEndMinute, isActive }) => ({
      id,
      name,
      letter,
      vehicleId,
      shiftStartMinute,
      shiftEndMinute,
      isActive,
    })),
    vehicles: vehicles
      .filter(vehicle => vehicle.isActive)
      .map(({ id, plate, name, kind, maxLoadGrams }) => ({ id, plate, name, kind, maxLoadGrams })),
    staffing: staffing.map((row: StaffingRow) => ({ ...row })),
    presence: presence.map(item => ({
      driverId: item.driverId,
      point: { latitude: item.latitude, longitude: item.longitude },
      deviceAt: item.deviceAt.toISOString(),
    })),
    publishedAt: plan?.publishedAt?.toISOString() ?? null,
    steps: viewSteps(steps),
  }
}

/** How many steps the board tells about. */
const shownSteps = 40

function viewSteps(steps: PlanStep[]): Board['steps'] {
  return steps
    .slice(-shownSteps)
    .reverse()
    .map(step => ({
      id: step.id,
      number: step.number,
      kind: step.kind,
      doneBy: step.doneBy,
      doneByName: step.doneByName,
      doneAt: step.doneAt.toISOString(),
      subject: { ...step.subject },
      isUndone: step.undoneAt !== null,
      mayUndo: mayBeUndone(step) && obstacleToUndo(step, steps) === undefined,
      mayRedo: mayBeRedone(step) && obstacleToRedo(step, steps) === undefined,
    }))
}

function viewRun(
  run: RunRow,
  drivers: DriverRow[],
  vehicles: VehicleRow[],
  stops: StopRow[],
): Board['runs'][number] {
  const driver = drivers.find(candidate => candidate.id === run.driverId)
  const vehicle = vehicles.find(candidate => candidate.id === run.vehicleId)
  return {
    id: run.id,
    driverId: run.driverId,
    driverName: driver?.name ?? '',
    letter: driver?.letter ?? '?',
    vehicleId: run.vehicleId,
    plate: vehicle?.plate ?? '',
    vehicleKind: vehicle?.kind ?? 'truck',
    state: run.state,
    isLocked: run.isLocked,
    startMinute: run.startMinute,
    endMinute: run.endMinute,
    shiftEndMinute: driver?.shiftEndMinute ?? 1080,
    metres: run.metres,
    maxLoadGrams: vehicle?.maxLoadGrams ?? 0,
    version: run.version,
    timeline: run.timeline,
    loads: loadsOf(stops.filter(stop => stop.runId === run.id)),
  }
}

/** Fulls to load for each trip: what its stops ask for. */
export function loadsOf(
  stops: Pick<StopRow, 'trip' | 'lines'>[],
): { trip: number; out: CylinderCounts; gasGrams: number }[] {
  return [...Map.groupBy(stops, stop => stop.trip)]
    .sort(([a], [b]) => a - b)
    .map(([trip, members]) => {
      const out = countBy({ lines: members.flatMap(stop => stop.lines) }, 'fullOut')
      return { trip, out, gasGrams: gasGramsOf(out) }
    })
}

function viewStop(stop: StopRow, site: SiteFacts | undefined, due: DueFacts): Board['stops'][number] {
  const facts = stop.dueItemId ? due.get(stop.dueItemId) : undefined
  return {
    id: stop.id,
    runId: stop.runId,
    trip: stop.trip,
    position: stop.position,
    siteId: stop.siteId,
    orderId: stop.orderId,
    customerCode: site?.customerCode ?? '',
    shortName: site?.shortName ?? '',
    address: site?.address ?? '',
    zone: site?.zone ?? null,
    point: site?.point ?? null,
    pointSource: site?.pointSource ?? null,
    state: stop.state,
    isLocked: stop.isLocked,
    priority: stop.priority,
    windows: stop.windows,
    arriveMinute: stop.arriveMinute,
    departMinute: stop.departMinute,
    etaAt: stop.etaAt?.toISOString() ?? null,
    arrivedAt: stop.arrivedAt?.toISOString() ?? null,
    finishedAt: stop.finishedAt?.toISOString() ?? null,
    lines: stop.lines.map(({ product, fullOut, emptyIn }) => ({ product, fullOut, emptyIn })),
    gasGrams: gasGramsOf(countBy(stop, 'fullOut')),
    reason: facts?.reason ?? (stop.orderId ? 'new_order' : null),
    daysLeft: facts?.daysLeft ?? null,
    unplannedBecause: stop.unplannedBecause,
    vehicleAccess: site?.vehicleAccess ?? 'any',
    published: stop.publishedRunId
      ? {
          runId: stop.publishedRunId,
          trip: stop.publishedTrip ?? 1,
          position: stop.publishedPosition ?? 0,
          arriveMinute: stop.publishedArriveMinute,
        }
      : null,
    version: stop.version,
  }
}

function totalsOf(plan: PlanRow | undefined, runs: RunRow[], stops: StopRow[]): Board['totals'] {
  const planned = stops.filter(stop => stop.runId !== null)
  return {
    stops: stops.length,
    planned: planned.length,
    metres: runs.reduce((sum, run) => sum + run.metres, 0),
    minutes: plan?.totals.minutes ?? 0,
    gasGrams: planned.reduce((sum, stop) => sum + gasGramsOf(countBy(stop, 'fullOut')), 0),
  }
}
