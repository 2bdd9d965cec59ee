import { readDelivery } from './delivery.store.ts'
import { type CommandOf, type Question, questionNegativeTruck, type StopFact } from './fact.ts'
import { dropTwin } from './record-twin.ts'
import { questionLate } from './stop-questions.ts'
import { voidDelivery } from './void-delivery.action.ts'

/** 打錯了，改這站: the driver takes back what he recorded; a new delivery of the stop usually follows. */
export async function recordUndo(fact: StopFact<CommandOf<'undo'>>): Promise<Question[]> {
  const { context, command, stop } = fact
  const delivery = await readDelivery(context.db, command.deliveryId)
  if (delivery?.isVoid && (await dropTwin(fact, delivery))) return []
  if (!delivery || delivery.stopId !== stop.id || delivery.isVoid) {
    const problem = delivery?.isVoid ? 'void-already' : 'not-known'
    return [{ kind: 'undo-of-unknown', detail: { deliveryId: command.deliveryId, problem } }]
  }
  const closed = await voidDelivery(fact, delivery, {
    reason: command.reason || 'undone by the driver',
    exceptConflictId: null,
  })
  if (delivery.outcome === 'failed') return []
  // A late delivery that nobody has settled yet, taken back: the two cancel out and leave nothing to ask.
  const late = closed.includes('run-closed') ? [] : questionLate(fact)
  return [...late, ...(await questionNegativeTruck(fact))]
}
