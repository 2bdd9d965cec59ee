import { instantAt } from '../../../../contract/kernel/dates.ts'
import type { Reader } from '../../../platform/database/database.ts'
import { readTogether } from '../../../platform/database/read-together.ts'
import { readParameters } from '../../admin/admin.api.ts'
import { type Holdings, readAboard } from '../../cylinders/cylinders.api.ts'
import { readDueBys } from '../../orders/orders.api.ts'
import { depotNotFound } from '../dispatch.errors.ts'
import type { DispatchDeps } from '../dispatch-deps.ts'
import { readPlanningParameters } from '../dispatch-parameters.ts'
import { type DriverRow, readDepots, readDrivers, readVehicles, type VehicleRow } from '../fleet.store.ts'
import { type PlanRow, type RunRow, readRuns } from '../plan.store.ts'
import { skipCostOf } from '../plan-day.ts'
import { isBegun } from '../plan-problem.rules.ts'
import { readRoads } from '../read-roads.ts'
import { staffedDrivers } from '../staffing.rules.ts'
import { readStaffing } from '../staffing.store.ts'
import { readStops, type StopRow } from '../stop.store.ts'
import { countsOf } from './aboard.ts'
import { anchorOf, isLunchDue } from './anchor.rules.ts'
import { readRoadClosures } from './closure.store.ts'
import { idleDrivers } from './idle-drivers.ts'
import type { RunNow, RunningDay, RunningNumbers } from './running-day.types.ts'
import { serviceMinutesAt } from './running-problem.ts'
import type { Point } from './travel.rules.ts'

/** Field → the row of `parameter` that holds its number. */
const names = {
  lateMinutes: 'running.late-minutes',
  promiseMinutes: 'running.promise-minutes',
  riskEnterMinutes: 'running.risk-enter-minutes',
  riskLeaveMinutes: 'running.risk-leave-minutes',
  urgentMinutes: 'running.urgent-minutes',
  emergencyMinutes: 'running.emergency-minutes',
  freshMinutes: 'running.position-fresh-minutes',
  silentMinutes: 'running.phone-silent-minutes',
  dwellSeconds: 'running.arrival-dwell-seconds',
  arrivalRadiusMetres: 'driver.arrival-radius-metres',
} as const satisfies Record<keyof RunningNumbers, string>

async function readRunningNumbers(db: Reader, onDate: string): Promise<RunningNumbers> {
  const values = await readParameters(db, Object.values(names), onDate)
  return Object.fromEntries(
    Object.entries(names).map(([field, name]) => [field, values[name]]),
  ) as unknown as RunningNumbers
}

/**
 * A day as it runs: runs that drivers hold and have not closed, each with what is left of it and where it starts from.
 * @param onlyRunId reads this run alone, for the quick look after a fact
 */
export async function readRunningDay(
  deps: Pick<DispatchDeps, 'readSites' | 'readDueFacts' | 'readPresence' | 'readRoads'>,
  db: Reader,
  plan: PlanRow,
  now: Date,
  onlyRunId?: string,
): Promise<RunningDay> {
  const depot = (await readDepots(db)).find(candidate => candidate.id === plan.depotId)
  if (!depot) throw depotNotFound()
  const allRuns = await readRuns(db, plan.id)
  const runs = allRuns.filter(
    run =>
      (run.state === 'published' || run.state === 'loaded') &&
      (onlyRunId === undefined || run.id === onlyRunId),
  )
  const runIds = new Set(runs.map(run => run.id))
  const stops = (
    await readStops(db, onlyRunId === undefined ? { planId: plan.id } : { publishedRunId: onlyRunId })
  ).filter(stop => stop.publishedRunId !== null && runIds.has(stop.publishedRunId))
  const alive = stops.filter(stop => stop.state !== 'cancelled')
  const [drivers, staffing, vehicles] = await readTogether(
    db,
    () => readDrivers(db, plan.depotId),
    () => readStaffing(db, plan.depotId, plan.date),
    () => readVehicles(db, plan.depotId),
  )
  const [closures, dueBys, parameters, numbers, sites, due, aboard, presence] = await readTogether(
    db,
    () => readRoadClosures(db, plan.depotId, plan.date),
    () =>
      readDueBys(
        db,
        alive.flatMap(stop => stop.orderId ?? []),
      ),
    () => readPlanningParameters(db, plan.date),
    () => readRunningNumbers(db, plan.date),
    () => deps.readSites(db, [...new Set(alive.map(stop => stop.siteId))]),
    () =>
      deps.readDueFacts(
        db,
        alive.flatMap(stop => stop.dueItemId ?? []),
      ),
    () =>
      readAboard(
        db,
        vehicles.map(vehicle => vehicle.id),
      ),
    () =>
      deps.readPresence(
        db,
        runs.map(run => run.driverId),
      ),
  )
  const dueBy = new Map(
    alive.flatMap(stop => {
      const at = stop.orderId ? dueBys.get(stop.orderId) : undefined
      return at ? [[stop.id, minuteOn(plan.date, at)] as const] : []
    }),
  )
  const nowMinute = minuteOn(plan.date, now)
  const roads = await readRoads(deps, db, { date: plan.date, depot, sites, parameters, minute: nowMinute })
  const day = {
    plan,
    date: plan.date,
    nowMinute,
    depot,
    vehicles,
    sites,
    parameters,
    numbers,
    roads,
    closures,
    dueBy,
  }
  const daysLeft = new Map(
    alive.flatMap(stop => {
      const days = stop.dueItemId ? due.get(stop.dueItemId)?.daysLeft : undefined
      return days === undefined || days === null ? [] : [[stop.id, days] as const]
    }),
  )
  const skipCosts = new Map(
    alive.flatMap(stop => {
      const facts = stop.dueItemId ? due.get(stop.dueItemId) : undefined
      const canWait = facts && facts.latestOn > plan.date && !stop.orderId && stop.priority === 'normal'
      return canWait ? [[stop.id, skipCostOf(facts.runOutProbability ?? 0)] as const] : []
    }),
  )
  return {
    ...day,
    daysLeft,
    skipCosts,
    // A single run is looked at for its own arrivals, not for who could take something over.
    idle:
      onlyRunId === undefined
        ? idleDrivers(day, { drivers: staffedDrivers(drivers, staffing), vehicles, runs: allRuns, aboard })
        : [],
    runs: runs.flatMap(run => {
      const driver = drivers.find(candidate => candidate.id === run.driverId)
      const vehicle = vehicles.find(candidate => candidate.id === run.vehicleId)
      if (!driver || !vehicle) return []
      const own = alive.filter(stop => stop.publishedRunId === run.id).sort(byPublishedPlace)
      const fix = presence.find(item => item.driverId === run.driverId)
      return [toRunNow(day, { run, driver, vehicle, own, holdings: aboard.get(vehicle.id), fix })]
    }),
  }
}

