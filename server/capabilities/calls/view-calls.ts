import type { CallView } from '@luckygas/contract/endpoints/calls.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readCallers } from '../customers/customers.api.ts'
import { readUserNames } from '../identity/identity.api.ts'
import type { Call } from './calls.store.ts'

/** Calls as screens show them, each with the customers its number belongs to. */
export async function viewCalls(db: Reader, calls: readonly Call[]): Promise<CallView[]> {
  const callers = await readCallers(
    db,
    calls.flatMap(call => call.digits ?? []),
  )
  const names = await readUserNames(db, [...new Set(calls.flatMap(call => call.answeredBy ?? []))])
  return calls.map(call => ({
    id: call.id,
    caller: call.caller,
    digits: call.digits,
    isVerified: call.isVerified,
    line: call.line,
    extension: call.extension,
    state: call.state,
    startedAt: call.startedAt.toISOString(),
    answeredAt: call.answeredAt?.toISOString() ?? null,
    answeredById: call.answeredBy,
    answeredBy: call.answeredBy === null ? null : (names.get(call.answeredBy) ?? null),
    endedAt: call.endedAt?.toISOString() ?? null,
    handledAt: call.handledAt?.toISOString() ?? null,
    orderId: call.orderId,
    customers: call.digits === null ? [] : (callers.get(call.digits) ?? []),
  }))
}
