import { officeStream } from '../../../contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { readCommand } from './command.store.ts'
import { type ConflictRow, markDecided, readConflict, readDecider } from './conflict.store.ts'
import { choicesFor } from './conflict-choices.ts'
import { applyDecision } from './decision-effects.ts'
import { conflictDecided, conflictNotFound, decisionNotOffered, staleVersion } from './deliveries.errors.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'
import { announceDriverDay, bookedOn } from './fact.ts'

/** The office answers a question; the books follow by the table of choices. */
export async function decideConflict(
  deps: DeliveriesDeps,
  context: WriteContext,
  answer: { id: string; decision: string; note: string; version: number },
): Promise<ConflictRow> {
  const found = await readConflict(context.db, answer.id)
  if (!found) throw conflictNotFound()
  // Facts of a run hold its row first; so does a decision, and the two never wait for each other crosswise.
  const run = found.runId ? await deps.dispatch.lockRun(context, found.runId) : undefined
  const command = found.commandId ? await readCommand(context.db, found.commandId) : undefined
  const choice = choicesFor(found.kind, command?.kind ?? null).find(
    ({ decision }) => decision === answer.decision,
  )
  if (!choice) throw decisionNotOffered()
  const isDecided = await markDecided(context.db, {
    id: found.id,
    version: answer.version,
    decision: answer.decision,
    note: answer.note,
    at: context.now,
    by: context.actor.id,
  })
  if (!isDecided) throw await whyNotDecided(deps, context, found.id)
  if (run && command) {
    await applyDecision(choice.effect, {
      deps,
      context,
      run,
      command,
      conflict: found,
      reason: answer.note || answer.decision,
      occurredAt: context.now,
      bookedOn: bookedOn(run, context.today),
    })
    await announceDriverDay(context, command.driverId, run.id)
  }
  await context.audit({
    action: 'conflict.decide',
    entity: 'conflict',
    entityId: found.id,
    before: { kind: found.kind, status: 'open' },
    after: { decision: answer.decision, effect: choice.effect },
    reason: answer.note,
  })
  await context.announce({
    stream: officeStream(found.depotId),
    kind: 'conflict.decided',
    entityId: found.id,
    payload: { kind: found.kind, decision: answer.decision },
  })
  const decided = await readConflict(context.db, found.id)
  if (!decided) throw conflictNotFound()
  return decided
}

/** Somebody was faster: the second hears who decided and what, instead of a mere version. */
async function whyNotDecided(deps: DeliveriesDeps, context: WriteContext, id: string): Promise<Error> {
  const now = await readConflict(context.db, id)
  if (now?.status !== 'decided') return staleVersion()
  const by = await readDecider(context.db, id)
  const name = by ? (await deps.readUserNames(context.db, [by])).get(by) : undefined
  return conflictDecided(now.decision ?? '', name ?? '')
}
