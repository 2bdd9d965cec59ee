import type { DriverCommand } from '../../../contract/messages/driver-commands.ts'
import type { DeliveryRow } from './delivery.store.ts'
import type { Fact, Question, StopFact } from './fact.ts'

/** Whether the stop, or the whole run, was given to somebody else meanwhile; the office decides what that means. */
export function isReassigned(fact: StopFact<DriverCommand>): boolean {
  return fact.stop.runId !== fact.run.id || fact.run.driver.id !== fact.driverId
}

/**
 * What a fact about a stop raises when the plan moved on without the phone hearing of it.
 * @param earlier deliveries of the stop before this fact
 */
export async function questionsAboutStop(
  fact: StopFact<DriverCommand>,
  earlier: readonly DeliveryRow[],
): Promise<Question[]> {
  const { stop, run, deps, context } = fact
  const questions: Question[] = []
  if (isReassigned(fact)) {
    const [holder] = stop.runId ? await deps.dispatch.readRuns(context.db, [stop.runId]) : []
    const reassignedTo = holder?.driver.name ?? (stop.runId ? null : '')
    questions.push({ kind: 'stop-reassigned', detail: { reassignedTo, runDate: run.date } })
  }
  if (stop.state === 'cancelled') questions.push({ kind: 'stop-cancelled', detail: { runDate: run.date } })
  const standing = earlier.findLast(row => row.outcome === 'delivered' && !row.isVoid)
  if (standing && fact.command.kind === 'deliver')
    questions.push({
      kind: 'already-delivered',
      detail: { earlierDeliveryId: standing.id, earlierAt: standing.occurredAt.toISOString() },
    })
  return [...questions, ...questionLate(fact)]
}

/** The question of a fact that moved something after the day was closed. */
export function questionLate(fact: Fact): Question[] {
  if (!fact.isLate) return []
  return [{ kind: 'run-closed', detail: { runDate: fact.run.date, bookedOn: fact.bookedOn } }]
}
