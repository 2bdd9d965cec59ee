import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import { officeStream } from '../../../contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { reverseMovements } from '../cylinders/cylinders.api.ts'
import { reverseCash } from '../payments/payments.api.ts'
import { closeConflictsOfCommand } from './conflict.store.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'
import { type DeliveryRow, markVoid, readDeliveriesOfStops } from './delivery.store.ts'
import type { RunFacts } from './dispatch-needs.ts'
import { announceCylinders, announceStop } from './fact.ts'
import { removeReadingsOf } from './meter-reading.store.ts'

export interface VoidContext {
  deps: DeliveriesDeps
  context: WriteContext
  run: RunFacts
  occurredAt: Date
  bookedOn: BusinessDate
}

/**
 * Takes a delivery back: the row stays, marked void; both ledgers get the exact mirror of what it posted; its meter
 * reading goes; questions about it are closed; the stop opens again unless another delivery of it stands.
 * @returns the kinds of the questions that were closed
 */
export async function voidDelivery(
  voiding: VoidContext,
  delivery: DeliveryRow,
  why: { reason: string; exceptConflictId: string | null },
): Promise<string[]> {
  const { deps, context, run } = voiding
  const reversal = {
    source: 'delivery',
    sourceId: delivery.id,
    businessDate: voiding.bookedOn,
    occurredAt: voiding.occurredAt,
    reason: why.reason,
  }
  await markVoid(context.db, delivery.id)
  const mirrors = await reverseMovements(context, reversal)
  await reverseCash(context, reversal)
  await removeReadingsOf(context.db, delivery.id)
  const closed = await closeConflictsOfCommand(context.db, {
    commandId: delivery.commandId,
    exceptId: why.exceptConflictId,
    at: context.now,
  })
  for (const conflict of closed)
    await context.announce({
      stream: officeStream(run.depotId),
      kind: 'conflict.decided',
      entityId: conflict.id,
      payload: { kind: conflict.kind, decision: 'undone' },
    })
  if (delivery.stopId) {
    const stopId = delivery.stopId
    const others = await readDeliveriesOfStops(context.db, [stopId])
    const isOtherStanding = others.some(row => row.outcome === 'delivered' && !row.isVoid)
    if (!isOtherStanding) await deps.dispatch.recordReopened(context, { stopId, reason: why.reason })
    await announceStop(context, run, stopId, [delivery.driverId, run.driver.id])
  }
  if (mirrors.length > 0) await announceCylinders(context, run)
  return closed.map(conflict => conflict.kind)
}
