import { officeStream } from '../../../contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { adjustmentEntries, postMovement, truck } from '../cylinders/cylinders.api.ts'
import { driverHand, pay, postCash, varianceOf } from '../payments/payments.api.ts'
import { closeDifferences } from './day-close.rules.ts'
import { type DayCloseRow, markSigned, readDayClose } from './day-close.store.ts'
import { dayCloseNotFound, nothingToSign, runNotFound, staleVersion } from './deliveries.errors.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'
import { announceCylinders } from './fact.ts'

/**
 * The depot signs a difference: missing cylinders go from the truck to `lost` (or come back from it), missing cash from
 * the driver's hand to his variance account. Truck and hand are even afterwards.
 */
export async function signDayClose(
  deps: DeliveriesDeps,
  context: WriteContext,
  signing: { id: string; version: number; note: string },
): Promise<DayCloseRow> {
  const found = await readDayClose(context.db, signing.id)
  if (!found) throw dayCloseNotFound()
  const run = await deps.dispatch.lockRun(context, found.runId)
  if (!run) throw runNotFound()
  const close = await readDayClose(context.db, signing.id)
  if (!close || close.version !== signing.version) throw staleVersion()
  if (close.status !== 'awaiting_signature') throw nothingToSign()
  const isSigned = await markSigned(context.db, {
    id: close.id,
    version: close.version,
    by: context.actor.id,
    at: context.now,
    note: signing.note,
  })
  if (!isSigned) throw staleVersion()
  const common = {
    businessDate: context.today,
    occurredAt: context.now,
    source: 'day_close_variance',
    sourceId: close.id,
    reason: signing.note,
  }
  const moved = await postMovement(context, {
    ...common,
    kind: 'count',
    entries: adjustmentEntries(truck(run.vehicle.id), closeDifferences(close.lines)),
  })
  await postCash(context, {
    ...common,
    kind: 'variance',
    entries: pay(driverHand(close.driverId), varianceOf(close.driverId), -close.varianceCashNtd),
  })
  await context.audit({
    action: 'day-close.sign',
    entity: 'day_close',
    entityId: close.id,
    before: { status: close.status },
    after: {
      status: 'signed',
      varianceCashNtd: close.varianceCashNtd,
      cylinders: closeDifferences(close.lines),
    },
    reason: signing.note,
  })
  await context.announce({
    stream: officeStream(run.depotId),
    kind: 'day-close.changed',
    entityId: close.id,
    payload: { status: 'signed' },
  })
  if (moved) await announceCylinders(context, run)
  const signed = await readDayClose(context.db, close.id)
  if (!signed) throw dayCloseNotFound()
  return signed
}
