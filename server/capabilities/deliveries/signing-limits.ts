import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { SigningLimits } from './day-close.rules.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'

/** The limits in force on the day of a close, whenever it is received. */
export async function readSigningLimits(
  deps: DeliveriesDeps,
  db: Reader,
  onDate: BusinessDate,
): Promise<SigningLimits> {
  const parameters = await deps.readParameters(
    db,
    ['day-close.manager-over-ntd', 'day-close.manager-over-cylinders'],
    onDate,
  )
  return {
    overNtd: parameters['day-close.manager-over-ntd'],
    overCylinders: parameters['day-close.manager-over-cylinders'],
  }
}