/** Minutes from the day's midnight in Taipei to an instant, fractions kept; may be negative or beyond 1440. */
export function minuteOn(date: string, instant: Date): number {
  return (instant.getTime() - instantAt(date, 0).getTime()) / 60_000
}

export function byPublishedPlace(a: StopRow, b: StopRow): number {
  return (
    (a.publishedTrip ?? 0) - (b.publishedTrip ?? 0) || (a.publishedPosition ?? 0) - (b.publishedPosition ?? 0)
  )
}

function toRunNow(
  day: Omit<RunningDay, 'runs' | 'idle' | 'daysLeft' | 'skipCosts'>,
  of: {
    run: RunRow
    driver: DriverRow
    vehicle: VehicleRow
    own: StopRow[]
    holdings: Holdings | undefined
    fix: { latitude: number; longitude: number; deviceAt: Date } | undefined
  },
): RunNow {
  const { run, own, fix } = of
  const factAt = (stop: StopRow) => stop.finishedAt ?? stop.arrivedAt
  const begun = own.filter(isBegun).sort((a, b) => (factAt(a)?.getTime() ?? 0) - (factAt(b)?.getTime() ?? 0))
  const open = own.filter(stop => !isBegun(stop))
  const trip = presentTrip(begun, open)
  const minute = (at: Date) => minuteOn(day.date, at)
  const pointOf = (stop: StopRow): Point | null => day.sites.get(stop.siteId)?.point ?? null
  const standing = begun.findLast(stop => stop.state === 'arrived')
  const finished = begun.findLast(stop => stop.finishedAt !== null && stop.state !== 'arrived')
  const next = open[0]
  const isMotorcycle = of.vehicle.kind === 'motorcycle'
  const anchor = anchorOf({
    nowMinute: day.nowMinute,
    depot: day.depot,
    startMinute: run.startMinute,
    arrived: standing
      ? {
          point: pointOf(standing),
          atMinute: standing.arrivedAt ? minute(standing.arrivedAt) : day.nowMinute,
          serviceMinutes: serviceMinutesAt(standing, day),
        }
      : null,
    finished: finished?.finishedAt
      ? { point: pointOf(finished), atMinute: minute(finished.finishedAt) }
      : null,
    fix: fix ? { point: fix, atMinute: minute(fix.deviceAt) } : null,
    next: next ? (next.publishedTrip === trip ? pointOf(next) : day.depot) : day.depot,
    freshMinutes: day.numbers.freshMinutes,
    travel: {
      circuity: day.parameters.circuity,
      kmPerHour: day.parameters.kmPerHour,
      factor: isMotorcycle ? day.parameters.motorcycleFactor : 1,
    },
  })
  const facts = begun.flatMap(stop => [stop.arrivedAt ?? [], stop.finishedAt ?? []].flat()).sort(byTime)
  const heard = [...facts, ...(fix ? [fix.deviceAt] : [])].sort(byTime).at(-1) ?? null
  return {
    run,
    driver: of.driver,
    vehicle: of.vehicle,
    trip,
    isLoaded:
      begun.some(stop => stop.publishedTrip === trip) || (run.state === 'loaded' && begun.length === 0),
    open,
    begun,
    anchor,
    isLunchDue: isLunchDue(day.parameters.lunch, facts.map(minute), day.nowMinute),
    aboard: countsOf(of.holdings),
    heardAt: heard,
  }
}

const byTime = (a: Date, b: Date) => a.getTime() - b.getTime()

/** The trip of what he did last; before that the first there is; with nothing on his run, the first. */
function presentTrip(begun: StopRow[], open: StopRow[]): number {
  const last = Math.max(0, ...begun.map(stop => stop.publishedTrip ?? 1))
  if (last > 0 || open.length === 0) return Math.max(1, last)
  return Math.min(...open.map(stop => stop.publishedTrip ?? 1))
}
