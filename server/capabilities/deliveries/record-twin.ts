import { officeStream } from '../../../contract/messages/live.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { readCommand, type StoredCommand } from './command.store.ts'
import { closeConflictsOfCommand, insertConflict } from './conflict.store.ts'
import { decisionNotOffered } from './deliveries.errors.ts'
import { type DeliveryRow, markStanding } from './delivery.store.ts'
import { amountAtDoor, mergeLines, priceLines } from './door.rules.ts'
import { announceCylinders, announceStop, type CommandOf, type Question, type StopFact } from './fact.ts'
import { postDelivery } from './post-delivery.ts'
import { recordReading } from './record-reading.ts'
import type { VoidContext } from './void-delivery.action.ts'

/**
 * A twin is the same stop delivered once more by the same driver on another phone. One pair of hands carries cylinders
 * in once, so the second record is kept but moves nothing, and the office is asked which one is right. Another
 * driver's delivery, or a second one on the same phone, is no twin: there something may really have moved twice.
 */
export async function findTwin(
  db: Reader,
  fact: StopFact<CommandOf<'deliver'>>,
  earlier: readonly DeliveryRow[],
): Promise<DeliveryRow | undefined> {
  const first = earlier.findLast(row => row.outcome === 'delivered' && !row.isVoid)
  if (!first || first.driverId !== fact.driverId) return undefined
  const command = await readCommand(db, first.commandId)
  return command && command.payload.deviceId !== fact.command.deviceId ? first : undefined
}

export async function recordTwin(
  fact: StopFact<CommandOf<'deliver'>>,
  first: DeliveryRow,
): Promise<Question[]> {
  const { context, run, stop, driverId } = fact
  await announceStop(context, run, stop.id, [driverId, run.driver.id])
  return [
    {
      kind: 'already-delivered',
      detail: { earlierDeliveryId: first.id, earlierAt: first.occurredAt.toISOString() },
    },
  ]
}

/** The driver takes back on the second phone what never counted: the question about it is settled. */
export async function dropTwin(
  { context, run }: { context: WriteContext; run: VoidContext['run'] },
  twin: DeliveryRow,
): Promise<boolean> {
  const closed = await closeConflictsOfCommand(context.db, {
    commandId: twin.commandId,
    exceptId: null,
    at: context.now,
  })
  for (const { id, kind } of closed)
    await context.announce({
      stream: officeStream(run.depotId),
      kind: 'conflict.decided',
      entityId: id,
      payload: { kind, decision: 'undone' },
    })
  return closed.length > 0
}

/** The office counts a twin after all: it comes into both ledgers, the meter and the stop as any delivery does. */
export async function postTwin(
  deciding: VoidContext & { command: StoredCommand },
  twin: DeliveryRow,
): Promise<void> {
  const { deps, context, run, occurredAt, bookedOn } = deciding
  const command = deciding.command.payload
  if (command.kind !== 'deliver') throw decisionNotOffered()
  const stop = await deps.dispatch.lockStop(context, command.stopId)
  if (!stop) throw decisionNotOffered()
  const prices = await deps.readPrices(context.db, run.date)
  const lines = priceLines(mergeLines(command.lines), stop.lines, prices)
  const amount = amountAtDoor(lines, command.residuals, prices)
  const isLate = run.state === 'closed'
  await markStanding(context.db, twin.id)
  await postDelivery({ context, run, occurredAt, bookedOn, isLate }, twin, {
    lines,
    amount,
    payment: command.payment,
  })
  const [site] = await deps.customers.readSitesForDriver(context.db, [twin.siteId])
  const { driverId } = twin
  const fact = { deps, context, command, run, stop, driverId, occurredAt: twin.occurredAt, bookedOn, isLate }
  await recordReading(fact, twin.id, site)
  await deps.dispatch.recordFinish(context, {
    stopId: stop.id,
    outcome: 'done',
    at: twin.occurredAt,
    reason: twin.note,
  })
  if (isLate)
    await insertConflict(context.db, {
      id: context.newId(),
      depotId: run.depotId,
      kind: 'run-closed',
      commandId: twin.commandId,
      runId: run.id,
      stopId: stop.id,
      driverId,
      detail: { runDate: run.date, bookedOn },
      openedAt: context.now,
    })
  await announceStop(context, run, stop.id, [driverId])
  await announceCylinders(context, run)
}
