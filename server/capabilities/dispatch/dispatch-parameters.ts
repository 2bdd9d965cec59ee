import type { Reader } from '../../platform/database/database.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import type { PlanningParameters } from './plan-problem.rules.ts'

/** Field → the row of `parameter` that holds it. */
const names: Record<keyof PlanningParameters, string> = {
  serviceMinutesCommercial: 'dispatch.service-minutes-commercial',
  serviceMinutesHousehold: 'dispatch.service-minutes-household',
  minutesPerCylinder: 'dispatch.minutes-per-cylinder',
  minutesPerFloor: 'dispatch.minutes-per-floor',
  reloadMinutes: 'dispatch.reload-minutes',
  loadMinutes: 'dispatch.load-minutes',
  settleMinutes: 'dispatch.settle-minutes',
  maxTripsTruck: 'dispatch.max-trips-truck',
  maxTripsMotorcycle: 'dispatch.max-trips-motorcycle',
  lunch: 'dispatch.lunch',
  circuity: 'dispatch.circuity',
  kmPerHour: 'dispatch.speed-truck',
  motorcycleFactor: 'dispatch.motorcycle-factor',
  costPerKm: 'dispatch.cost-per-km',
  costPerHour: 'dispatch.cost-per-hour',
  vehicleDayCost: 'dispatch.vehicle-day-cost',
  motorcycleMaxNetGasGrams: 'motorcycle.max-net-gas-grams',
  motorcycleMaxLoadGrams: 'motorcycle.max-load-grams',
}

export async function readPlanningParameters(
  deps: Pick<DispatchDeps, 'readParameter'>,
  db: Reader,
  onDate: string,
): Promise<PlanningParameters> {
  const entries: [string, unknown][] = []
  for (const [field, name] of Object.entries(names))
    entries.push([field, await deps.readParameter(db, name, onDate)])
  return Object.fromEntries(entries) as unknown as PlanningParameters
}
