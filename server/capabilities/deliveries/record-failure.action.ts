import { insertDelivery, insertDeliveryFiles, readDeliveriesOfStops, readDelivery } from './delivery.store.ts'
import { announceStop, type CommandOf, type Question, type StopFact } from './fact.ts'
import { isReassigned, questionsAboutStop } from './stop-questions.ts'

/**
 * The driver could not deliver, and why. Nothing moved; the stop ends as failed, unless it is another driver's by now,
 * was cancelled, or somebody did deliver there.
 */
export async function recordFailure(fact: StopFact<CommandOf<'fail'>>): Promise<Question[]> {
  const { deps, context, command, stop, run } = fact
  const earlier = await readDeliveriesOfStops(context.db, [stop.id])
  const isIdTaken = (await readDelivery(context.db, command.deliveryId)) !== undefined
  const id = isIdTaken ? context.newId() : command.deliveryId
  await insertDelivery(context.db, {
    id,
    commandId: command.id,
    stopId: stop.id,
    runId: run.id,
    siteId: stop.siteId,
    driverId: fact.driverId,
    businessDate: run.date,
    outcome: 'failed',
    failureReason: command.reason,
    occurredAt: fact.occurredAt,
    recipient: '',
    payment: null,
    amountDueNtd: 0n,
    amountPaidNtd: 0n,
    residualCreditNtd: 0n,
    note: command.note,
    correctsId: null,
    isVoid: false,
  })
  await insertDeliveryFiles(context.db, id, command.files)
  const isDelivered = earlier.some(row => row.outcome === 'delivered' && !row.isVoid)
  if (stop.state !== 'cancelled' && !isDelivered && !isReassigned(fact))
    await deps.dispatch.recordFinish(context, {
      stopId: stop.id,
      outcome: 'failed',
      at: fact.occurredAt,
      reason: command.reason,
    })
  await announceStop(context, run, stop.id, [fact.driverId, run.driver.id])
  const questions = await questionsAboutStop(fact, earlier)
  return questions.filter(question => question.kind !== 'run-closed')
}
