import { readCaller } from '@luckygas/contract/kernel/phone-numbers.ts'
import { z } from 'zod'
import type { WriteContext } from '../../platform/database/write.ts'
import { announceToOffices, readParameter } from '../admin/admin.api.ts'
import { type Call, findUserAt, holdCall, insertCall, updateCall } from './calls.store.ts'
import { type CallEvent, callTransitions, verified } from './exchange.rules.ts'

/**
 * One turn of a call, told by the exchange: written once however often it is told, in whatever order. Who answered is
 * known where somebody sits at the extension; otherwise whoever takes the call on his screen has it.
 */
export async function reportCall(context: WriteContext, event: CallEvent): Promise<void> {
  const { db, now } = context
  const known = await holdCall(db, event.callId)
  const state = callTransitions[event.event](known?.state)
  if (known?.state === state) return
  const before = known ?? (await newCall(context, event))
  const call = { ...before, state, extension: event.extension || before.extension }
  if (state === 'answered') {
    call.answeredAt = now
    call.answeredBy = event.extension === '' ? null : ((await findUserAt(db, event.extension)) ?? null)
  }
  if (state === 'missed' || state === 'ended') call.endedAt = now
  await (known ? updateCall(db, call) : insertCall(db, call))
  await announceToOffices(context, { kind: 'calls.changed', entityId: call.id, payload: { state } })
}

async function newCall(context: WriteContext, event: CallEvent): Promise<Call> {
  const areaCode = await readParameter(context.db, 'calls.area-code', context.today, z.string())
  const caller = readCaller(event.from, areaCode)
  return {
    id: context.newId(),
    callId: event.callId,
    caller: caller.kind,
    digits: caller.kind === 'number' ? caller.digits : null,
    isVerified: verified(event.attestation),
    line: event.to,
    extension: event.extension,
    state: 'ringing',
    startedAt: context.now,
    answeredAt: null,
    answeredBy: null,
    endedAt: null,
    handledAt: null,
    orderId: null,
  }
}
