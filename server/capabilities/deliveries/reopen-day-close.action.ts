import { officeStream } from '../../../contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { reverseMovements } from '../cylinders/cylinders.api.ts'
import { reverseCash } from '../payments/payments.api.ts'
import { listLateQuestions } from './conflict.store.ts'
import { type DayCloseRow, markReopened, readDayClose } from './day-close.store.ts'
import {
  conflictsOpen,
  dayCloseNotFound,
  nothingToReopen,
  runNotFound,
  staleVersion,
} from './deliveries.errors.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'
import { announceCylinders, announceDriverDay } from './fact.ts'

/**
 * Takes a close back: what it handed over, what signing it moved and where late facts were settled is mirrored in the
 * books of today, under the same source and with the reason. The run is on the road again and its driver counts anew; the old figures stay readable.
 */
export async function reopenDayClose(
  deps: DeliveriesDeps,
  context: WriteContext,
  reopening: { id: string; version: number; reason: string },
): Promise<DayCloseRow> {
  const found = await readDayClose(context.db, reopening.id)
  if (!found) throw dayCloseNotFound()
  const run = await deps.dispatch.lockRun(context, found.runId)
  if (!run) throw runNotFound()
  const close = await readDayClose(context.db, reopening.id)
  if (!close || close.version !== reopening.version) throw staleVersion()
  if (close.status === 'reopened') throw nothingToReopen()
  const late = await listLateQuestions(context.db, [run.id])
  const waiting = late.filter(question => question.isOpen).length
  if (waiting > 0) throw conflictsOpen(waiting)
  const isReopened = await markReopened(context.db, {
    id: close.id,
    version: close.version,
    by: context.actor.id,
    at: context.now,
    reason: reopening.reason,
  })
  if (!isReopened) throw staleVersion()
  const posted = [
    ...late.map(({ id }) => ({ source: 'late_settlement', sourceId: id })),
    { source: 'day_close_variance', sourceId: close.id },
    { source: 'day_close', sourceId: close.id },
  ]
  for (const of of posted) {
    const reversal = {
      ...of,
      businessDate: context.today,
      occurredAt: context.now,
      reason: reopening.reason,
    }
    await reverseMovements(context, reversal)
    await reverseCash(context, reversal)
  }
  await deps.dispatch.recordRunReopened(context, { runId: run.id })
  await context.audit({
    action: 'day-close.reopen',
    entity: 'day_close',
    entityId: close.id,
    before: { status: close.status, countedCashNtd: close.countedCashNtd },
    after: { status: 'reopened' },
    reason: reopening.reason,
  })
  const office = officeStream(run.depotId)
  await context.announce({ stream: office, kind: 'run.changed', entityId: run.id })
  await context.announce({
    stream: office,
    kind: 'day-close.changed',
    entityId: close.id,
    payload: { status: 'reopened' },
  })
  await announceCylinders(context, run)
  await announceDriverDay(context, close.driverId, run.id)
  const reopened = await readDayClose(context.db, close.id)
  if (!reopened) throw dayCloseNotFound()
  return reopened
}
