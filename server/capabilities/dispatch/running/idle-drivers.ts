import type { Holdings } from '../../cylinders/cylinders.api.ts'
import type { DriverRow, VehicleRow } from '../fleet.store.ts'
import type { RunRow } from '../plan.store.ts'
import { availableDrivers } from '../plan-problem.rules.ts'
import { countsOf } from './aboard.ts'
import type { RunNow, RunningDay } from './running-day.types.ts'

/** A driver with less of his shift left than this is not sent out any more. */
const leastMinutesLeft = 60

/**
 * Drivers on shift today who have no run on the road and have had none: each as a run that begins at the depot once his
 * truck is loaded. A driver without any run yet stands in it under his own id, until something is given to him.
 * @param drivers as they are staffed today
 */
export function idleDrivers(
  day: Pick<RunningDay, 'plan' | 'depot' | 'nowMinute' | 'parameters'>,
  of: {
    drivers: DriverRow[]
    vehicles: VehicleRow[]
    /** Every run of the plan, planned ones too. */
    runs: readonly RunRow[]
    aboard: ReadonlyMap<string, Holdings>
  },
): RunNow[] {
  const out = of.runs.filter(run => run.state !== 'planned')
  const busyDrivers = new Set(out.map(run => run.driverId))
  const busyVehicles = new Set(out.filter(run => run.state !== 'closed').map(run => run.vehicleId))
  const { nowMinute, parameters, plan } = day
  return availableDrivers(of.drivers, of.vehicles).flatMap(driver => {
    const vehicle = of.vehicles.find(candidate => candidate.id === driver.vehicleId)
    const present = of.runs.find(run => run.driverId === driver.id)
    const startMinute = Math.max(driver.shiftStartMinute, nowMinute) + parameters.loadMinutes
    if (!vehicle || busyDrivers.has(driver.id) || busyVehicles.has(vehicle.id) || present?.isLocked) return []
    if (driver.shiftEndMinute - startMinute < leastMinutesLeft) return []
    const run: RunRow = present ?? {
      id: driver.id,
      planId: plan.id,
      driverId: driver.id,
      vehicleId: vehicle.id,
      date: plan.date,
      state: 'planned',
      isLocked: false,
      startMinute: Math.round(startMinute),
      endMinute: null,
      metres: 0,
      timeline: [],
      version: 0,
    }
    return [
      {
        run: { ...run, vehicleId: vehicle.id },
        driver,
        vehicle,
        trip: 1,
        isLoaded: false,
        open: [],
        begun: [],
        anchor: { point: day.depot, minute: startMinute, basis: 'depot' },
        isLunchDue: nowMinute <= parameters.lunch.toMinute,
        aboard: countsOf(of.aboard.get(vehicle.id)),
        heardAt: null,
      },
    ]
  })
}
