import { z } from 'zod'
import type { Reader } from '../../platform/database/database.ts'
import { readParameter, readParameters } from '../admin/admin.api.ts'
import type { PlanningParameters } from './plan-problem.rules.ts'

/** Field → the row of `parameter` that holds its number. */
const names = {
  serviceMinutesCommercial: 'dispatch.service-minutes-commercial',
  serviceMinutesHousehold: 'dispatch.service-minutes-household',
  minutesPerCylinder: 'dispatch.minutes-per-cylinder',
  minutesPerFloor: 'dispatch.minutes-per-floor',
  reloadMinutes: 'dispatch.reload-minutes',
  loadMinutes: 'dispatch.load-minutes',
  settleMinutes: 'dispatch.settle-minutes',
  maxTripsTruck: 'dispatch.max-trips-truck',
  maxTripsMotorcycle: 'dispatch.max-trips-motorcycle',
  circuity: 'dispatch.circuity',
  kmPerHour: 'dispatch.speed-truck',
  motorcycleFactor: 'dispatch.motorcycle-factor',
  costPerKm: 'dispatch.cost-per-km',
  costPerHour: 'dispatch.cost-per-hour',
  vehicleDayCost: 'dispatch.vehicle-day-cost',
  fairness: 'dispatch.fairness',
  targetMinutes: 'dispatch.target-minutes',
  motorcycleMaxNetGasGrams: 'motorcycle.max-net-gas-grams',
  motorcycleMaxLoadGrams: 'motorcycle.max-load-grams',
} as const satisfies Record<Exclude<keyof PlanningParameters, 'lunch'>, string>

const lunchSchema = z.object({ fromMinute: z.number(), toMinute: z.number(), minutes: z.number() })

/** The law and company numbers that planning a day needs, as in force on that day. */
export async function readPlanningParameters(db: Reader, onDate: string): Promise<PlanningParameters> {
  const values = await readParameters(db, Object.values(names), onDate)
  const numbers = Object.entries(names).map(([field, name]) => [field, values[name]])
  const lunch = await readParameter(db, 'dispatch.lunch', onDate, lunchSchema)
  return { ...Object.fromEntries(numbers), lunch } as PlanningParameters
}
