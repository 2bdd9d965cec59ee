import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { DoorAmount } from '../../../contract/kernel/door-amount.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { type Holder, postMovement, site, transfer, truck } from '../cylinders/cylinders.api.ts'
import { type CashHolder, doorMovements, driverHand, postCash } from '../payments/payments.api.ts'
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

/** What was handed over and how it is paid. */
interface Handed {
  lines: readonly PricedLine[]
  amount: DoorAmount
  payment: Payment
}

/** What a delivery does to both ledgers: fulls to the site, empties to the truck, money where it was paid or is owed. */
export async function postDelivery(
  { context, run, occurredAt, bookedOn, isLate }: Posting,
  delivery: DeliveryRow,
  handed: Handed,
): Promise<void> {
  await postHandover(context, {
    ...handed,
    ...delivery,
    payment: handed.payment,
    holder: truck(run.vehicle.id),
    hand: driverHand(delivery.driverId),
    occurredAt,
    bookedOn,
    reason: isLate ? 'reported after the day was closed' : '',
  })
}

/**
 * Cylinders between a site and whoever serves it, a truck or the depot itself, and the money into that one's hand.
 * Everything is posted under the delivery, so that taking it back finds all of it.
 */
export async function postHandover(
  context: WriteContext,
  given: Handed & {
    id: string
    siteId: string
    amountPaidNtd: bigint
    holder: Holder
    hand: CashHolder
    occurredAt: Date
    bookedOn: BusinessDate
    reason: string
  },
): Promise<void> {
  const { siteId, holder, hand, lines, amount, payment, amountPaidNtd } = given
  const common = {
    businessDate: given.bookedOn,
    occurredAt: given.occurredAt,
    source: 'delivery',
    sourceId: given.id,
    reason: given.reason,
  }
  const door = site(siteId)
  const fullOut = countByType(lines, line => line.fullOut)
  const emptyIn = countByType(lines, line => line.emptyIn)
  await postMovement(context, {
    ...common,
    kind: 'deliver',
    entries: transfer(holder, door, 'full', fullOut),
  })
  await postMovement(context, {
    ...common,
    kind: 'return',
    entries: transfer(door, holder, 'empty', emptyIn),
  })
  const { gasNtd, depositNtd, creditNtd } = amount
  const money = doorMovements({ hand, siteId, gasNtd, depositNtd, creditNtd, payment, amountPaidNtd })
  for (const movement of money) await postCash(context, { ...common, ...movement })
}
