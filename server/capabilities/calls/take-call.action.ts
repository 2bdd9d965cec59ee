import type { WriteContext } from '../../platform/database/write.ts'
import { announceToOffices } from '../admin/admin.api.ts'
import { readUserNames } from '../identity/identity.api.ts'
import { callNotFound, callTaken } from './calls.errors.ts'
import { type Call, lockCall, saveSettled, updateCall } from './calls.store.ts'

/** The first clerk to take a ringing or missed call has it. @throws Problem `calls.taken` with who was faster */
export async function takeCall(context: WriteContext, id: string): Promise<Call> {
  const { db, now, actor } = context
  const call = await lockCall(db, id)
  if (!call) throw callNotFound()
  if (call.answeredBy === actor.id) return call
  if (call.answeredBy !== null)
    throw callTaken((await readUserNames(db, [call.answeredBy])).get(call.answeredBy) ?? '')
  const state = call.state === 'ringing' ? ('answered' as const) : call.state
  const taken = { ...call, state, answeredAt: call.answeredAt ?? now, answeredBy: actor.id }
  await updateCall(db, taken)
  await announceToOffices(context, { kind: 'calls.changed', entityId: id, payload: { state } })
  return taken
}

/** A call is dealt with: by an order, by calling back, or only noted; it leaves every list of calls to deal with. */
export async function settleCall(
  context: WriteContext,
  id: string,
  outcome: { customerId: string | null; orderId: string | null },
): Promise<Call> {
  const call = await lockCall(context.db, id)
  if (!call) throw callNotFound()
  if (call.handledAt !== null) return call
  await saveSettled(context.db, id, { ...outcome, at: context.now, by: context.actor.id })
  await context.audit({
    action: 'calls.settle',
    entity: 'phone_call',
    entityId: id,
    after: outcome,
  })
  await announceToOffices(context, { kind: 'calls.changed', entityId: id, payload: { state: 'handled' } })
  return { ...call, handledAt: context.now, orderId: outcome.orderId }
}
