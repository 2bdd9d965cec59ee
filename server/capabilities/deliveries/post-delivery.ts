import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { DoorAmount } from '../../../contract/kernel/door-amount.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { postMovement, site, transfer, truck } from '../cylinders/cylinders.api.ts'
import { doorMovements, postCash } from '../payments/payments.api.ts'
import type { DeliveryRow, Payment } from './delivery.store.ts'
import type { RunFacts } from './dispatch-needs.ts'
import { countByType, type PricedLine } from './door.rules.ts'

export interface Posting {
  context: WriteContext
  run: RunFacts
  occurredAt: Date
  bookedOn: BusinessDate
  /** The run was closed already, so that what moves is a correction. */
  isLate: boolean
}

/** What a delivery does to both ledgers: fulls to the site, empties to the truck, money where it was paid or is owed. */
export async function postDelivery(
  { context, run, occurredAt, bookedOn, isLate }: Posting,
  delivery: DeliveryRow,
  { lines, amount, payment }: { lines: readonly PricedLine[]; amount: DoorAmount; payment: Payment },
): Promise<void> {
  const common = {
    businessDate: bookedOn,
    occurredAt,
    source: 'delivery',
    sourceId: delivery.id,
    reason: isLate ? 'reported after the day was closed' : '',
  }
  const door = site(delivery.siteId)
  const van = truck(run.vehicle.id)
  const fullOut = countByType(lines, line => line.fullOut)
  const emptyIn = countByType(lines, line => line.emptyIn)
  await postMovement(context, { ...common, kind: 'deliver', entries: transfer(van, door, 'full', fullOut) })
  await postMovement(context, { ...common, kind: 'return', entries: transfer(door, van, 'empty', emptyIn) })
  const money = doorMovements({
    driverId: delivery.driverId,
    siteId: delivery.siteId,
    gasNtd: amount.gasNtd,
    depositNtd: amount.depositNtd,
    creditNtd: amount.creditNtd,
    payment,
    amountPaidNtd: delivery.amountPaidNtd,
  })
  for (const movement of money) await postCash(context, { ...common, ...movement })
}
